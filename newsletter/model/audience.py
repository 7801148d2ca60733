"""Who gets letters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubscriberState(StrEnum):
    """Only an active subscriber is ever mailed."""

    ACTIVE = "active"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An address that asked for the letter."""

    id: int
    address: str
    name: str
    state: SubscriberState
    time_zone: str
    language: str


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One step in the story of a consent: what happened, when, and how we know."""

    kind: str
    at: datetime
    source: str
