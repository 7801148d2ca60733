"""Which encoding a file is in, found from its bytes without holding them in memory."""

import codecs
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

BLOCK = 1 << 18
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16, little-endian"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16, big-endian"),
)
OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]")
UNDECODED = re.compile("[\udc80-\udcff]")
"""What Python makes of a byte that is no character (PEP 383)."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are read: Python's name for it, and ours; and how many lines."""

    codec: str
    name: str
    lines: int

    @property
    def errors(self) -> str:
        """What to do with bytes that are no character: keep a trace, by which they are found."""
        return "replace" if self.codec == "utf-16" else "surrogateescape"


def find_encoding(path: Path) -> Encoding:
    """UTF-8, or UTF-16 by its mark; otherwise what Western Excel writes.

    A file that is mostly UTF-8 is read as such: its other lines are broken, and not all of it.
    """
    lines, characters, broken = 0, 0, 0
    decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
    with path.open("rb") as file:
        mark = file.read(3)
        file.seek(0)
        for block in iter(partial(file.read, BLOCK), b""):
            lines += max(block.count(b"\n"), block.count(b"\r"))
            if not (text := decode(block)).isascii():
                broken += len(UNDECODED.findall(text))
                characters += len(OUTSIDE_ASCII.findall(text))
    for bytes, codec, name in MARKS:
        if mark.startswith(bytes):
            return Encoding(codec, name, lines)
    if 2 * broken > characters:
        return Encoding("cp1252", "Windows-1252", lines)
    return Encoding("utf-8", "UTF-8", lines)
