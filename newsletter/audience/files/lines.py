"""The lines of a file, none of them longer than memory bears."""

from collections.abc import Iterator
from typing import TextIO

from newsletter.audience.files.encoding import UNDECODED

LONGEST = 1_000_000
"""Characters of a line that is read; a longer one is named and skipped."""


def read_lines(file: TextIO) -> Iterator[str]:
    """Yield every line with its end; of one that is too long, one character more than `LONGEST`."""
    while line := file.readline(LONGEST + 1):
        yield line
        while len(line) > LONGEST and not line.endswith(("\n", "\r")):
            line = file.readline(LONGEST + 1)


def find_fault(line: str) -> str:
    """Why a line cannot be read as text; empty if it can."""
    if len(line) > LONGEST:
        return f"the line is longer than {LONGEST:,} characters"
    if "\0" in line:
        return "the line holds a NUL character: the file is damaged, or not a text"
    if not line.isascii() and ("\ufffd" in line or UNDECODED.search(line)):
        return "the line holds bytes that are no characters in this encoding"
    return ""
