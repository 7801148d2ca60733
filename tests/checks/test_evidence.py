"""Rules about evidence: what they find, and where."""

from pathlib import Path

import pytest

from newsletter.checks.evidence import source_needed
from newsletter.content import load_library
from newsletter.model import Issue, Part, Snippet
from tests.checks.making import manuscript, places
from tests.compose.making import make_issue, make_snippet

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
