"""What a message holds below its own headers: text, HTML and pictures, encoded but for the slots.

Source: RFC 2046 §5.1 (multipart), RFC 2387 (related), RFC 2392 (content ids).
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from newsletter.delivery.headers import header
from newsletter.delivery.quoted import CRLF, encode
from newsletter.model import Letter, Picture, Pieces, Variant

Slot = tuple[str, bool]
"""A field, and whether it stands in HTML."""

Chunk = bytes | Slot


class Body:
    """One variant's content in pieces of bytes: filling it encodes values and nothing else."""

    def __init__(self, letter: Letter, variant: Variant, uid: str) -> None:
        self.subject = variant.subject
        self._fields = letter.fields_in(variant)
        chunks = _content(variant, letter.pictures_in(variant), uid)
        self._slots: list[Slot] = []
        texts: list[list[bytes]] = [[]]
        for chunk in chunks:
            if isinstance(chunk, bytes):
                texts[-1].append(chunk)
            else:
                self._slots.append(chunk)
                texts.append([])
        self._first, *self._rest = map(b"".join, texts)

    def prepare(self, known: Mapping[str, str]) -> dict[str, str]:
        """What this variant prints for a reader, by field, of what is known of them."""
        return {field.name: field.prepare(known.get(field.name, "")) for field in self._fields}

    def fill(self, printed: Mapping[str, str]) -> list[bytes]:
        """Return the content for one reader, in pieces to be joined."""
        encoded = {
            (name, in_html): encode(escape(printed[name]) if in_html else printed[name])
            for name, in_html in set(self._slots)
        }
        pieces = [self._first]
        for slot, piece in zip(self._slots, self._rest, strict=True):
            pieces += (encoded[slot], piece)
        return pieces


def _content(variant: Variant, pictures: Iterable[Picture], uid: str) -> Iterator[Chunk]:
    # "=_" cannot occur in quoted-printable, nor "_" in base64: no part can be closed early.
    texts = [_text("plain", variant.text), _text("html", variant.html)]
    content = _multipart("alternative", f"=_a{uid}", texts)
    if not pictures:
        return content
    parts = [content, *map(_picture, pictures)]
    return _multipart('related; type="multipart/alternative"', f"=_r{uid}", parts)


def _multipart(kind: str, boundary: str, parts: Iterable[Iterator[Chunk]]) -> Iterator[Chunk]:
    """Yield a multipart entity, its own Content-Type first."""
    mark = b"--" + boundary.encode("ascii")
    yield header("Content-Type", f'multipart/{kind}; boundary="{boundary}"') + CRLF
    for part in parts:
        yield mark + CRLF
        yield from part
        yield CRLF
    yield mark + b"--" + CRLF


def _text(subtype: str, pieces: Pieces) -> Iterator[Chunk]:
    head = header("Content-Type", f"text/{subtype}; charset=utf-8")
    yield head + header("Content-Transfer-Encoding", "quoted-printable") + CRLF
    for text, slot in zip(pieces.texts, pieces.slots, strict=False):
        yield encode(text)
        yield slot, subtype == "html"
    yield encode(pieces.texts[-1], closed=False)


def _picture(picture: Picture) -> Iterator[Chunk]:
    head = header("Content-Type", picture.media_type)
    head += header("Content-Transfer-Encoding", "base64")
    head += header("Content-ID", f"<{picture.content_id}>")
    head += header("Content-Disposition", "inline")
    yield head + CRLF + base64.encodebytes(picture.data).replace(b"\n", CRLF)
