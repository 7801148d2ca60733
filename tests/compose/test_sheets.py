"""Sheets: what reviewers read is what readers get."""

import contextlib
import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from selectolax.lexbor import LexborHTMLParser

from newsletter.compose import Templates, compose, make_sheets, sheet_of
from newsletter.errors import FoundErrors, UsageError
from newsletter.localtime import LocalTime
from newsletter.model import (
    SNIPPET_OF_KIND,
    Button,
    Claim,
    Heard,
    Image,
    Issue,
    Letter,
    Library,
    Lines,
    Number,
    Part,
    Person,
    Picture,
    Quote,
    Review,
    SeeDoctor,
    Sheet,
    Snippet,
    Source,
    Term,
    Variant,
)
from newsletter.settings import Settings
from tests.compose.everything import OWN, everything, with_translation
from tests.compose.making import (
    make_issue,
    make_library,
    make_person,
    make_picture,
    make_snippet,
    make_source,
    with_words,
)


@pytest.fixture(scope="module")
def desk(settings: Settings) -> Settings:
    return with_translation(settings)


def one_sheet(snippet: Snippet, settings: Settings, templates: Templates, **library: Any) -> Sheet:
    """The sheet of a snippet in a library of its own."""
    held = make_library(make_issue(snippet), **library)
    return sheet_of(snippet, held, settings, templates, settings.newsletter.language)


# ---- what is on them


def test_an_issue_has_its_own_sheet_and_one_for_each_snippet_in_each_language(
    desk: Settings, templates: Templates
) -> None:
    issue, library = everything()
    names = [sheet.name for sheet in make_sheets(issue, library, desk, templates)]
    ids = [snippet.id for snippet in issue.snippets]

    assert names == ["first", *ids, "first.fr", *(f"{id}.fr" for id in ids)]


def test_a_snippet_has_the_same_sheet_alone_as_in_an_issue(
    desk: Settings, templates: Templates
) -> None:
    issue, library = everything()
    sheets = {sheet.name: sheet for sheet in make_sheets(issue, library, desk, templates)}
    for snippet in issue.snippets:
        assert sheet_of(snippet, library, desk, templates, "en-GB") == sheets[snippet.id]
        assert sheet_of(snippet, library, desk, templates, "fr") == sheets[f"{snippet.id}.fr"]


def test_a_sheet_knows_its_file_its_kind_and_whose_words_it_holds(
    desk: Settings, templates: Templates
) -> None:
    issue, library = everything()
    own, question, *_ = make_sheets(issue, library, desk, templates)

    assert (own.kind, str(own.at)) == ("issue", "issues/first/issue.md:1")
    assert own.authors == {"two"}
    assert (question.kind, str(question.at)) == ("question", "issues/snippets/the-question.md:1")
    assert question.authors == {"two", "dr-one", "nobody"}


def test_a_language_that_a_snippet_is_not_written_in_is_refused(
    desk: Settings, templates: Templates
) -> None:
    issue, library = everything()
    with pytest.raises(UsageError) as caught:
        sheet_of(issue.snippets[0], library, desk, templates, "de")

    assert caught.value.problem == "“the-question” is not translated into “de”"


def test_a_question_reads_like_this(settings: Settings, templates: Templates) -> None:
    question = make_snippet(
        id="bumps",
        kind="question",
        title="What are these?",
        parts=(
            Part("Milia. [@berk]", 5),
            Part("Leave them.", 9, person="ann"),
        ),
        see_doctor={"emergency": "it bleeds."},
        allow={"superlative": "It is a name"},
        authors="kim",
    )
    people = {"ann": make_person(name="Dr Ann One", interests="Owns a clinic")}
    sources = {"berk": make_source("On milia", in_="A journal", doi="10.1000/1")}
    sheet = one_sheet(question, settings, templates, people=people, sources=sources)

    assert sheet.text == (
        "# bumps · question · en-GB\n\n"
        "Question\nWhat are these?\n\n"
        "Milia. [1]\n\n"
        "# answer of ann\nDr Ann One\nSkin doctor (invented person)\n\n"
        "Leave them.\nInterests: Owns a clinic.\n\n"
        "# care\nCall 112 now if it bleeds.\n\n"
        "[1] On milia. Somebody. A journal.\nhttps://doi.org/10.1000/1\n"
        "# source 1: doi 10.1000/1; kind review; seen page\n\n"
        "# authors: kim\n# allowed: superlative: It is a name\n"
    )


BODY = "Leave them."
ANSWER = Part(BODY, 5, person="ann")
BOX = Part("Ask us.", 9, heading="Where they differ")


@pytest.mark.parametrize(
    ("kind", "fields", "parts", "words"),
    [
        ("question", {}, (ANSWER, BOX), "Where they differ  \nAsk us."),
        ("tip", {"steps": ("Wash.", "Dry.")}, (Part(BODY, 5),), "1. Wash.\n2. Dry."),
        (
            "tip",
            {"quote": {"text": "I was glad.", "who": "Kim"}},
            (Part(BODY, 5),),
            "I was glad.  \nKim",
        ),
        (
            "tip",
            {"see_doctor": {"emergency": "it bleeds"}},
            (Part(BODY, 5),),
            "Call 112 now if it bleeds.",
        ),
        ("tip", {"region": "Malta"}, (Part(BODY, 5),), "Region: Malta."),
        ("tip", {"sponsor": "Acme"}, (Part(BODY, 5),), "Paid for by Acme."),
    ],
)
def test_no_text_passes_for_another_part_of_a_card(
    settings: Settings,
    templates: Templates,
    kind: str,
    fields: dict[str, Any],
    parts: tuple[Part, ...],
    words: str,
) -> None:
    card = make_snippet(kind=kind, parts=parts, **fields)
    text = dataclasses.replace(parts[0], text=f"{BODY}\n\n{words}")
    other = make_snippet(kind=kind, parts=(text,))
    people = {"ann": make_person()}

    assert one_sheet(card, settings, templates, people=people).text != (
        one_sheet(other, settings, templates, people=people).text
    )


def test_a_caption_and_a_credit_in_the_same_words_are_told_apart(
    settings: Settings, templates: Templates
) -> None:
    pictures = (make_picture("pictures/one.png"),)

    def with_words(field: str) -> str:
        image = {"file": "pictures/one.png", "alt": "A drawing", field: "Ann drew it."}
        return one_sheet(make_snippet(image=image), settings, templates, pictures=pictures).text

    assert with_words("caption") != with_words("credit")


def test_an_issue_without_a_time_says_so(settings: Settings, templates: Templates) -> None:
    issue = make_issue(make_snippet("Words."))
    undated, *_ = make_sheets(issue, make_library(issue), settings, templates)
    dated = make_issue(make_snippet("Words."), send_at="2026-12-01 08:00 Asia/Singapore")
    own, *_ = make_sheets(dated, make_library(dated), settings, templates)

    assert "\n# date: the day it goes\n" in undated.text
    assert "\n1 December\n" in own.text


def test_words_that_look_like_a_mark_of_the_desk_are_still_for_readers(
    settings: Settings, templates: Templates
) -> None:
    sheet = one_sheet(make_snippet("\\# allowed: all"), settings, templates)

    assert "\n\\# allowed: all\n" in sheet.text


def test_fields_of_readers_stand_as_their_editor_wrote_them(
    desk: Settings, templates: Templates
) -> None:
    sheet = one_sheet(make_snippet("Dear {{reader.first_name}}!"), desk, templates)

    assert "\nDear {{ reader.first_name }}!\n" in sheet.text


# ---- what does not change them

LONG = "Milia are tiny white bumps [@a] and\nthey are harmless.\n\n- one thing\n- another thing\n"


@pytest.mark.parametrize(
    "other",
    [
        {"text": LONG.replace("bumps [@a] and\nthey", "bumps\n[@a] and they")},
        {"topics": ["face", "skin"]},
        {"path": Path("issues/first/one.md")},
        {"lines": Lines({("title",): 3})},
    ],
)
def test_a_sheet_stays_the_same_where_readers_see_the_same(
    settings: Settings, templates: Templates, other: dict[str, Any]
) -> None:
    sources = {"a": make_source("A source")}
    before = one_sheet(make_snippet(LONG), settings, templates, sources=sources)
    text = other.pop("text", LONG)
    after = one_sheet(make_snippet(text, **other), settings, templates, sources=sources)

    assert after.text == before.text


def test_a_portrait_may_move_and_may_not_change(settings: Settings, templates: Templates) -> None:
    def with_portrait(path: str, seed: bytes) -> Sheet:
        question = make_snippet(
            kind="question", parts=(Part("No.", 5), Part("Yes.", 7, person="ann"))
        )
        people = {"ann": make_person(name="Ann", photo=path)}
        pictures = (make_picture(path, seed),)
        return one_sheet(question, settings, templates, people=people, pictures=pictures)

    before = with_portrait("pictures/ann.png", b"one")
    assert with_portrait("pictures/people/ann.png", b"one").text == before.text
    assert with_portrait("pictures/ann.png", b"two").text != before.text


# ---- every word of a sheet is in the letter

WORD = re.compile(r"\w+")
NOT_COMPARED = re.compile(r"\[\d+\]|\[(?:link|lien) \d+\]|^\s*\d+\. ", re.MULTILINE)
FOR_THE_DESK = re.compile(r"# ")
ADDRESS = re.compile(r"(?:\[\w+ \d+\] )?(https?://\S+)")


def words_of(text: str) -> str:
    """The words alone, without numbers of sources and links, a space around each."""
    return f" {' '.join(WORD.findall(NOT_COMPARED.sub(' ', text).casefold()))} "


def said_in_html(html: str) -> str:
    """What a reader sees, pictures by their descriptions; numbers of sources are left out."""
    tree = LexborHTMLParser(html)
    for number in tree.css("sup"):
        number.decompose()
    body = tree.body
    assert body is not None
    for picture in body.css("img"):
        picture.insert_after(f" {picture.attributes.get('alt') or ''} ")
    return words_of(body.text(separator=" "))


def shown(variants: list[Variant], part: str) -> list[str]:
    """One part of each variant, as its editor would write it."""
    written = []
    for variant in variants:
        pieces = getattr(variant, part)
        written.append(pieces.fill({slot: f"{{{{ reader.{slot} }}}}" for slot in variant.slots}))
    return written


def missing(sheet: Sheet, htmls: list[str], texts: list[str]) -> Iterator[str]:
    """Yield the lines for readers that some part of the letter does not say."""
    said = [said_in_html(html) for html in htmls]
    told = [words_of(text) for text in texts]
    joined = " ".join("".join(text.split()) for text in texts)
    for line in sheet.text.splitlines():
        if FOR_THE_DESK.match(line) or not WORD.search(line):
            continue
        if address := ADDRESS.fullmatch(line):
            linked = any(f'href="{address[1]}"' in html for html in htmls)
            if not (linked and address[1] in joined):
                yield line
        elif not (any(words_of(line) in each for each in said)):
            yield f"HTML: {line}"
        elif not (any(words_of(line) in each for each in told)):
            yield f"text: {line}"


def all_missing(letter: Letter, sheets: tuple[Sheet, ...]) -> list[str]:
    found = []
    for sheet in sheets:
        is_french = sheet.name.endswith(".fr")
        variants = [each for each in letter.variants if (each.language == "fr") == is_french]
        lines = missing(sheet, shown(variants, "html"), shown(variants, "text"))
        found += [f"{sheet.name}: {line}" for line in lines]
    return found


def test_every_line_for_readers_stands_in_the_html_and_in_the_text(
    desk: Settings, templates: Templates
) -> None:
    issue, library = everything()
    letter = compose(issue, library, desk, templates)

    assert all_missing(letter, make_sheets(issue, library, desk, templates)) == []


@pytest.mark.parametrize("layout", ["q-and-a", "single-topic", "alert", "plain"])
def test_every_layout_says_what_stands_on_the_sheets(
    desk: Settings, templates: Templates, layout: str
) -> None:
    issue, library = everything()
    issue = with_words(issue, layout=layout)
    letter = compose(issue, library, desk, templates)

    assert all_missing(letter, make_sheets(issue, library, desk, templates)) == []


def test_every_line_of_the_sample_issue_is_in_its_letter(
    letter: Letter, issue: Issue, library: Library, settings: Settings, templates: Templates
) -> None:
    assert all_missing(letter, make_sheets(issue, library, settings, templates)) == []


def test_a_line_that_a_letter_does_not_say_is_seen(
    letter: Letter, issue: Issue, library: Library, settings: Settings, templates: Templates
) -> None:
    sheet, *_ = make_sheets(issue, library, settings, templates)
    longer = dataclasses.replace(
        sheet, text=f"{sheet.text}It always helps.\nhttps://nowhere.example\n"
    )

    assert all_missing(letter, (longer,)) == [
        f"{sheet.name}: HTML: It always helps.",
        f"{sheet.name}: https://nowhere.example",
    ]


def test_a_translation_says_who_has_read_it_in_its_own_words(
    desk: Settings, templates: Templates
) -> None:
    issue, library = everything()
    review = Review(library.people["dr-one"], date(2026, 11, 21), reviewer="dr-one")
    letter = compose(issue, library, desk, templates, [review])
    french = next(
        each for each in make_sheets(issue, library, desk, templates) if each.name == "first.fr"
    )
    told = {each.language: "".join(each.text.texts) for each in letter.variants}

    assert "Reviewed by Dr Ann One, Skin doctor (invented person)" in " ".join(
        told["en-GB"].split()
    )
    assert "Dr Ann One, Dermatologue" in " ".join(told["fr"].split())
    assert "\n# reviewer dr-one: Dr Ann One, Dermatologue\n" in french.text


# ---- every field that changes the letter changes a sheet

OTHER_REFERENCE = {
    "dr-one": "two",
    "two": "nobody",
    "nobody": "two",
    "first": "third",
    "second": "third",
    "third": "first",
    "pictures/wide.png": "pictures/other.png",
    "pictures/ann.png": "pictures/other.png",
    "elsewhere": "the-tip",
    "the-poll": "elsewhere",
    "digest": "plain",
    "image/png": "image/png",
}
"""What names something can only become the name of something else."""

OF_LETTERS = {"url"}
"""What only the pictures of a letter have; no file of the workspace says it."""

WHOLLY = "question"
"""The kind whose shared fields are changed, too; of the others, their own are enough."""


def _declaring(kind: type, name: str) -> type:
    """The widest kind that has a field."""
    having = [each for each in kind.__mro__ if name in getattr(each, "model_fields", ())]
    return having[-1] if having else kind


COUNTED: tuple[type[BaseModel], ...] = (
    *SNIPPET_OF_KIND.values(),
    *(Issue, Person, Source, Claim, Heard, Image, Quote, Number, Button, SeeDoctor),
)
COUNTED_FIELDS: set[tuple[type, str]] = {
    (_declaring(kind, name), name) for kind in COUNTED for name in kind.model_fields
} | {(kind, field.name) for kind in (Part, Picture, Term) for field in dataclasses.fields(kind)}

Mutation = tuple[set[tuple[type, str]], Any]
"""The fields that were changed, by whose they are, and the value with the change."""


def mutations(value: Any) -> Iterator[Mutation]:
    """Yield the value with one thing in it changed, for each thing in it."""
    match value:
        case Enum():
            members = list(type(value))
            yield set(), members[(members.index(value) + 1) % len(members)]
        case bool():
            yield set(), not value
        case str():
            yield set(), OTHER_REFERENCE.get(value, f"{value} anew")
        case bytes():
            yield set(), make_picture("x", b"anew").data
        case int():
            yield set(), value + 1
        case date():
            yield set(), value + timedelta(days=40)
        case LocalTime():
            yield set(), dataclasses.replace(value, wall=value.wall + timedelta(days=1))
            yield set(), dataclasses.replace(value, wall=value.wall + timedelta(minutes=1))
        case Path():
            yield set(), value.with_name("other.md")
        case Lines():
            yield set(), Lines({("title",): 99})
        case tuple():
            yield from _mutations_of_tuple(value)
        case dict():
            yield set(), {}
            for key, each in value.items():
                yield from ((seen, {**value, key: new}) for seen, new in mutations(each))
        case BaseModel():
            for name in _chosen_fields(value):
                yield from _fields_changed(value, name, _copy_model)
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                if field.name not in OF_LETTERS:
                    yield from _fields_changed(value, field.name, dataclasses.replace)


def _chosen_fields(value: BaseModel) -> Iterator[str]:
    names = type(value).model_fields
    if not isinstance(value, Snippet) or value.kind == WHOLLY or value.id == "elsewhere":
        yield from names
    else:
        yield from (name for name in names if name in OWN[value.kind])


def _mutations_of_tuple(value: tuple[Any, ...]) -> Iterator[Mutation]:
    yield set(), value[:-1]
    if len(value) > 1:
        yield set(), tuple(reversed(value))
    for position, each in enumerate(value):
        for seen, new in mutations(each):
            yield seen, (*value[:position], new, *value[position + 1 :])


def _copy_model(value: BaseModel, /, **update: Any) -> BaseModel:
    return value.model_copy(update=update)


def _fields_changed(value: Any, name: str, copy: Callable[..., Any]) -> Iterator[Mutation]:
    for seen, new in mutations(getattr(value, name)):
        yield seen | {(_declaring(type(value), name), name)}, copy(value, **{name: new})


World = tuple[set[tuple[type, str]], Issue, Library]
"""The fields that were changed, and what letters are made of after that."""

APART = (("tip", "call"), *((kind,) for kind in OWN if kind not in (WHOLLY, "poll", "tip", "call")))
"""Kinds that share an issue; a tip is for some readers only, who get something else as well."""


def changed_issues() -> Iterator[tuple[Issue, Library, Iterator[World]]]:
    """Yield small issues, which all in all have every field, each with its changes."""
    issue, library = everything((WHOLLY, "poll"), whole={WHOLLY})
    yield issue, library, _in_each_language(issue, library, _changes)
    for kinds in APART:
        issue, library = everything(kinds, whole=())
        yield issue, library, _in_each_language(issue, library, _changes_of_contents)


def _in_each_language(
    issue: Issue, library: Library, changes: Callable[[Issue, Library], Iterator[World]]
) -> Iterator[World]:
    yield from changes(issue, library)
    french = library.translations["fr"]
    for seen, own, changed in changes(french.issues["first"], french):
        held = dataclasses.replace(changed, issues={own.slug: own} if own.slug == "first" else {})
        yield seen, issue, dataclasses.replace(library, translations={"fr": held})


def _changes(issue: Issue, library: Library) -> Iterator[World]:
    """Yield the issue and its library after each single change."""
    for seen, other in mutations(issue):
        yield seen, other, _holding(library, other)
    for register in ("people", "sources", "pictures", "glossary", "snippets"):
        content = getattr(library, register)
        # What is in the issue was changed there; of other snippets, only this one is shown.
        chosen = content if register != "snippets" else {"elsewhere": content["elsewhere"]}
        for key, value in chosen.items():
            for seen, new in mutations(value):
                changed = dataclasses.replace(library, **{register: {**content, key: new}})
                yield seen, issue, changed


def _changes_of_contents(issue: Issue, library: Library) -> Iterator[World]:
    for name in ("snippets", "conditions"):
        for seen, other in _fields_changed(issue, name, _copy_model):
            yield seen, other, _holding(library, other)


def _holding(library: Library, issue: Issue) -> Library:
    held = {each.id: each for each in issue.snippets}
    return dataclasses.replace(library, snippets=library.snippets | held)


def as_readers_get_it(letter: Letter) -> str:
    """The digest of all that is sent: where a picture lay in the workspace is not."""
    pictures = tuple(dataclasses.replace(each, path="") for each in letter.pictures)
    return dataclasses.replace(letter, pictures=pictures).digest


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_whatever_changes_the_letter_changes_a_sheet(
    desk: Settings, templates: Templates, every: int
) -> None:
    changed: set[tuple[type, str]] = set()
    for issue, library, worlds in changed_issues():
        sheets = texts_of(issue, library, desk, templates)
        letter = as_readers_get_it(compose(issue, library, desk, templates))
        for number, (seen, other, held) in enumerate(worlds):
            changed |= seen
            if number % every:
                continue
            # What is not composed goes to nobody.
            with contextlib.suppress(FoundErrors):
                if texts_of(other, held, desk, templates) == sheets:
                    changed_letter = compose(other, held, desk, templates)
                    assert as_readers_get_it(changed_letter) == letter, seen
    assert COUNTED_FIELDS - changed == {(Picture, "url")}


def texts_of(
    issue: Issue, library: Library, desk: Settings, templates: Templates
) -> dict[str, str]:
    """What stands on each sheet."""
    return {each.name: each.text for each in make_sheets(issue, library, desk, templates)}
