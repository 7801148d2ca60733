"""How a sheet stands, in one word."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from newsletter.model import Decision, Standing


class State(StrEnum):
    """How a sheet stands; `stale` is whatever was approved and does not count as it is now."""

    APPROVED = "approved"
    STALE = "stale"
    CHANGES = "changes"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    MISSING = "missing"


def state_of(standing: Standing, on: date) -> State | None:
    """The state of a sheet on a day; None where nobody asks for reviews."""
    newest = standing.approval
    if not newest:
        return None if standing.approved else State.MISSING
    if standing.approved:
        return State.APPROVED
    if newest.decision is not Decision.APPROVED:
        return State(newest.decision.value)
    ended = standing.until is not None and standing.until < on
    return State.EXPIRED if ended and newest.sheet == standing.sheet.text else State.STALE


def count_approved(standings: Iterable[Standing]) -> tuple[int, int]:
    """How many sheets may go out, of how many that somebody has to read."""
    asked = [each for each in standings if each.approval or not each.approved]
    return sum(each.approved for each in asked), len(asked)
