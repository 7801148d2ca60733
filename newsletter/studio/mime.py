"""Reading any program's message: what cannot be read is shown as well as it can be.

Source: RFC 2045 to 2047 (MIME), RFC 2392 (content ids).
"""

import base64
import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from itertools import islice
from urllib.parse import quote

MOST_RAW = 512 * 1024
"""Bytes of a message that are shown as they are."""

MOST_TEXT = 1024 * 1024
"""Characters of a text that are shown."""

MOST_PARTS = 1000

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "image/bmp"}
"""What a page shows as a picture, and runs nothing of."""

FOR_NAMES = {"idna", "punycode"}
"""Encodings of short names: to read a long text in one takes quadratic time."""

UNREADABLE = (LookupError, ValueError, MessageError, RecursionError, AttributeError, TypeError)
"""What the standard library says of messages that are none."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is neither the text nor a picture in it; `size` is bytes."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A message to be looked at; `text` and `html` are empty where it has none."""

    subject: str
    from_: str
    to: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    raw: str
    attachments: tuple[Attachment, ...] = ()


def read_headers(content: bytes) -> dict[str, str]:
    """The headers at the beginning of a message, by name in lower case; the first of each."""
    headers = _headers(BytesHeaderParser().parsebytes(content))
    return {name.lower(): value for name, value in reversed(headers)}


def read_message(content: bytes) -> MailMessage:
    """Everything that there is to see of a message."""
    headers = _headers(BytesHeaderParser().parsebytes(content))
    first = {name.lower(): value for name, value in reversed(headers)}
    parts = _parts(content)
    text, html = _first(parts, "text/plain"), _first(parts, "text/html")
    shown = [part for part in (text, html) if part is not None]
    others = [part for part in parts if not any(part is each for each in shown)]
    return MailMessage(
        subject=first.get("subject", ""),
        from_=first.get("from", ""),
        to=first.get("to", ""),
        headers=tuple(headers),
        text=_words(text),
        html=_words(html),
        raw=_raw(content),
        attachments=tuple(map(_attachment, others)),
    )


def read_pictures(content: bytes) -> dict[str, str]:
    """A data: address for each picture that the HTML of a message can name as `cid:`."""
    return dict(_pictures(_parts(content)))


def _headers(message: Message) -> list[tuple[str, str]]:
    return [(_plain(name), _decode(value)) for name, value in message.raw_items()]


def _decode(value: object) -> str:
    """A header with its encoded words in plain; as it is written where that fails."""
    written = " ".join(_plain(str(value)).split())
    try:
        words = [
            _in_words(word, charset or "utf-8") if isinstance(word, bytes) else word
            for word, charset in decode_header(written)
        ]
    except UNREADABLE:
        return written
    return _plain("".join(words))


def _parts(content: bytes) -> list[Message]:
    """What a message is made of; nothing if that has no end, such as parts within parts."""
    try:
        parts = list(islice(BytesParser().parsebytes(content).walk(), MOST_PARTS))
    except UNREADABLE:
        return []
    return [part for part in parts if not part.is_multipart()]


def _first(parts: Sequence[Message], type: str) -> Message | None:
    """The first part of a type that is there to be read."""
    return next((part for part in parts if _type(part) == type and not _name(part)), None)


def _words(part: Message | None) -> str:
    if part is None:
        return ""
    data = _data(part)
    try:
        text = _in_words(data, part.get_content_charset("utf-8"))
    except UNREADABLE:
        text = data.decode("utf-8", "replace")
    if len(text) > MOST_TEXT:
        return f"{_plain(text[:MOST_TEXT])}\n[{len(text) - MOST_TEXT} more characters]"
    return _plain(text)


def _in_words(data: bytes, charset: str) -> str:
    if codecs.lookup(charset).name in FOR_NAMES:
        raise LookupError(f"{charset} is for names alone")
    return data.decode(charset, "replace")


def _attachment(part: Message) -> Attachment:
    return Attachment(_name(part) or "without a name", _type(part), len(_data(part)))


def _pictures(parts: Sequence[Message]) -> Iterator[tuple[str, str]]:
    for part in parts:
        id = _plain(str(part.get("Content-ID", ""))).strip().strip("<>")
        if id and _type(part) in PICTURES:
            data = f"data:{_type(part)};base64,{base64.b64encode(_data(part)).decode()}"
            yield f"cid:{id}", data
            yield f"cid:{quote(id)}", data


def _type(part: Message) -> str:
    try:
        return part.get_content_type()
    except UNREADABLE:
        return "application/octet-stream"


def _name(part: Message) -> str:
    """The name of the file that a part is to become; empty if it is to be read in place."""
    try:
        name = part.get_filename() or ""
        named = _decode(name) if name else ""
        return named or ("attachment" if part.get_content_disposition() == "attachment" else "")
    except UNREADABLE:
        return "attachment"


def _data(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except UNREADABLE:
        return b""
    return data if isinstance(data, bytes) else b""


def _raw(content: bytes) -> str:
    text = content[:MOST_RAW].decode("utf-8", "replace")
    more = len(content) - MOST_RAW
    return f"{text}\n[{more} more bytes]" if more > 0 else text


def _plain(text: str) -> str:
    """The text without halves of characters; bytes that are UTF-8 become what they mean."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
