"""Giving account: counts that must balance, who is in doubt, and one reader's story."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Engine, func, select

from newsletter.database import delivery, mailing, reading, subscriber
from newsletter.model import TO_ONE_READER, DeliveryState


@dataclass(frozen=True, slots=True)
class Entry:
    """One delivery as a person wants to see it; who was erased is called “erased:” and a number."""

    mailing: int
    issue: str
    address: str
    state: DeliveryState
    attempts: int
    changed_at: datetime
    reply: str


@dataclass(frozen=True, slots=True)
class Balance:
    """A mailing's planned deliveries against the sum over the states."""

    mailing: int
    planned: int
    counts: Counter[DeliveryState]

    @property
    def holds(self) -> bool:
        """Whether every planned delivery is in exactly one state."""
        return self.planned == self.counts.total()


class Accounts:
    """What has become of the deliveries; reads only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def balance(self, mailing_id: int) -> Balance:
        """Count the deliveries of a mailing by state, and compare with what was planned."""
        # One statement: two would see two moments of a mailing that is being sent.
        query = (
            select(mailing.c.planned, delivery.c.state, func.count(delivery.c.subscriber_id))
            .outerjoin(delivery, delivery.c.mailing_id == mailing.c.id)
            .where(mailing.c.id == mailing_id)
            .group_by(mailing.c.planned, delivery.c.state)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        counts = {DeliveryState(state): count for _, state, count in rows if state}
        return Balance(mailing_id, rows[0].planned, Counter(counts))

    def balance_of_service(self) -> Balance:
        """Count all letters to single readers together; as a mailing they have the number 0."""
        query = (
            select(
                delivery.c.state,
                func.count(delivery.c.subscriber_id).label("readers"),
                func.sum(mailing.c.planned).label("planned"),
            )
            .select_from(mailing)
            .outerjoin(delivery, delivery.c.mailing_id == mailing.c.id)
            .where(mailing.c.kind.in_(TO_ONE_READER))
            .group_by(delivery.c.state)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        counts = {DeliveryState(row.state): row.readers for row in rows if row.state}
        return Balance(0, int(sum(row.planned for row in rows)), Counter(counts))

    def readers_reached(self, mailing_ids: Iterable[int]) -> int:
        """How many people have had a letter of at least one of these mailings."""
        query = select(func.count(delivery.c.subscriber_id.distinct())).where(
            delivery.c.mailing_id.in_(list(mailing_ids)),
            delivery.c.state == DeliveryState.SENT,
        )
        with reading(self._engine) as connection:
            return connection.scalars(query).one()

    def entries(self, mailing_id: int, states: Sequence[DeliveryState]) -> list[Entry]:
        """The deliveries of a mailing in these states, by address."""
        return self._select(delivery.c.mailing_id == mailing_id, delivery.c.state.in_(states))

    def of_subscriber(self, subscriber_id: int) -> list[Entry]:
        """Everything that was to go to one reader, oldest mailing first."""
        return self._select(delivery.c.subscriber_id == subscriber_id)

    def _select(self, *conditions: ColumnElement[bool]) -> list[Entry]:
        query = (
            select(delivery, mailing.c.issue, subscriber.c.address, subscriber.c.canonical)
            .join(mailing, mailing.c.id == delivery.c.mailing_id)
            .join(subscriber, subscriber.c.id == delivery.c.subscriber_id)
            .where(*conditions)
            .order_by(delivery.c.mailing_id, subscriber.c.address)
        )
        with reading(self._engine) as connection:
            return [
                Entry(
                    row.mailing_id,
                    row.issue,
                    row.address or row.canonical,
                    DeliveryState(row.state),
                    row.attempts,
                    datetime.fromtimestamp(row.changed_at, UTC),
                    row.reply,
                )
                for row in connection.execute(query)
            ]
