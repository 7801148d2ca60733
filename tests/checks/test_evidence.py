"""Rules about evidence: what they find, and where."""

from pathlib import Path
from typing import Any

import pytest

from newsletter.checks import Background
from newsletter.checks.evidence import (
    source_missing,
    source_needed,
    source_old,
    source_unchecked,
    source_unknown,
    vague_evidence,
)
from newsletter.content import load_library
from newsletter.model import Issue, Level, Lines, Part, Snippet
from tests.checks.making import make_background, make_library, manuscript, places, problems
from tests.compose.making import make_issue, make_snippet, make_source

SNIPPET = """\
---
kind: explainer
title: A thing
topics: [skin]
---
**First line.** [@?]

Second [@known], third [@?] and fourth [@?].
"""

QUESTION = """\
---
kind: question
title: A question
topics: [skin]
---
**Short answer.** [@known]

## @dr-who

Sure of this. [@known]

Not sure of that. [@?]

## Where they differ

Nor of this. [@?]
"""

UNUSED = SNIPPET.replace("A thing", "Another thing")

ISSUE = """\
---
subject: A subject
preheader: A preheader
snippets: [a-thing, a-question]
---

Welcome. [@known]
Nobody knows this. [@?]
"""

FILES = {
    "people.yml": "dr-who:\n  name: Dr Who\n  role: Doctor\n  fictional: true\n",
    "sources.yml": (
        "known:\n  title: A source\n  by: Somebody\n  kind: review\n"
        "  checked: 2026-11-20\n  seen: page\n"
    ),
    "snippets/a-thing.md": SNIPPET,
    "snippets/a-question.md": QUESTION,
    "snippets/unused.md": UNUSED,
    "first/issue.md": ISSUE,
}


@pytest.fixture
def issue(tmp_path: Path) -> Issue:
    for name, text in FILES.items():
        place = tmp_path / "issues" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return load_library(tmp_path).issues["first"]


def test_a_statement_without_source_is_named_by_file_and_line(issue: Issue) -> None:
    owners: list[Issue | Snippet] = [issue, *issue.snippets]

    assert [each for owner in owners for each in places(source_needed, manuscript(owner))] == [
        "issues/first/issue.md:8",
        "issues/snippets/a-thing.md:6",
        "issues/snippets/a-thing.md:8",
        "issues/snippets/a-thing.md:8",
        "issues/snippets/a-question.md:12",
        "issues/snippets/a-question.md:16",
    ]


@pytest.mark.parametrize("text", ["[@known]", "[@??]", "[?]", "@?", "What? [@known]?"])
def test_what_is_no_such_mark_is_not_found(text: str) -> None:
    assert places(source_needed, manuscript(text)) == []


def test_a_mark_in_every_part_is_found() -> None:
    question = make_snippet(
        kind="question",
        parts=(
            Part("[@?]", 4),
            Part("\n[@?]", 7, person="dr"),
            Part("\n\n[@?]", 11, heading="Box"),
        ),
    )
    assert places(source_needed, manuscript(question)) == [
        "issues/snippets/one.md:4",
        "issues/snippets/one.md:8",
        "issues/snippets/one.md:13",
    ]
    assert places(source_needed, manuscript(make_issue(intro="\n[@?]"))) == [
        "issues/first/issue.md:10"
    ]


def with_source(**fields: object) -> Background:
    """A background with one source, cited as [@a]."""
    return make_background(make_library(sources={"a": make_source("A source", **fields)}))


CLAIM = {"about": "a", "says": "helps", "certainty": "low", "sources": ["a"]}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, True),
        ({"url": "https://example.org/a"}, False),
        ({"doi": "10.1000/1"}, False),
        ({"in_": "A journal 2020;1:1"}, False),
    ],
)
def test_a_source_that_nobody_can_look_up_is_found_where_it_is_cited_first(
    fields: dict[str, object], found: bool
) -> None:
    words = manuscript("Words.\n\nMore.\nSo. [@a] [@a]", with_source(**fields))

    assert places(source_unknown, words) == ["issues/snippets/one.md:8"] * found


@pytest.mark.parametrize(
    ("seen", "found"), [("page", False), ("record", False), ("second-hand", True), ("copy", True)]
)
def test_a_source_that_nobody_opened_is_found(seen: str, found: bool) -> None:
    assert bool(places(source_unchecked, manuscript("So. [@a]", with_source(seen=seen)))) is found


def test_a_source_of_a_claim_is_looked_at_too() -> None:
    lines = Lines({("claims", 0, "sources", 0): 3})
    words = manuscript("Words.", with_source(seen="copy"), claims=[CLAIM], lines=lines)

    assert places(source_unchecked, words) == ["issues/snippets/one.md:3"]


def test_an_issue_is_asked_about_its_own_sources() -> None:
    words = manuscript(make_issue(intro="Welcome. [@a]"), with_source(seen="copy"))

    assert places(source_unchecked, words) == ["issues/first/issue.md:9"]


def test_a_source_that_is_not_cited_is_nobody_s_concern() -> None:
    words = manuscript("Words. [@?] [@b]", with_source(seen="copy", checked="2001-01-01"))

    assert [*places(source_unchecked, words), *places(source_old, words)] == []


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"checked": "2025-11-21"}, ""),
        ({"checked": "2025-11-20"}, "nobody has looked"),
        ({"checked": "2024-02-29"}, "nobody has looked"),
        ({"published": "2011-10", "kind": "reference"}, "is of 2011-10"),
        ({"published": "2011-10", "kind": "review"}, "more than 10 years old"),
        ({"published": "2021", "kind": "guideline"}, ""),
        ({"published": "2020", "kind": "Guideline"}, "more than 5 years old"),
        ({"published": "2021-11-20", "kind": "guideline"}, "more than 5 years old"),
        ({"published": "2021-11-21", "kind": "guideline"}, ""),
        ({"published": "2023-10", "kind": "public health body"}, "more than 3 years old"),
        ({"published": "long ago", "kind": "guideline"}, ""),
        ({"published": "2020-13", "kind": "guideline"}, ""),
    ],
)
def test_a_source_is_old_by_when_it_was_looked_at_and_by_its_kind(
    fields: dict[str, object], reason: str
) -> None:
    said = problems(source_old, manuscript("Words.\nSo. [@a]", with_source(**fields)))

    assert len(said) == bool(reason)
    assert all(reason in each for each in said)


def test_an_old_source_is_found_where_it_is_cited() -> None:
    words = manuscript("Words.\nSo. [@a]", with_source(checked="2020-01-01"))

    assert places(source_old, words) == ["issues/snippets/one.md:6"]


@pytest.mark.parametrize(
    "text",
    [
        "Studies show it works.",
        "Several clinical studies have demonstrated its effect.",
        "Some research suggests that it helps.",
        "Experts agree.",
        "It is clinically proven.",
        "A dermatologist-tested cream.",
        "A study published in the Journal of Skin tells more.",
        "It was published in The Lancet.",
        "According to experts it works.",
        "Scientists have now found a cream.",
        "Most dermatologists recommend it.",
        "Some practitioners believe in it.",
        "It is backed by science.",
        "It is well known that sun is strong.",
        "The evidence\nshows that it works.",
        "Studies show it works. [@?]",
    ],
)
def test_an_appeal_to_evidence_without_a_source_is_found(text: str) -> None:
    assert places(vague_evidence, manuscript(text)) == ["issues/snippets/one.md:5"]


@pytest.mark.parametrize(
    "text",
    [
        "Studies show it works. [@a]",
        "It works. Studies show it.\nThis is one. [@a]",
        "We found no study that tests it.",
        "No studies show that it works.",
        "Studies do not agree.",
        "Our three doctors agree on one thing.",
        "Sources do not agree on how long milia last.",
        "More research is needed.",
        "What do studies show?",
        "You may have read that studies show it clears milia.",
        "Doctors say “closed comedones”.",
        "Ask experts if you find a new bump.",
        "It is published in the first week of the month.",
        "This was published in March 2024.",
        "The trial has ended.",
    ],
)
def test_words_about_evidence_that_appeal_to_none_are_not_found(text: str) -> None:
    assert problems(vague_evidence, manuscript(text)) == []


def test_an_appeal_to_evidence_is_found_on_its_own_line_and_in_every_field() -> None:
    snippet = make_snippet(
        "They say this. [@a]\n\nIt is a cream, and\nstudies show that\nit works.",
        title="Experts agree",
        lines=Lines({("title",): 3}),
    )

    assert places(vague_evidence, manuscript(snippet)) == [
        "issues/snippets/one.md:3",
        "issues/snippets/one.md:8",
    ]
    assert places(vague_evidence, manuscript(make_issue(preheader="Experts agree")))


def test_the_saying_of_a_myth_is_not_ours_unless_it_is_true() -> None:
    myths = [
        manuscript(kind="myth", title="“Experts agree”", verdict=verdict)
        for verdict in ("false", "unproven", "true")
    ]

    assert [bool(places(vague_evidence, each)) for each in myths] == [False, False, True]


FORTY = " ".join(["Wash."] * 40)
CLAIMED = {"about": "a", "says": "helps", "certainty": "low", "sources": ["known"]}
NUMBER = {"value": "1", "out-of": 10, "who": "people", "what": "have it"}


@pytest.mark.parametrize(
    ("kind", "fields", "level"),
    [
        ("explainer", {}, Level.ERROR),
        ("myth", {"verdict": "false"}, Level.ERROR),
        ("evidence", {"claims": [CLAIMED | {"sources": []}]}, Level.ERROR),
        ("numbers", {"number": NUMBER}, Level.ERROR),
        ("question", {"parts": (Part(FORTY, 5, person="dr"),)}, Level.WARNING),
    ],
)
def test_a_text_that_cites_nothing_is_found_where_it_begins(
    kind: str, fields: dict[str, Any], level: Level
) -> None:
    (hit,) = source_missing.find(manuscript(FORTY, kind=kind, **fields))

    assert (str(hit.at), hit.level) == ("issues/snippets/one.md:5", level)
    assert hit.problem == f"this {kind} has 40 words and cites no source"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (FORTY.removesuffix(" Wash."), {}),
        (f"{FORTY} [@known]", {}),
        (f"{FORTY} [@?]", {}),
        (FORTY, {"claims": [CLAIMED]}),
        (FORTY, {"kind": "tip"}),
        (FORTY, {"kind": "call", "button": {"text": "Ask", "url": "https://example.org"}}),
    ],
)
def test_a_text_that_is_short_or_cites_or_asks_is_not_found(
    text: str, fields: dict[str, Any]
) -> None:
    assert places(source_missing, manuscript(text, **fields)) == []


def test_the_words_of_an_issue_need_no_source() -> None:
    assert places(source_missing, manuscript(make_issue(intro=FORTY))) == []
