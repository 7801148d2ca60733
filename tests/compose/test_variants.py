"""Who gets what: languages, and snippets that are for some readers only."""

import dataclasses
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose import Templates, compose
from newsletter.compose.variants import MOST_VARIANTS, list_editions, list_languages
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Issue, Letter, Library, Lines, Pieces, Variant
from newsletter.settings import FieldSetting, Settings, Translation
from tests.compose.making import make_issue, make_library, make_snippet, shown_by
from tests.conftest import SENDER

FIELDS = {"skin": "any", "hair": "any", "member-since": "never"}

Asked = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def own(settings: Settings) -> Settings:
    fields = {name: FieldSetting(default=default) for name, default in FIELDS.items()}
    words = Translation(reason="Inscrit.", disclaimer="Informe.")
    spoken = {"fr": words, "en-SG": words}
    return settings.model_copy(update={"fields": fields, "translation": spoken})


def issue_with(asked: Asked, *others: str) -> Issue:
    """An issue of these snippets, each with its conditions; its snippets start at line 5."""
    ids = [*others, *asked]
    snippets = [make_snippet(f"Words of {id}.", id=id) for id in ids]
    lines = Lines({("snippets",): 5} | {("snippets", n): n + 6 for n in range(len(ids))})
    return make_issue(*snippets, conditions=dict(asked), lines=lines)


def combinations(asked: Asked, own: Settings) -> list[tuple[Mapping[str, str], list[str]]]:
    """The conditions of every variant, and the snippets in it."""
    issue = issue_with(asked, "always")
    editions = list_editions(issue, make_library(issue), own, own.reader_fields)
    return [
        (edition.conditions, [snippet.id for snippet in edition.issue.snippets])
        for edition in editions
    ]


def test_without_conditions_there_is_one_letter(own: Settings) -> None:
    assert combinations({}, own) == [({}, ["always"])]


def test_a_condition_makes_a_letter_with_and_one_without(own: Settings) -> None:
    assert combinations({"a": {"skin": "Dry"}}, own) == [
        ({"skin": "dry"}, ["always", "a"]),
        ({}, ["always"]),
    ]


def test_nobody_has_two_kinds_of_skin(own: Settings) -> None:
    asked = {"a": {"skin": "dry"}, "b": {"skin": "oily"}, "c": {"skin": "dry"}}

    assert combinations(asked, own) == [
        ({"skin": "dry"}, ["always", "a", "c"]),
        ({"skin": "oily"}, ["always", "b"]),
        ({}, ["always"]),
    ]


def test_conditions_that_hold_together_make_one_more(own: Settings) -> None:
    asked = {"a": {"skin": "dry"}, "b": {"hair": "long"}, "c": {"skin": "dry", "hair": "long"}}

    assert combinations(asked, own) == [
        ({"skin": "dry", "hair": "long"}, ["always", "a", "b", "c"]),
        ({"skin": "dry"}, ["always", "a"]),
        ({"hair": "long"}, ["always", "b"]),
        ({}, ["always"]),
    ]


VALUES = {"skin": ["dry", "oily"], "hair": ["long"], "member_since": ["2020", "2021"]}
CONDITIONS = st.fixed_dictionaries(
    {}, optional={name.replace("_", "-"): st.sampled_from(each) for name, each in VALUES.items()}
)


@given(st.lists(CONDITIONS, min_size=1, max_size=3))
@examples(max_examples=60)
def test_every_reader_gets_just_the_snippets_whose_conditions_hold(
    own: Settings, conditions: list[dict[str, str]]
) -> None:
    asked = {f"s{number}": each for number, each in enumerate(conditions)}
    chosen = combinations(asked, own)
    empty = Pieces(("",))
    ids = [Pieces((" ".join(snippets),)) for _, snippets in chosen]
    variants = tuple(
        Variant("en", each, empty, empty, html, empty)
        for (each, _), html in zip(chosen, ids, strict=True)
    )
    letter = letter_of(variants, own)
    for values in product(*([*each, "other", ""] for each in VALUES.values())):
        reader = dict(zip(VALUES, values, strict=True))
        holding = [
            id
            for id, each in asked.items()
            if all(reader[name.replace("-", "_")] == value for name, value in each.items())
        ]
        got = letter.variant_for("en", reader).html.texts[0]
        assert got == " ".join(["always", *holding])


def letter_of(variants: tuple[Variant, ...], own: Settings) -> Letter:
    issue = make_issue(make_snippet("Words."))
    return Letter(issue.slug, SENDER, own.reader_fields, variants, ())


def found_in(issue: Issue, own: Settings) -> list[Finding]:
    with pytest.raises(FoundErrors) as caught:
        list(list_editions(issue, make_library(issue), own, own.reader_fields))
    return caught.value.findings


def test_too_many_letters_are_refused(own: Settings) -> None:
    names = ["skin", "hair", "member-since", "name"]
    asked = {f"s{n}": {name: "x"} for n, name in enumerate(names)}
    assert len(combinations(asked, own)) == MOST_VARIANTS

    (found,) = found_in(issue_with(asked | {"s4": {"language": "fr"}}, "always"), own)
    assert f"more than {MOST_VARIANTS} different letters" in found.problem
    assert str(found.at) == "issues/first/issue.md:5"


@pytest.mark.parametrize(
    ("conditions", "problem", "remedy"),
    [
        ({"skni": "dry"}, "“skni” is no field of readers", "Did you mean “skin”?"),
        ({"member_since": "1"}, "“member_since” is no field", "Did you mean “member-since”?"),
        ({"leave-url": "x"}, "“leave-url” is no field of readers", "Known are"),
        ({"language": "fr-CA"}, "“fr-CA” is a language with a region", "Write fr:"),
    ],
)
def test_a_condition_that_nobody_can_meet_is_named_by_line(
    own: Settings, conditions: dict[str, str], problem: str, remedy: str
) -> None:
    (found,) = found_in(issue_with({"a": conditions}, "always"), own)

    assert problem in found.problem
    assert remedy in found.remedy
    assert str(found.at) == "issues/first/issue.md:7"


def test_a_letter_without_a_snippet_is_sent_to_nobody(own: Settings) -> None:
    (found,) = found_in(issue_with({"a": {"skin": "dry"}}), own)

    assert "a reader who meets no condition gets no snippet" in found.problem


def translated(issue: Issue, language: str) -> Library:
    """A library that has the issue in another language, too."""
    path = Path(f"issues/first/issue.{language}.md")
    update = {"subject": "Small bumps", "path": path, "send_at": None, "conditions": {}}
    other = make_library(issue.model_copy(update=update))
    return dataclasses.replace(make_library(issue), translations={language: other})


def test_an_issue_in_two_languages_is_one_letter_in_two_variants(
    own: Settings, templates: Templates
) -> None:
    issue = make_issue(make_snippet("Words."), send_at="2026-12-01 08:00 Asia/Singapore")
    letter = compose(issue, translated(issue, "en-SG"), own, templates)
    main, other = letter.variants

    assert (main.language, other.language) == ("en-GB", "en-SG")
    assert main.subject.texts == ("What the letter is about",)
    assert other.subject.texts == ("Small bumps",)
    assert 'lang="en-SG"' in other.html.texts[0]
    assert "1 December" in other.text.texts[0]
    assert letter.main is main
    assert letter.variant_for("en-SG", {}) is other


def test_a_translation_has_the_snippets_of_the_issue_and_no_others(own: Settings) -> None:
    issue = make_issue(make_snippet())
    library = translated(issue, "fr")
    empty = issue.model_copy(update={"snippets": ()})

    assert all(edition.issue.snippets for edition in list_languages(issue, library, own))
    assert not any(edition.issue.snippets for edition in list_languages(empty, library, own))


def test_conditions_hold_in_every_language(own: Settings) -> None:
    issue = issue_with({"a": {"skin": "dry"}}, "always")
    library = translated(issue, "fr")
    editions = list(list_editions(issue, library, own, own.reader_fields))

    assert [
        (each.identity.language, dict(each.conditions), len(each.issue.snippets))
        for each in editions
    ] == [
        ("en-GB", {"skin": "dry"}, 2),
        ("en-GB", {}, 1),
        ("fr", {"skin": "dry"}, 2),
        ("fr", {}, 1),
    ]


def test_readers_of_a_translation_speak_its_language(own: Settings) -> None:
    issue = issue_with({"a": {"language": "fr"}, "b": {"language": "de"}}, "always")
    editions = list(list_editions(issue, translated(issue, "fr"), own, own.reader_fields))

    assert [(each.identity.language, dict(each.conditions)) for each in editions] == [
        ("en-GB", {"language": "fr"}),
        ("en-GB", {"language": "de"}),
        ("en-GB", {}),
        ("fr", {"language": "fr"}),
        ("fr", {}),
    ]


def test_an_issue_that_is_not_translated_is_one_letter(own: Settings) -> None:
    issue = make_issue(make_snippet("Words."))
    library = dataclasses.replace(
        make_library(issue), translations={"fr": Library({}, {}, {}, {}, {}, {})}
    )

    assert len(list(list_editions(issue, library, own, own.reader_fields))) == 1


def test_a_mistake_in_one_variant_is_found_once(own: Settings, templates: Templates) -> None:
    issue = issue_with({"a": {"skin": "dry"}}, "always")
    broken = issue.model_copy(update={"subject": "{{ reader.nobody }}"})
    with pytest.raises(FoundErrors) as caught:
        compose(broken, make_library(broken), own, templates)

    assert len(caught.value.findings) == 1


def test_a_letter_knows_the_fields_that_it_speaks_of_or_asks_for(
    own: Settings, templates: Templates
) -> None:
    issue = issue_with({"a": {"skin": "dry"}}, "always")
    letter = compose(issue, make_library(issue), own, templates)

    assert [field.name for field in letter.fields] == ["leave_url", "preferences_url", "skin"]
    dry, plain = letter.variants
    assert "Words of a." in shown_by(
        dry.html.fill(dict.fromkeys(("leave_url", "preferences_url"), ""))
    )
    assert "Words of a." not in shown_by(
        plain.html.fill(dict.fromkeys(("leave_url", "preferences_url"), ""))
    )
    assert letter.variant_for("en-GB", {"skin": "DRY"}) is dry


def test_a_condition_that_no_reader_can_meet_is_refused(own: Settings) -> None:
    for value in ("", "x" * 81):
        (found,) = found_in(issue_with({"a": {"skin": value}}, "always"), own)
        assert found.rule == "condition"


def test_who_lacks_a_value_meets_no_condition(own: Settings, templates: Templates) -> None:
    issue = issue_with({"a": {"skin": "any"}}, "always")
    letter = compose(issue, make_library(issue), own, templates)
    assert letter.variant_for("en", {}).conditions == {}
    assert letter.variant_for("en", {"skin": " Any "}).conditions == {"skin": "any"}
