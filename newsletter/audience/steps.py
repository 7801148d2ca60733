"""The way of a subscriber from state to state: which steps there are, and from where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsletter.model import Choices, SubscriberState


class Step(StrEnum):
    """One step in the story of a consent; what somebody chooses is told in words of its own."""

    JOINED = "joined"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    LEFT = "left"
    REJOINED = "rejoined"
    READMITTED = "readmitted"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Move:
    """Where a step leads, and from which states; from any other it leads nowhere."""

    starts: tuple[SubscriberState, ...]
    end: SubscriberState


PENDING, ACTIVE, LEFT = SubscriberState.PENDING, SubscriberState.ACTIVE, SubscriberState.LEFT
BOUNCED, COMPLAINED = SubscriberState.BOUNCED, SubscriberState.COMPLAINED
SUPPRESSED, ERASED = SubscriberState.SUPPRESSED, SubscriberState.ERASED

MOVES: Mapping[Step, Move] = {
    Step.ASKED: Move((LEFT,), PENDING),
    Step.CONFIRMED: Move((PENDING,), ACTIVE),
    Step.LEFT: Move((PENDING, ACTIVE), LEFT),
    Step.REJOINED: Move((LEFT,), ACTIVE),
    Step.READMITTED: Move((PENDING, LEFT, BOUNCED, COMPLAINED, SUPPRESSED), ACTIVE),
    Step.BOUNCED: Move((PENDING, ACTIVE), BOUNCED),
    Step.COMPLAINED: Move((PENDING, ACTIVE, LEFT, BOUNCED), COMPLAINED),
    Step.SUPPRESSED: Move((PENDING, ACTIVE, LEFT, BOUNCED, COMPLAINED), SUPPRESSED),
    Step.ERASED: Move((PENDING, ACTIVE, LEFT, BOUNCED, COMPLAINED, SUPPRESSED), ERASED),
}
"""Who is new begins with “joined” (active) or “asked” (pending).

Whoever bounced, complained or was suppressed comes back by an operator's hand alone.
"""


def tell_changes(before: Choices, after: Choices) -> list[str]:
    """Say in words what somebody has chosen anew: one step for each choice that differs."""
    steps = []
    if after.language != before.language:
        steps.append(f"language {after.language or 'not chosen'}")
    if after.topics != before.topics:
        steps.append(f"topics {', '.join(after.topics) or 'not chosen'}")
    if after.time_zone != before.time_zone:
        steps.append(f"time zone {after.time_zone or 'not chosen'}")
    if after.paused_until != before.paused_until:
        until = after.paused_until
        steps.append(f"paused until {until:%Y-%m-%d %H:%M} UTC" if until else "pause ended")
    return steps
