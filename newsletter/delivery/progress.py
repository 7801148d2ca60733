"""How far a mailing has come and how fast it goes, counted in one look that holds nobody up."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Row, and_, case, func, select

from newsletter.database import database_now, delivery, mailing, reading
from newsletter.model import DeliveryState

WINDOW = 60.0
"""Seconds back from now in which letters count for the rate."""

ENOUGH = 5
"""Letters in the window from which a rate can be told …"""

LONG_ENOUGH = 2.0
"""… and seconds since the first of them."""

UNDER_WAY = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.SENDING)
WITHOUT_LETTER = (DeliveryState.FAILED, DeliveryState.IN_DOUBT, DeliveryState.SUPPRESSED)

MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """A mailing at one moment: its deliveries by state, and those sent in the last minute.

    `recent` letters have been sent since `seconds` ago, when the first of them was.
    """

    at: datetime
    planned: int
    counts: Counter[DeliveryState]
    recent: int = 0
    seconds: float = 0.0

    @property
    def left(self) -> int:
        """Deliveries that are still to be tried."""
        return sum(self.counts[state] for state in UNDER_WAY)

    @property
    def per_hour(self) -> float | None:
        """Letters sent an hour, as the last minute went; None until there are enough of them."""
        if self.recent < ENOUGH or self.seconds < LONG_ENOUGH:
            return None
        # The first one starts the watch, and is not among what went by on it.
        return (self.recent - 1) / self.seconds * 3600

    @property
    def done_at(self) -> datetime | None:
        """When the last letter leaves, if it goes on like this."""
        rate = self.per_hour
        return self.at + timedelta(hours=self.left / rate) if rate and self.left else None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some readers got no letter: the state of their deliveries, and the server's words."""

    state: DeliveryState
    reply: str
    readers: int


def measure(
    engine: Engine, mailing_id: int, now: Callable[[], ColumnElement[float]] = database_now
) -> Progress:
    """Count the deliveries of a mailing that is there."""
    since = now() - WINDOW
    recent = and_(delivery.c.state == DeliveryState.SENT, delivery.c.changed_at > since)
    query = (
        select(
            mailing.c.planned,
            now().label("now"),
            delivery.c.state,
            func.count(delivery.c.subscriber_id).label("readers"),
            func.count(case((recent, 1))).label("recent"),
            func.min(case((recent, delivery.c.changed_at))).label("first"),
        )
        .outerjoin(delivery, delivery.c.mailing_id == mailing.c.id)
        .where(mailing.c.id == mailing_id)
        .group_by(mailing.c.planned, delivery.c.state)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return _progress(rows[0].now, rows[0].planned, [row for row in rows if row.state])


def find_reasons(engine: Engine, mailing_id: int) -> list[Reason]:
    """Why readers of a mailing got no letter, what happened to most of them first."""
    readers = func.count(delivery.c.subscriber_id)
    query = (
        select(delivery.c.state, delivery.c.reply, readers.label("readers"))
        .where(delivery.c.mailing_id == mailing_id, delivery.c.state.in_(WITHOUT_LETTER))
        .group_by(delivery.c.state, delivery.c.reply)
        .order_by(readers.desc(), delivery.c.state, delivery.c.reply)
        .limit(MOST_REASONS)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [Reason(DeliveryState(row.state), row.reply, row.readers) for row in rows]


def _progress(now: float, planned: int, rows: list[Row[tuple[object, ...]]]) -> Progress:
    counts = Counter({DeliveryState(row.state): row.readers for row in rows})
    first = min((row.first for row in rows if row.recent), default=now)
    recent = sum(row.recent for row in rows)
    return Progress(datetime.fromtimestamp(now, UTC), planned, counts, recent, now - first)
