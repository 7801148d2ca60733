"""Who gets letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SubscriberState(StrEnum):
    """Only an active subscriber is ever mailed."""

    ACTIVE = "active"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An address that asked for the letter; `fields` holds what else is known, by field name."""

    id: int
    address: str
    name: str
    state: SubscriberState
    time_zone: str
    language: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One step in the story of a consent: what happened, when, and how we know."""

    kind: str
    at: datetime
    source: str
