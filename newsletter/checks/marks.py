"""Markdown without its marks: what is left are words, each still on its line.

Marks become spaces, one for each character. Lists and numbers are told apart as letters do it:
“2026.” at the start of a line is a year.
"""

import re
from collections.abc import Iterator

ITEM = r"(?:[-*+]|[0-9]{1,3}\.)(?=[ \t])"

MARKS = re.compile(
    rf"""
      (?P<placeholder>\{{\{{[^{{}}\n]*\}}\}})
    | (?P<citation>\[@[^\[\]\n]+\])
    | (?P<definition>^[ ]{{0,3}}\[[^\[\]\n]+\]:[ \t]*\S.*$)
    | (?P<address>(?<=\])\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\))
    | (?P<reference>(?<=\])\[[^\[\]\n]*\])
    | (?P<rule>^[ \t>|:=*_-]+$)
    | (?P<opener>^[ \t]*(?:(?:>|{ITEM})[ \t]*)+\#* | ^[ \t]*\#{{1,6}})
    | (?P<escape>\\(?=[^\w\s]))
    | (?P<mark>[*`|\[\]] | (?<!\w)_+ | _+(?!\w))
    """,
    re.VERBOSE | re.MULTILINE,
)
INSIDE_A_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:[*`]++[^\W\d_]++)+")

ENTRY = re.compile(rf"[ \t>]*{ITEM}")
OPENS = re.compile(rf"[ \t>]*(?:{ITEM}|\#)")
QUOTED = re.compile(r"[ \t]*>")
ENDS = re.compile(r"[ \t>]*(?:$|\#|=+[ \t]*$|--+[ \t]*$)")
TABLE = re.compile(r"(?=[^\n]*\|)[^\n]*\n[ \t>]*[|:-][|: \t-]*(?:\n|$)")
CELL = re.compile(r"[^|\n]+")


def plain(source: str) -> str:
    """The words of a stretch of Markdown; it keeps its length and its lines.

    A word with marks inside it moves together: `un*sure*` is one word, not two.
    """
    return MARKS.sub(_spaces, INSIDE_A_WORD.sub(_together, source))


def cut(source: str) -> Iterator[tuple[int, str]]:
    """Yield each paragraph, heading, entry of a list and table, with its offset."""
    start = offset = 0
    ends = quoted = False
    for line in source.split("\n"):
        was_quoted, quoted = quoted, bool(QUOTED.match(line))
        if ends or OPENS.match(line) or (quoted and not was_quoted):
            yield start, source[start:offset]
            start = offset
        ends = bool(ENDS.match(line))
        offset += len(line) + 1
    yield start, source[start:]


def is_entry(source: str) -> bool:
    """Whether a block is an entry of a list."""
    return bool(ENTRY.match(source))


def is_table(source: str) -> bool:
    """Whether a block is a table."""
    return bool(TABLE.match(source))


def cells(source: str) -> list[tuple[int, int]]:
    """Where the cells of a table begin and end; what is no table is one."""
    if is_table(source):
        return [match.span() for match in CELL.finditer(source)]
    return [(0, len(source))]


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _together(match: re.Match[str]) -> str:
    letters = re.sub(r"[*`]", "", match[0])
    return letters.ljust(len(match[0]))
