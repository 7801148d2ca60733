"""One reader's message as bytes: headers, text, HTML, pictures; CRLF line ends, ASCII throughout.

Sources: RFC 5322 (headers), RFC 2045 §6.7 (quoted-printable), RFC 2046 §5.1 (multipart),
RFC 2369 and RFC 8058 (leaving), RFC 2919 (list id).
"""

import base64
import hashlib
from binascii import b2a_qp
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from html import escape

from newsletter.delivery.headers import header, mailbox, unstructured
from newsletter.model import Delivery, Letter, Picture

CRLF = b"\r\n"
LEAVE_URL = "leave_url"


def build_message(
    letter: Letter, uid: str, delivery: Delivery, values: Mapping[str, str], now: datetime
) -> bytes:
    """Return the whole message for one reader.

    `uid` is the mailing's. `values` fills the letter's slots; `leave_url` among them also goes
    into the headers.

    Raises:
        ValueError: a name, an address or a link would break the headers.
    """
    head = b"".join(_headers(letter, uid, delivery, values, now))
    texts = [
        _text_part("plain", letter.text.fill(values)),
        _text_part("html", letter.html.fill(values, escape)),
    ]
    # "=_" cannot occur in quoted-printable, so that no text can close a part early.
    content = _multipart("alternative", f"=_a{uid}", texts)
    if letter.pictures:
        parts = [content, *map(_picture, letter.pictures)]
        content = _multipart('related; type="multipart/alternative"', f"=_r{uid}", parts)
    return head + content


def message_id(uid: str, subscriber: int, domain: str) -> str:
    """A name for the message that is the same at every try, and says nothing about the reader."""
    digest = hashlib.sha256(f"{uid}:{subscriber}".encode()).hexdigest()
    return f"<{digest[:32]}@{domain}>"


def _headers(
    letter: Letter, uid: str, delivery: Delivery, values: Mapping[str, str], now: datetime
) -> list[bytes]:
    sender = letter.sender
    domain = sender.address.rpartition("@")[2]
    return [
        header("Date", format_datetime(now)),
        header("From", mailbox(sender.name, sender.address)),
        header("To", mailbox(delivery.name, delivery.address)),
        header("Reply-To", sender.reply_to),
        header("Subject", unstructured(letter.subject)),
        header("Message-ID", message_id(uid, delivery.subscriber, domain)),
        header("List-ID", f"<{sender.list_id}>"),
        header("List-Unsubscribe", f"<{values[LEAVE_URL]}>"),
        header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        header("Feedback-ID", f"{uid}:issue:letter:{_sender_id(sender.list_id)}"),
        header("Precedence", "bulk"),
        header("MIME-Version", "1.0"),
    ]


def _sender_id(list_id: str) -> str:
    """A constant of 12 characters that names the sender and nothing else."""
    return hashlib.sha256(list_id.encode()).hexdigest()[:12]


def _text_part(subtype: str, text: str) -> bytes:
    head = header("Content-Type", f"text/{subtype}; charset=utf-8")
    head += header("Content-Transfer-Encoding", "quoted-printable")
    return head + CRLF + quoted_printable(text)


def quoted_printable(text: str) -> bytes:
    """Encode text, with plain line feeds, in lines of at most 76 characters that end in CRLF."""
    return b2a_qp(text.encode("utf-8"), istext=True).replace(b"\n", CRLF)


def _picture(picture: Picture) -> bytes:
    head = header("Content-Type", picture.media_type)
    head += header("Content-Transfer-Encoding", "base64")
    head += header("Content-ID", f"<{picture.content_id}>")
    head += header("Content-Disposition", "inline")
    return head + CRLF + base64.encodebytes(picture.data).replace(b"\n", CRLF)


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    """Return a multipart entity, its own Content-Type first."""
    mark = boundary.encode("ascii")
    head = header("Content-Type", f'multipart/{kind}; boundary="{boundary}"')
    body = b"".join(b"--" + mark + CRLF + part + CRLF for part in parts)
    return head + CRLF + body + b"--" + mark + b"--" + CRLF
