"""A letter on its way: mailings, deliveries, and what a server said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from newsletter.model.audience import SubscriberState
from newsletter.model.segments import Rule


class MailingKind(StrEnum):
    """What a mailing is for: an issue goes to an audience, each of the others to one reader."""

    ISSUE = "issue"
    CONFIRM = "confirm"
    WELCOME = "welcome"
    GOODBYE = "goodbye"
    LINK = "link"


TO_AUDIENCE = (MailingKind.ISSUE,)
TO_ONE_READER = tuple(kind for kind in MailingKind if kind not in TO_AUDIENCE)

WRITES_TO: Mapping[MailingKind, frozenset[SubscriberState]] = {
    MailingKind.ISSUE: frozenset({SubscriberState.ACTIVE}),
    MailingKind.CONFIRM: frozenset({SubscriberState.PENDING}),
    MailingKind.WELCOME: frozenset({SubscriberState.ACTIVE}),
    MailingKind.GOODBYE: frozenset({SubscriberState.LEFT}),
    MailingKind.LINK: frozenset({SubscriberState.ACTIVE, SubscriberState.LEFT}),
}
"""The states of those whom each kind is for; whoever has another by the time it goes is left out.

Who has left may still ask what is held about them.
"""


class MailingState(StrEnum):
    """Where a mailing stands.

    `late` and `held` wait for a person: its time passed while nobody was there to send it; it may
    not go, since an approval is missing, withdrawn or expired, or the letter was changed.
    """

    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    LATE = "late"
    HELD = "held"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    """Where one delivery stands; docs/sending.md draws the ways between."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"


FORGOTTEN = "the reader was erased"
"""What stands in the place of a server's words about somebody who was erased.

It is written into the delivery itself, also while a server is being asked: whoever comes to write
its words down sees this, in any database and whatever else goes on.
"""


class DoubtPolicy(StrEnum):
    """What to do with a delivery whose verdict was lost."""

    HOLD = "hold"
    RESEND = "resend"


@dataclass(frozen=True, slots=True)
class Content:
    """One sheet that a frozen letter holds, and the record that approved it, each with its digest.

    Where nobody asked for a review there is no record. `recorded_at` is the time that it bears:
    another one may take the name of a record that was deleted. `authors` are those whose words the
    sheet holds.
    """

    sheet: str
    digest: str
    record: str = ""
    record_digest: str = ""
    recorded_at: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mailing:
    """One letter set to go to one audience at one time; `contents` is what it was frozen from.

    `rule` says who is meant by the audience, as it was when the letter was frozen; None: everybody.
    `reader` is the one whom a letter of service is for.
    """

    id: int
    uid: str
    issue: str
    letter: str
    audience: str
    provider: str
    state: MailingState
    starts_at: datetime
    time_zone: str
    not_after: int
    doubt: DoubtPolicy
    planned: int
    expanded: bool
    note: str
    contents: tuple[Content, ...] = ()
    kind: MailingKind = MailingKind.ISSUE
    reader: int | None = None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One letter that may be sent now: the server has not been spoken to yet.

    `language` and `fields` are the reader's, as they are known; both may be empty.
    """

    mailing: int
    subscriber: int
    address: str
    name: str
    attempts: int
    language: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


class Outcome(StrEnum):
    """What became of one attempt; `unsent` means that nobody could be asked at all."""

    SENT = "sent"
    DEFERRED = "deferred"
    UNSENT = "unsent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one attempt, with the server's own words."""

    outcome: Outcome
    reply: str
