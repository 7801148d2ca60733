"""Stamps in a form: when it was given out, so that nobody fills it in faster than people do."""

import hmac
from datetime import UTC, datetime, timedelta

from newsletter.model import Keyring

USE = "form"
DIGITS = 32
"""Hexadecimal digits of the signature: 128 bits."""

SOONEST = timedelta(seconds=3)
LATEST = timedelta(hours=24)


def make_stamp(keys: Keyring, now: datetime) -> str:
    """What a form carries: the time that it was given out, signed."""
    seconds = str(int(now.timestamp()))
    return f"{seconds}.{keys.digests(USE, seconds)[0].hex()[:DIGITS]}"


def read_stamp(keys: Keyring, stamp: str) -> datetime | None:
    """When a form was given out; None for a stamp that is not ours."""
    seconds, _, signature = stamp.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        return None
    for digest in keys.digests(USE, seconds):
        if hmac.compare_digest(digest.hex()[:DIGITS].encode(), signature.encode()):
            return datetime.fromtimestamp(int(seconds), UTC)
    return None


def is_timely(keys: Keyring, stamp: str, now: datetime) -> bool:
    """Whether a form was filled in by somebody who reads: not at once, and not the day after."""
    given_out = read_stamp(keys, stamp)
    return given_out is not None and SOONEST <= now - given_out <= LATEST


def renew_stamp(keys: Keyring, stamp: str, now: datetime) -> str:
    """The stamp for a form that is shown again: whoever was too fast need not wait once more."""
    given_out = read_stamp(keys, stamp)
    is_good = given_out is not None and now - given_out <= LATEST
    return stamp if is_good else make_stamp(keys, now)
