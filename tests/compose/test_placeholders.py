"""Readers' fields in editors' texts: marks go in, and nothing else is ever filled or compiled."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose import Templates, compose
from newsletter.compose.placeholders import put_marks
from newsletter.compose.slots import Slots
from newsletter.compose.variants import Edition
from newsletter.errors import FoundErrors
from newsletter.model import Field, FieldKind, Finding, Issue, Letter, Library, Lines, Part, Snippet
from newsletter.settings import FieldSetting, Settings
from tests.compose.making import LEAVE, make_issue, make_library, make_picture, make_snippet

FIELDS = (
    Field("name", default="reader"),
    Field("first_name", default="friend"),
    Field("page", FieldKind.URL, default="https://example.org/"),
)


def mark(issue: Issue, library: Library, settings: Settings) -> tuple[Issue, Library, Slots]:
    """An issue and its library with marks, and the slots that made them."""
    slots = Slots(FIELDS, "0123456789ab")
    marked = put_marks(Edition(issue, library, settings.newsletter, {}), slots)
    return marked.issue, marked.library, slots


def find(snippet: Snippet, settings: Settings) -> list[Finding]:
    issue = make_issue(snippet)
    with pytest.raises(FoundErrors) as caught:
        mark(issue, make_library(issue), settings)
    return caught.value.findings


def test_every_text_of_an_issue_may_speak_to_its_reader(settings: Settings) -> None:
    own = "{{ reader.first_name }}"
    question = make_snippet(
        id="q",
        kind="question",
        title=f"title {own}",
        parts=(Part(f"{own}", 5), Part(own, 8, person="dr"), Part(own, 12, heading=f"box {own}")),
        image={"file": "a.png", "alt": f"alt {own}", "credit": f"credit {own}", "long": own},
        see_doctor={"routine": f"routine {own}", "urgent": own},
        region=own,
        sponsor=own,
    )
    poll = make_snippet(id="p", kind="poll", options=[f"yes {own}", "no"], url="{{ reader.page }}")
    issue = make_issue(
        question, poll, intro=f"Dear {own}", subject=f"For {own}", preheader=f"{own}, look"
    )
    marked, _, slots = mark(issue, make_library(issue), settings)
    written = repr(marked)

    assert "{{" not in written
    names = Counter(use.field.name for use in slots.uses.values())
    assert names == {"first_name": 16, "page": 1}
    assert len(set(slots.pattern.findall(written))) == len(slots.uses)
    assert type(marked.snippets[1]) is type(poll)
    assert slots.show(marked.snippets[0].title) == f"title {own}"


def test_what_is_no_text_stays_as_it_is(settings: Settings) -> None:
    issue = make_issue(make_snippet("Words."), send_at="2026-12-01 08:00 Asia/Singapore")
    library = make_library(issue)
    marked, same, slots = mark(issue, library, settings)

    assert (marked, same) == (issue, library)
    assert slots.uses == {}


def test_the_title_of_a_similar_snippet_is_filled_as_well(settings: Settings) -> None:
    snippet = make_snippet("Words.", id="one", similar=["two"])
    other = make_snippet("{{ broken", id="two", title="Dear {{ reader.name }}")
    issue = make_issue(snippet)
    marked, library, slots = mark(issue, make_library(issue, other), settings)

    assert slots.show(library.similar_to(marked.snippets[0])[0].title) == other.title
    assert len(slots.uses) == 1


def test_two_snippets_that_are_alike_and_stand_in_one_issue_stay_themselves(
    settings: Settings,
) -> None:
    one = make_snippet("Words.", id="one", title="{{ reader.name }}", similar=["two"])
    two = make_snippet("Words.", id="two", title="{{ reader.name }}")
    issue = make_issue(one, two)
    marked, library, _ = mark(issue, make_library(issue), settings)

    assert library.similar_to(marked.snippets[0]) == [marked.snippets[1]]


@pytest.mark.parametrize(
    ("typed", "problem", "remedy"),
    [
        ("{{ reader.frist_name }}", "readers have no field “frist_name”", "mean “first_name”?"),
        ("{{ reader.first-name }}", "“{{ reader.first-name }}” is no field", "mean “first_name”?"),
        ("{{ first_name }}", "“{{ first_name }}” is no field", "mean “first_name”?"),
        ("{{ reader.name | upper }}", "“{{ reader.name | upper }}” is no field", "mean “name”?"),
        ("{{ reader }}", "is no field", "{{ reader.name }}"),
        ("{{ reader.name + 'x' }}", "is no field", "without filters"),
        ("{{ 7*7 }}", "“{{ 7*7 }}” is no field", "take the braces out"),
        ("{{}}", "“{{}}” is no field", "{{ reader.name }}"),
        ("{% for x in range(9) %}", "“{% for x in range(9) %}” is no field", "braces"),
        ("{{ reader.name }", "“{{” is no field", "braces"),
        ("{ reader.name }}", "“}}” is no field", "braces"),
        ("{{ reader.\nname }}", "“{{” is no field", "braces"),
        ("{% never closed", "“{%” is no field", "braces"),
        ("`{{ issue.slug }}`", "“{{ issue.slug }}” is no field", "braces"),
    ],
)
def test_anything_else_in_braces_is_named_by_line(
    typed: str, problem: str, remedy: str, settings: Settings
) -> None:
    first, *_ = find(make_snippet(f"One.\n\nTwo {typed}", line=5), settings)

    assert problem in first.problem
    assert remedy in first.remedy
    assert str(first.at) == "issues/snippets/one.md:7"


def test_every_mistake_is_named_in_its_own_place(settings: Settings) -> None:
    snippet = make_snippet(
        id="one",
        kind="question",
        title="{{ title }}",
        parts=(Part("{{ a }}\n{{ b }}", 20), Part("x\n{{ c }}", 30, heading="{{ d }}")),
        see_doctor={"urgent": "{{ care }}"},
        similar=["two"],
        lines=Lines({("title",): 3, ("see-doctor",): 6, ("see-doctor", "urgent"): 7}),
    )

    assert [f"{found.at.line} {found.problem[1:8]}" for found in find(snippet, settings)] == [
        "3 {{ titl", "7 {{ care", "20 {{ a }}", "21 {{ b }}", "29 {{ d }}", "31 {{ c }}",
    ]  # fmt: skip


@given(typed=st.text(alphabet="{}% r.eadnm#'", max_size=40))
@examples(max_examples=300)
def test_a_text_is_filled_whole_or_refused(typed: str, settings: Settings) -> None:
    issue = make_issue(make_snippet(f"x {typed}"))
    try:
        marked, _, slots = mark(issue, make_library(issue), settings)
    except FoundErrors:
        return
    text = marked.snippets[0].parts[0].text
    assert not {"{{", "}}", "{%"} & {text[n : n + 2] for n in range(len(text))}
    assert slots.show(text).replace(" ", "") == f"x {typed}".replace(" ", "")


def letter_of(typed: str, settings: Settings, templates: Templates) -> Letter:
    fields = {"first-name": FieldSetting(default="friend")}
    settings = settings.model_copy(update={"fields": fields})
    image = {"file": "a.png", "alt": f"Drawing for {typed}"}
    snippet = make_snippet(f"**Dear {typed}**,\n\n- {typed}\n", id="one", title=typed, image=image)
    issue = make_issue(snippet, subject=f"{typed}: look", preheader=f"For {typed}")
    library = make_library(issue, pictures=(make_picture("a.png"),))
    return compose(issue, library, settings, templates)


def test_fields_reach_every_part_of_the_letter(settings: Settings, templates: Templates) -> None:
    letter = letter_of("{{ reader.first_name }}", settings, templates)
    variant = letter.main
    values = {"first_name": "Zoë <b>", **LEAVE}

    assert [field.name for field in letter.fields] == [
        "leave_url",
        "preferences_url",
        "first_name",
    ]
    assert variant.subject.fill(values) == "Zoë <b>: look"
    assert variant.preheader.fill(values) == "For Zoë <b>"
    assert "Dear Zoë <b>" in variant.text.fill(values)
    assert variant.text.slots.count("first_name") == 4
    assert variant.html.slots.count("first_name") >= 6


def test_a_readers_name_cannot_write_markdown(settings: Settings, templates: Templates) -> None:
    variant = letter_of("{{ reader.first_name }}", settings, templates).main
    html = variant.html.fill({**LEAVE, "first_name": "*a* [b](c) `d`"})

    assert "*a* [b](c) `d`" in html


def test_the_path_of_a_file_is_no_text(settings: Settings) -> None:
    issue = make_issue(make_snippet("Words."))
    marked, _, _ = mark(issue, make_library(issue), settings)

    assert marked.snippets[0].path == Path("issues/snippets/one.md")
