"""What a picture file is, as its bytes say, and how many parts it has: seen before it is unpacked.

A few kilobytes can claim a million frames. Walking over a file's parts costs next to nothing, and
whoever walks may stop at any part.

Sources: PNG 3rd edition §5.3; ITU-T T.81 annex B (JPEG); GIF89a §11 to §27.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A format that every mail client shows."""

    media_type: str
    endings: tuple[str, ...]
    start: bytes


SHOWN = {
    "JPEG": Shown("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), b"\xff\xd8\xff"),
    "PNG": Shown("image/png", (".png",), b"\x89PNG\r\n\x1a\n"),
    "GIF": Shown("image/gif", (".gif",), b"GIF8"),
}

AS_PICTURE = "Save it as JPEG (a photo) or PNG (a drawing)."
NOT_EVERYWHERE = ", which not every mail client shows"

# How other files begin, what they are, and what to do about it.
OTHERS = [
    (re.compile(start, re.DOTALL | re.IGNORECASE), name, remedy)
    for start, name, remedy in (
        (rb"RIFF....WEBP", f"a WebP picture{NOT_EVERYWHERE}", AS_PICTURE),
        (rb"....ftyp.{0,40}avi[fs]", f"an AVIF picture{NOT_EVERYWHERE}", AS_PICTURE),
        (rb"....ftyp(hei|hev|mif1|msf1)", f"a HEIC picture{NOT_EVERYWHERE}", AS_PICTURE),
        (rb"....ftyp", "a film, not a picture", "Save one moment of it as JPEG."),
        (rb"II[*+]\0|MM\0[*+]", f"a TIFF picture{NOT_EVERYWHERE}", AS_PICTURE),
        (rb"BM....\0{4}", f"a BMP picture{NOT_EVERYWHERE}", AS_PICTURE),
        (rb"\0\0[\x01\x02]\0", f"an icon file (ICO){NOT_EVERYWHERE}", "Save it as PNG."),
        (rb"8BPS", "a Photoshop file (PSD), which no mail client shows", AS_PICTURE),
        (rb"\xff\x0a|\0\0\0\x0cJXL ", f"a JPEG XL picture{NOT_EVERYWHERE}", AS_PICTURE),
        (rb"\xff\x4f\xff\x51|\0\0\0\x0cjP ", f"a JPEG 2000 picture{NOT_EVERYWHERE}", AS_PICTURE),
        (rb"%PDF-", "a PDF document, not a picture", AS_PICTURE),
        (rb"PK\x03\x04", "a ZIP archive, not a picture", "Take the picture out of it."),
        (rb"\s{0,99}<(!doctype )?html", "a web page, not a picture", "Save the picture itself."),
        (
            rb"(\xef\xbb\xbf)?\s{0,99}<(svg\b|.{0,4000}<svg\b)",
            "an SVG drawing, which mail clients do not show",
            "Save it as PNG, 1040 pixels wide.",
        ),
    )
]


def find_format(data: bytes) -> str:
    """The name of the format, if it is one that every mail client shows; else nothing."""
    return next((name for name, shown in SHOWN.items() if data.startswith(shown.start)), "")


def explain_other(data: bytes) -> tuple[str, str]:
    """What a file of another format is, and what to do about it."""
    for start, name, remedy in OTHERS:
        if start.match(data):
            return f"this is {name}", remedy
    return "this is not a JPEG, PNG or GIF", AS_PICTURE


ANIMATION = b"acTL"
"""The mark of a PNG that moves."""

SCAN = b"\xda"
"""The mark of one pass over a JPEG."""

FRAME = b","
"""The mark of one frame of a GIF."""

ENDS = {"PNG": b"IEND", "JPEG": b"\xd9", "GIF": b";"}
"""The mark behind which a file of this format holds nothing more."""


def walk(data: bytes, format: str) -> Iterator[bytes]:
    """Yield a mark for each part of the file, in order: a chunk's type, a marker, a block.

    The last one is the format's end, unless the file breaks off.
    """
    ways = {"PNG": _walk_png, "JPEG": _walk_jpeg, "GIF": _walk_gif}
    for mark in ways[format](data):
        yield mark
        if mark == ENDS[format]:
            return


def _walk_png(data: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(data):
        yield data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")


MARKER = re.compile(rb"\xff([\x02-\xcf\xd8-\xfe])")
"""Neither padding, nor a byte of the picture, nor a mark inside one pass."""


def _walk_jpeg(data: bytes) -> Iterator[bytes]:
    at = 2
    while match := MARKER.search(data, at):
        yield match[1]
        at = match.end() + int.from_bytes(data[match.end() : match.end() + 2], "big")


EXTENSION = b"!"
BLOCK = b"."


def _walk_gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _colour_table(data, 10)
    while at < len(data):
        mark = data[at : at + 1]
        yield mark
        if mark == EXTENSION:
            at += 2
        elif mark == FRAME:
            at += 11 + _colour_table(data, at + 9)
        else:
            at += 1
            continue
        while size := _byte(data, at):
            yield BLOCK
            at += 1 + size
        at += 1


def _colour_table(data: bytes, at: int) -> int:
    """Bytes of the table of colours that the flags at this place announce."""
    flags = _byte(data, at)
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _byte(data: bytes, at: int) -> int:
    """The byte at this place; 0 behind the end."""
    return data[at] if at < len(data) else 0
