"""Who gets letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from newsletter.model.signup import Choices


class SubscriberState(StrEnum):
    """Only an active subscriber gets issues.

    Pending: asked for letters, and has not confirmed. Suppressed: an operator said never. Erased: a
    number that keeps old sums right; nothing of the person is left.
    """

    PENDING = "pending"
    ACTIVE = "active"
    LEFT = "left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An address that asked for the letter; `fields` holds what else is known, by field name.

    `topics` are ids of [topics]. Until `paused_until` they want nothing.
    """

    id: int
    address: str
    name: str
    state: SubscriberState
    time_zone: str
    language: str
    fields: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    joined_at: datetime | None = None
    changed_at: datetime | None = None
    paused_until: datetime | None = None

    def is_reached(self, at: datetime) -> bool:
        """Whether issues go to them at a moment: they are active, and do not rest."""
        rests = self.paused_until is not None and self.paused_until > at
        return self.state == SubscriberState.ACTIVE and not rests

    @property
    def choices(self) -> Choices:
        """What they have chosen for themselves."""
        return Choices(self.language, self.topics, self.time_zone, self.paused_until)


@dataclass(frozen=True, slots=True)
class Proof:
    """How we know of one step in the story of a consent.

    `source` says in words where it comes from, `method` the way it was said: form, import,
    one-click, by hand. `wording` is the digest of the text that was agreed to, `network` a keyed
    digest of where it came from; both may be empty.
    """

    source: str
    method: str = ""
    wording: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One step in the story of a consent: what happened, when, and its proof."""

    kind: str
    at: datetime
    source: str
    method: str = ""
    wording: str = ""
    network: str = ""
