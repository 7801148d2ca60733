"""Tokens for readers' links: they prove who is meant and what for, and show nothing."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from newsletter.model import Keyring

MINUTE = 60
KEY_BYTES, TIME_BYTES, ID_BYTES, SIGNATURE_BYTES = 1, 4, 6, 16
BYTES = KEY_BYTES + TIME_BYTES + ID_BYTES + SIGNATURE_BYTES
EARLY_BYTES = ID_BYTES + SIGNATURE_BYTES
"""Of the first version's tokens, which say neither when they were made nor with which key."""


class Purpose(StrEnum):
    """What a token may be used for; one for another is refused."""

    CONFIRM = "confirm"
    LEAVE = "leave"
    PREFERENCES = "preferences"
    DATA = "data"


LASTS = {
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.PREFERENCES: timedelta(days=30),
    Purpose.DATA: timedelta(hours=24),
}
"""How long each purpose lasts; leaving always works, since there is no reason to keep somebody."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a genuine token says: whose it is, and whether its time is over."""

    subscriber: int
    expired: bool


def sign_token(keys: Keyring, purpose: Purpose, subscriber: int, now: datetime) -> str:
    """Return 36 characters that stand for one subscriber and one purpose, from now on."""
    issued = int(now.timestamp()) // MINUTE if purpose in LASTS else 0
    said = issued.to_bytes(TIME_BYTES, "big") + subscriber.to_bytes(ID_BYTES, "big")
    raw = _key_id(keys.current) + said + _signature(keys.current, purpose, said)
    return base64.urlsafe_b64encode(raw).decode("ascii")


def read_token(keys: Keyring, purpose: Purpose, token: str, now: datetime) -> Token | None:
    """Return what a token says, or None if none of our keys made it for this purpose."""
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        raw = base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        return None
    if len(raw) == EARLY_BYTES:
        return _read_early(keys, purpose, raw)
    if len(raw) != BYTES:
        return None
    key_id, said = raw[:KEY_BYTES], raw[KEY_BYTES:-SIGNATURE_BYTES]
    for key in keys:
        signature = _signature(key, purpose, said)
        if _key_id(key) == key_id and hmac.compare_digest(raw[-SIGNATURE_BYTES:], signature):
            issued = int.from_bytes(said[:TIME_BYTES], "big") * MINUTE
            return Token(int.from_bytes(said[TIME_BYTES:], "big"), _is_over(purpose, issued, now))
    return None


def _read_early(keys: Keyring, purpose: Purpose, raw: bytes) -> Token | None:
    """The same of a token that says no time: whatever ends with its time has ended."""
    said = raw[:ID_BYTES]
    for key in keys:
        if hmac.compare_digest(raw[ID_BYTES:], _signature(key, purpose, said)):
            return Token(int.from_bytes(said, "big"), expired=purpose in LASTS)
    return None


def _is_over(purpose: Purpose, issued: int, now: datetime) -> bool:
    return purpose in LASTS and now > datetime.fromtimestamp(issued, UTC) + LASTS[purpose]


def _key_id(key: bytes) -> bytes:
    """Which key a token was made with: says nothing of the key itself."""
    return hashlib.sha256(b"id:" + key).digest()[:KEY_BYTES]


def _signature(key: bytes, purpose: Purpose, said: bytes) -> bytes:
    return hmac.digest(key, purpose.encode() + b":" + said, hashlib.sha256)[:SIGNATURE_BYTES]
