from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.content.pages import split_parts
from newsletter.model import Part
from tests.content.conftest import QUICK, mistakes, read_snippet, remedies, tip, write

FIRST_LINE = 6
"""Where the text of a question starts."""

BODY_LINES = st.sampled_from(
    [
        "",
        "text",
        "## @ana",
        "## @ben ##",
        "## Where they differ",
        "# One",
        "    ## @ana",
        "### @ana",
    ]
)


def question(body: str) -> str:
    return f"---\nkind: question\ntitle: Why?\ntopics: [milia]\n---\n{body}"


def test_answers_and_boxes_become_parts_that_know_their_lines(root: Path) -> None:
    body = (
        "**Most likely.**\n\n"
        "## @ana\n\nI say.\n\n"
        "## @ben\n\nNo.\n\n"
        "## Where they differ\n\nA lot.\n"
    )

    snippet = read_snippet(root, question(body))

    assert snippet.parts == (
        Part("**Most likely.**\n", 6),
        Part("\nI say.\n", 9, person="ana"),
        Part("\nNo.\n", 13, person="ben"),
        Part("\nA lot.\n", 17, heading="Where they differ"),
    )
    assert snippet.answers == snippet.parts[1:3]


def test_an_answer_may_come_first_and_boxes_may_stand_between(root: Path) -> None:
    body = "## @ana\nYes.\n## So far\nOne.\n## @ben\nNo.\n## Where they differ ##\nAll.\n"

    assert read_snippet(root, question(body)).parts == (
        Part("Yes.", 7, person="ana"),
        Part("One.", 9, heading="So far"),
        Part("No.", 11, person="ben"),
        Part("All.\n", 13, heading="Where they differ"),
    )


def test_headings_before_the_answers_are_ordinary_text(root: Path) -> None:
    body = "Hello.\n\n## In short\n\nMilia.\n\n## @ana\n\nI say.\n"

    assert read_snippet(root, question(body)).parts == (
        Part("Hello.\n\n## In short\n\nMilia.\n", 6),
        Part("\nI say.\n", 13, person="ana"),
    )


@pytest.mark.parametrize("fence", ["```", "~~~", "```markdown", "   ```"])
def test_a_heading_in_code_cuts_nothing(root: Path, fence: str) -> None:
    code = f"{fence}\n## @nobody\n{fence[:3] if fence.strip() == fence else fence}\n"
    body = f"{code}\n## @ana\n{code}Yes.\n"

    assert read_snippet(root, question(body)).parts == (
        Part(code, 6),
        Part(f"{code}Yes.\n", 11, person="ana"),
    )


@pytest.mark.parametrize(
    "code",
    [
        "~~~\n```\n~~~\n",
        "```\n~~~\n```\n",
        "````\n```\n````\n",
        "```code``` in a line\n",
    ],
)
def test_code_ends_where_its_own_fence_ends(root: Path, code: str) -> None:
    snippet = read_snippet(root, question(f"{code}\n## @ana\nYes.\n"))

    assert [part.person for part in snippet.parts] == [None, "ana"]


@pytest.mark.parametrize("heading", ["# @ana", "### @ana", "##@ana"])
def test_a_heading_that_almost_starts_an_answer_is_reported(root: Path, heading: str) -> None:
    write(root, "snippets/it.md", question(f"## @ana\n\nI say.\n\n{heading}\n\nMore.\n"))

    assert mistakes(root) == [
        "snippets/it.md:10: this heading names a person, and starts no answer"
    ]
    assert remedies(root) == ["Write it as “## @person-id”."]


@pytest.mark.parametrize("heading", ["    ## @ana", "\\## @ana"])
def test_only_a_heading_of_the_second_level_starts_an_answer(root: Path, heading: str) -> None:
    snippet = read_snippet(root, question(f"Most likely.\n\n{heading}\n\nI say.\n"))

    assert [part.person for part in snippet.parts] == [None]


def test_an_empty_answer_is_refused_at_its_heading(root: Path) -> None:
    write(
        root, "snippets/it.md", question("Hm.\n\n## @ana\n\nYes.\n\n## @ben\n \n## Box\n\nOne.\n")
    )

    assert mistakes(root) == ["snippets/it.md:12: @ben says nothing"]
    assert remedies(root) == ["Write the answer below the heading."]


def test_an_empty_answer_at_the_very_end_is_refused(root: Path) -> None:
    write(root, "snippets/it.md", question("Hm.\n\n## @ana"))

    assert mistakes(root) == ["snippets/it.md:8: @ana says nothing"]


def test_an_answer_of_nobody_is_refused(root: Path) -> None:
    write(root, "snippets/it.md", question("Hm.\n\n## @ana\n\nYes.\n\n## @\n\nNo.\n"))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:12: ")


def test_answers_belong_to_questions(root: Path) -> None:
    write(root, "snippets/it.md", tip(body="Rest.\n\n## @ana\n\nYes.\n\n## @ben\n\nNo."))

    assert mistakes(root) == ["snippets/it.md:8: only a question has answers"]
    assert remedies(root) == ["Use kind: question, or drop the @."]


@QUICK
@given(lines=st.lists(BODY_LINES, max_size=12))
def test_every_line_of_a_body_is_in_one_part_at_its_own_place(lines: list[str]) -> None:
    file = [*["---"] * (FIRST_LINE - 1), *lines]
    body = "\n".join(lines)

    seen: set[int] = set()
    for part in split_parts(body, FIRST_LINE):
        stretch = part.text.split("\n") if part.text else []
        own = range(part.line, part.line + len(stretch))
        assert [file[number - 1] for number in own] == stretch
        heading = file[part.line - 2]
        assert (part.person is not None) == heading.startswith("## @")
        assert seen.isdisjoint(own)
        seen.update(own)
    left_out = [
        file[number - 1] for number in range(FIRST_LINE, len(file) + 1) if number not in seen
    ]
    assert all(not line or line.startswith("## ") for line in left_out)
