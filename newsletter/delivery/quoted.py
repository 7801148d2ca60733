"""Quoted-printable in pieces that fit together in any order: each begins and ends in column 0.

What a letter says to everybody is encoded once, and a reader's message is a join. A line never
begins with a dot, so that SMTP has nothing to double.

Source: RFC 2045 §6.7; RFC 5321 §4.5.2 for the dot.
"""

import re

CRLF = b"\r\n"
SOFT_BREAK = b"=\r\n"

UNSAFE = re.compile(rb"[^\n -<>-~]| (?=\n|\Z)")
"""What stands for itself nowhere, or not at the end of a line."""

STRETCH = re.compile(rb".{1,73}(?<!=)(?<!=[0-9A-F])")
"""As much as fits on a line of 76 with a soft break, even if a dot becomes three characters."""


def encode(text: str, *, closed: bool = True) -> bytes:
    """Encode text with plain line feeds, from column 0 on.

    `closed` ends it in column 0, too, by a soft break where the text does not.
    """
    lines = UNSAFE.sub(_escape, text.encode("utf-8")).split(b"\n")
    encoded = CRLF.join(map(_fold, lines))
    return encoded + SOFT_BREAK if closed and lines[-1] else encoded


def _escape(match: re.Match[bytes]) -> bytes:
    return b"=%02X" % match[0][0]


def _fold(line: bytes) -> bytes:
    """Break a line softly, and hide the dots that lines would begin with."""
    stretches = STRETCH.findall(line)
    return SOFT_BREAK.join(
        b"=2E" + each[1:] if each.startswith(b".") else each for each in stretches
    )
