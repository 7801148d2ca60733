"""Folding plain text at a width in columns, as a letter's readers see it."""

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width

WIDTH = 72

GLUE = "\0"
"""Stands for a space that no line may be broken at; text that is read holds no NUL."""

SPACES = re.compile(r"[ \t\n\v\f\r]+")
WORD = re.compile(r"[^ \t\n\v\f\r]+")
INVISIBLE = {"Mn", "Me", "Cf"}
FIRST_NOT_NARROW = "\u0300"

# Chinese and Japanese have no spaces: a line may end between any two of their characters, but it
# neither starts with a mark that closes nor ends with one that opens.
IDEOGRAPH = "\u3041-\u3098\u309b-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
FAR_IDEOGRAPH = "\U00020000-\U0003fffd"
OPENS = "（［｛「『【〈《〔"
CLOSES = "、。，．・：；？！）］｝」』】〉》〕"
HANGS_ON = "ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
BETWEEN_IDEOGRAPHS = re.compile(
    f"(?<=[{IDEOGRAPH}{FAR_IDEOGRAPH}{CLOSES}])"
    f"(?=[{IDEOGRAPH}{FAR_IDEOGRAPH}{OPENS}])(?![{CLOSES}{HANGS_ON}])"
)


def columns(text: str) -> int:
    """How wide a text is: East Asian characters count double, marks on others not at all."""
    return len(text) if _is_narrow(text) else sum(map(_columns, text))


def wrap(text: str, width: int = WIDTH, indent: str = "", first: str | None = None) -> str:
    """Fold where a line may end, never inside an address; keep the line breaks that are there.

    Every line starts with `indent`, the very first one with `first` where that is given.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        opening = indent if lines or first is None else first
        lines += _fold(line, width, opening, indent)
    return "\n".join(lines)


def hang(text: str, first: str, rest: str | None = None) -> str:
    """Put a mark such as “1. ” before a text, and `rest`, or else space, before its other lines."""
    indent = " " * len(first) if rest is None else rest
    start, *more = text.split("\n")
    return "\n".join([first + start, *((indent + line).rstrip() for line in more)])


def pieces(line: str) -> list[str]:
    """What must stay whole, each with the space before it, if there is one."""
    words = " ".join(WORD.findall(line))
    spaced = words.replace(" ", "\n ")
    if not _is_narrow(line):
        spaced = BETWEEN_IDEOGRAPHS.sub("\n", spaced)
    return spaced.split("\n") if words else []


def _is_narrow(text: str) -> bool:
    """Whether every character is known to take one column; most text can be told at a glance."""
    return text.isascii() or max(text) < FIRST_NOT_NARROW


def _columns(character: str) -> int:
    if category(character) in INVISIBLE:
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def _fold(line: str, width: int, opening: str, indent: str) -> Iterator[str]:
    """Yield the line in pieces that fit; an empty line stays empty, without an indent."""
    measure = len if _is_narrow(line) else columns
    words, *more = pieces(line) or [""]
    current = opening + words if words else ""
    taken = measure(current)
    for piece in more:
        if taken + measure(piece) > width:
            yield current
            piece = piece.lstrip(" ")
            current, taken = indent, measure(indent)
        current += piece
        taken += measure(piece)
    yield current
