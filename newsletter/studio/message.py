"""One reader's message as it would leave: its headers in words, and its bytes."""

import email
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from newsletter.delivery import build_message
from newsletter.errors import UsageError
from newsletter.model import Delivery, Letter, Persona, Variant
from newsletter.studio.personas import values_of

UID = "sample"
STAND_IN = "reader@example.org"
"""Where a message goes that nobody is to get: a real reader's address is never shown."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message; `headers` are decoded and unfolded, in order, `raw` is ASCII with CRLF ends."""

    headers: tuple[tuple[str, str], ...]
    raw: str


def make_message(letter: Letter, variant: Variant, persona: Persona, now: datetime) -> Message:
    """Return what this reader would get of a variant, also of one that is not meant for them.

    Links of their own are samples; the message is dated `now`.

    Raises:
        UsageError: a name or a value would break the message.
    """
    raw = build(letter, variant, persona, now, UID, _address(persona))
    return Message(tuple(read_headers(raw)), raw.decode("ascii"))


def build(
    letter: Letter, variant: Variant, persona: Persona, now: datetime, uid: str, address: str
) -> bytes:
    """Return the message that goes to this address; as `make_message`, `uid` names it."""
    only = replace(letter, variants=(replace(variant, conditions={}),))
    delivery = Delivery(0, 0, address, persona.name, 0, persona.language)
    try:
        return build_message(only, uid, delivery, values_of(persona, letter), now)
    except ValueError as error:
        problem = f"no message can be made of this letter for {persona.id}: {error}"
        remedy = "Look at their name, at the subject, and at [newsletter] in the settings."
        raise UsageError(problem, remedy=remedy) from error


def read_headers(raw: bytes) -> Iterator[tuple[str, str]]:
    """Yield the headers of a message, decoded and unfolded, in order."""
    head = raw.partition(b"\r\n\r\n")[0]
    # The newer policies put spaces between the encoded words of one name.
    for name, value in email.message_from_bytes(head).items():
        yield name, " ".join(_decode(value).split())


def _decode(value: str) -> str:
    """A header in words; as it is where it cannot be decoded."""
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, ValueError):
        return str(value)


def _address(persona: Persona) -> str:
    """An address that is shown: masked ones are none."""
    return persona.address if persona.address.isascii() and persona.address else STAND_IN
