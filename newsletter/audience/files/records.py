"""The records of a CSV file, one after the other: what stands between delimiters, line by line.

Source: RFC 4180. Quotes that do not match cost one line, and not the rest of the file.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from newsletter.audience.files.lines import LONGEST, find_fault
from newsletter.audience.files.quoting import restore

MOST_LINES = 200
"""Lines that one record may go over, in a cell between quotes."""


class Record(NamedTuple):
    """The cells of one record and its first line, or why it cannot be read."""

    line: int
    cells: list[str]
    fault: str = ""


class Records:
    """The records in an iterable of lines, which are counted from 1."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._lines = iter(lines)
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._line = 0

    def __iter__(self) -> Iterator[Record]:
        """Yield what is not blank, in the order of the file."""
        for line in self._take_lines():
            if fault := find_fault(line):
                yield Record(self._line, [line], fault)
            elif '"' in line:
                yield self._read_quoted(line)
            elif text := line.rstrip("\r\n"):
                cells = text.split(self._delimiter)
                yield Record(self._line, [*map(restore, cells)] if "'" in text else cells)

    def _take_lines(self) -> Iterator[str]:
        while line := self._again.popleft() if self._again else next(self._lines, ""):
            self._line += 1
            yield line

    def _read_quoted(self, first: str) -> Record:
        """Read a record with quotes in it, which may go on in the lines that follow."""
        line, more = self._line, list[str]()
        reader = csv.reader(self._gather(first, more), delimiter=self._delimiter, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            self._again.extendleft(reversed(more))
            self._line = line
            return Record(line, [first], _explain(error))
        fault = ""
        if more and any("@" in cell and ("\n" in cell or "\r" in cell) for cell in cells):
            fault = f"a quote opens here and closes on line {self._line}, after other addresses"
        return Record(line, [*map(restore, cells)], fault)

    def _gather(self, first: str, more: list[str]) -> Iterator[str]:
        """Yield the lines of one record, as long as it is of a size that can be meant."""
        yield first
        size = len(first)
        for line in islice(self._take_lines(), MOST_LINES):
            more.append(line)
            size += len(line)
            if size > LONGEST or find_fault(line):
                return
            yield line


def _explain(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"a cell is longer than {csv.field_size_limit():,} characters"
    return "the quotes of this line do not match"
