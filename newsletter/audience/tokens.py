"""Tokens for readers' links: they prove who is meant, and show nothing."""

import base64
import hashlib
import hmac
from enum import StrEnum

ID_BYTES = 6
SIGNATURE_BYTES = 16


class Purpose(StrEnum):
    """What a token may be used for; one for another is refused."""

    LEAVE = "leave"
    PREFERENCES = "preferences"


def sign_token(key: bytes, purpose: Purpose, subscriber: int) -> str:
    """Return a token of 30 characters for one subscriber and one purpose."""
    id = subscriber.to_bytes(ID_BYTES, "big")
    return base64.urlsafe_b64encode(id + _signature(key, purpose, id)).decode("ascii").rstrip("=")


def read_token(key: bytes, purpose: Purpose, token: str) -> int | None:
    """Return the subscriber a token was made for, or None if it is not one of ours."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    id, signature = raw[:ID_BYTES], raw[ID_BYTES:]
    genuine = hmac.compare_digest(signature, _signature(key, purpose, id))
    return int.from_bytes(id, "big") if genuine else None


def _signature(key: bytes, purpose: Purpose, id: bytes) -> bytes:
    return hmac.digest(key, purpose.encode() + b":" + id, hashlib.sha256)[:SIGNATURE_BYTES]
