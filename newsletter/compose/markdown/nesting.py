"""Lists inside lists, indented as editors do it -> indented as the Markdown library wants it.

Editors indent an inner list by two spaces, or by four, or below the words of the outer one; the
library knows four and nothing else. It also takes a list right below a paragraph for more of the
paragraph. Both are put right line by line, before it reads them.

Source: CommonMark 0.31 §5.2 and §5.3; more lenient in one thing: two spaces are enough below a
number too.
"""

import re
from collections.abc import Iterator, Sequence

from newsletter.compose.markdown.limits import TooMuch

DEEPEST = 8

STEP = 4
"""Columns by which the library wants each level indented, and by which code is known."""

REACH = 2
"""Columns right of an item's mark where what belongs to the item may start."""

NUMBER = "[0-9]{1,3}"
"""What may number an item; four digits and a full stop are a year that ends a sentence."""

MARK = rf"(?:[-+*]|{NUMBER}\.)"
ITEM = re.compile(rf" *({MARK}) +(?![ :-]*\|[ |:-]*$)")
OPENERS = re.compile(rf"(?: *(?:>|{MARK}(?= )))*")
QUOTE = re.compile(r" {0,3}> ?")
RULE = re.compile(r" *(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")

TOO_DEEP = (
    f"lists and quotations stand more than {DEEPEST} deep inside each other here",
    "Write it flatter: a phone has room for two or three levels.",
)


def nest(lines: Sequence[str], depth: int = 0, first: int = 0) -> Iterator[str]:
    """Yield the lines with each level of a list four columns right of the one around it.

    `depth` counts the quotations around the lines, `first` the lines above them.

    Raises:
        TooMuch: lists and quotations stand more than `DEEPEST` deep inside each other.
    """
    lists, number = _Lists(), 0
    while number < len(lines):
        line = lines[number]
        openers = _openers(line)
        inside = lists.around(line)
        if depth + inside + len(openers) > DEEPEST:
            raise TooMuch(first + number, *TOO_DEEP)
        if not inside and QUOTE.match(line):
            end = _end_of_quotation(lines, number)
            quoted = [QUOTE.sub("", each, count=1) for each in lines[number:end]]
            yield from (f"> {each}" for each in nest(quoted, depth + 1, first + number))
            lists, number = _Lists(below_words=True), end
        else:
            yield from lists.place(line, inside, opens=bool(openers))
            number += 1


def _openers(line: str) -> list[str]:
    """The marks that a line starts with, each of which opens an entry or a quotation."""
    match = OPENERS.match(line)
    return [] if not match or not match[0] or RULE.match(line) else match[0].split()


def _end_of_quotation(lines: Sequence[str], number: int) -> int:
    while number < len(lines) and QUOTE.match(lines[number]):
        number += 1
    return number


class _Lists:
    """The items that are open at a line, outermost first: columns of their marks and their words.

    A block is a run of lines without an empty one between them.
    """

    def __init__(self, *, below_words: bool = False) -> None:
        self._open: list[tuple[int, int]] = []
        self._starts_block = not below_words
        self._block_has_items = False
        self._block_depth = 0

    def around(self, line: str) -> int:
        """How many of the open items a line may belong to, by the column it starts in."""
        if not self._open:
            return 0
        column = len(line) - len(line.lstrip(" "))
        return sum(column >= mark + REACH for mark, _ in self._open)

    def place(self, line: str, depth: int, *, opens: bool) -> Iterator[str]:
        """Yield the line where the library looks for it, below an empty one where it needs that.

        `opens` tells whether it starts with a mark.
        """
        words = line.lstrip(" ")
        if not words:
            self._starts_block = True
            yield ""
            return
        beyond = len(line) - len(words) - (self._open[depth - 1][1] if depth else 0)
        is_item = opens and beyond < STEP and bool(ITEM.match(line))
        if is_item and self._needs_empty_line(depth):
            self._starts_block = True
            yield ""
        if is_item or self._starts_block:
            self._open[depth:] = _items(line) if is_item else ()
        yield self._indent(depth, max(beyond, 0), is_item) + words
        if self._starts_block:
            self._block_depth, self._block_has_items = depth, is_item
        self._starts_block = False

    def _needs_empty_line(self, depth: int) -> bool:
        """Whether the library would take an item for words of what stands right above it."""
        in_words = not self._block_has_items or depth < self._block_depth
        return in_words and not self._starts_block

    def _indent(self, depth: int, beyond: int, is_item: bool) -> str:
        """The space before a line: its level, and all of it where it may be code."""
        may_be_code = not depth or (self._starts_block and beyond >= STEP)
        return " " * (STEP * depth + (beyond if may_be_code and not is_item else 0))


def _items(line: str) -> Iterator[tuple[int, int]]:
    """Every item that a line opens: `- 1. words` opens two."""
    position = 0
    while match := ITEM.match(line, position):
        yield match.start(1), match.end()
        position = match.end()
