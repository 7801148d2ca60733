"""Two texts line by line: what both say, and what only one of them does."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum


class Sign(StrEnum):
    """Whether a line is in both texts, in the newer one only, or in the older one only."""

    SAME = "="
    ADDED = "+"
    GONE = "-"


Difference = tuple[tuple[Sign, str], ...]
"""The lines of two texts in order; what is gone comes before what has taken its place."""


def compare_lines(older: str, newer: str) -> Difference:
    """Return both texts as one; without the signs + and -, they are equal."""
    return tuple(_compare(older.splitlines(), newer.splitlines()))


def _compare(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[Sign, str]]:
    for kind, start, end, new_start, new_end in SequenceMatcher(
        None, older, newer, autojunk=False
    ).get_opcodes():
        sign = Sign.SAME if kind == "equal" else Sign.GONE
        yield from ((sign, line) for line in older[start:end])
        if kind != "equal":
            yield from ((Sign.ADDED, line) for line in newer[new_start:new_end])
