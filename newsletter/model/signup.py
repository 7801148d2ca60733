"""What passes between the public pages and the list: who asks, what they chose, what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SignUp:
    """A form as somebody filled it in: nothing of it is proved, not even that the address is one.

    `wording` is the sentence that they agreed to, as they saw it. `network` is the IP address that
    it came from, to count by; it must not be stored as it is.
    """

    address: str
    name: str
    language: str
    topics: tuple[str, ...]
    wording: str
    network: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader may choose; an empty `language` or `time_zone` is the newsletter's own.

    `topics` are ids of [topics]. Until `paused_until` they want nothing.
    """

    language: str
    topics: tuple[str, ...]
    time_zone: str
    paused_until: datetime | None


class Confirmed(StrEnum):
    """What came of a confirmation; a page must not let anybody tell unknown from expired."""

    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
