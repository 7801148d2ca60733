"""How much Markdown may stand in one place: far more than a letter needs.

The library's time grows with the square of some counts: ten times as many brackets take a hundred
times as long. So each such count has a limit. Within the limits time grows with the length of a
text alone; tests/compose/test_pathological.py tries what is worst.
"""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

LONGEST_BLOCK = 6_000
"""Characters without an empty line between them: some 1,000 words."""

MOST_SPACES = 100
"""Side by side; a tab counts as up to four."""

MOST_BRACKETS = 100
MOST_MARKS = 200
"""In one paragraph, entry or cell: some 40 links, and 50 words in bold."""

MARKS = "*_`\\"

MOST_COLUMNS = 6


class TooMuch(Exception):
    """More of something than a letter can hold.

    `where` is the number of lines above it, or the words it starts with.
    """

    def __init__(self, where: int | str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.where = where
        self.problem = problem
        self.remedy = remedy


def check_lines(lines: Sequence[str]) -> None:
    """Check the blocks of a text, tabs already expanded.

    Raises:
        TooMuch: a block is too long, or has too many spaces side by side.
    """
    text = "\n".join(lines)
    spaces = text.find(" " * (MOST_SPACES + 1))
    if spaces >= 0:
        problem = f"more than {MOST_SPACES} spaces stand side by side"
        raise TooMuch(text.count("\n", 0, spaces), problem, "Take them out.")
    start = 0
    for block in text.split("\n\n"):
        if len(block) > LONGEST_BLOCK:
            problem = f"{len(block):,} characters without an empty line, at most {LONGEST_BLOCK:,}"
            remedy = "Cut it into paragraphs, with an empty line between them."
            raise TooMuch(start + _empty_lines_above(block), problem, remedy)
        start += block.count("\n") + 2


def check_marks(root: Element) -> None:
    """Check every paragraph, entry and cell of a tree whose words are not yet read for marks.

    Raises:
        TooMuch: one holds too many brackets or other marks.
    """
    for words in _words(root):
        if words.count("[") > MOST_BRACKETS:
            problem = f"more than {MOST_BRACKETS} opening brackets stand in one paragraph"
            raise TooMuch(words, problem, "Cut it into shorter paragraphs, or take brackets out.")
        if sum(map(words.count, MARKS)) > MOST_MARKS:
            problem = (
                f"more than {MOST_MARKS} of the marks {' '.join(MARKS)} stand in one paragraph"
            )
            raise TooMuch(words, problem, "Cut it into shorter paragraphs, or take marks out.")


def check_columns(count: int, table: str) -> None:
    """Check the number of a table's columns.

    Raises:
        TooMuch: a phone has no room for as many.
    """
    if count > MOST_COLUMNS:
        problem = f"this table has {count} columns, at most {MOST_COLUMNS}"
        raise TooMuch(table, problem, "Make two tables of it, or a list: a phone is narrow.")


def _empty_lines_above(block: str) -> int:
    return len(block) - len(block.lstrip("\n"))


def _words(root: Element) -> Iterator[str]:
    """All text of a tree that is not code."""
    for element in root.iter():
        for text in (element.text, element.tail):
            if text and not isinstance(text, AtomicString):
                yield text
