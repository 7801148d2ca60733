"""Rules about typography: what they find, and where."""

import pytest

from newsletter.checks.typography import typography
from tests.checks.making import manuscript, places, problems
from tests.compose.making import make_issue


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('So-called "milk spots" go.', 'straight quotes: So-called "milk spots" go.'),
        ("Wait... then go.", "three dots: Wait... then go."),
        ("It helps - a bit.", "a hyphen as a dash: helps - a bit."),
        ("It helps -- a bit.", "a hyphen as a dash: helps -- a bit."),
        ("It  helps.", "a double space: It helps."),
        ("It helps , a bit.", "a space before a mark: helps , a bit."),
        ("Is it so ?", "a space before a mark: so ?"),
    ],
)
def test_marks_that_are_typed_are_found(text: str, problem: str) -> None:
    assert problems(typography, manuscript(f"First.\n\n{text}")) == [problem]
    assert places(typography, manuscript(f"First.\n\n{text}")) == ["issues/snippets/one.md:7"]


@pytest.mark.parametrize(
    "text",
    [
        "So-called “milk spots” go … or stay.",
        "A skin-coloured bump – or two: 5 to 6.",
        '[a link](https://example.org/a--b "A title")',
        '`a  "code" ...`',
        "See https://example.org/a--b...c now.",
        "Hello {{  reader.name  }}, hi.",
        "- one\n- two\n    - three",
        "| a   | b |\n|-----|---|\n| c   | d |",
        "A line with a break  \nafter it.",
        "It helps. [@a] It stings.",
        "It is 5' 3\" tall.",
        "Don't.",
    ],
)
def test_marks_that_are_set_or_meant_are_not_found(text: str) -> None:
    assert problems(typography, manuscript(text)) == []


def test_each_slip_is_found_in_fields_too() -> None:
    issue = make_issue(subject="Wait... or - not", intro="Fine.")
    assert len(problems(typography, manuscript(issue))) == 2
