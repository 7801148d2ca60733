"""The ledger of deliveries: one row for each reader of each mailing, one state for each row.

Every change is one conditional statement, so that any number of processes may try it at once. A row
is claimed under a token, with a lease: only who holds the token may go on with the row, and when
the lease is over somebody else may take it. `sending` is stored before the server is spoken to; a
row found in that state after its worker died is in doubt, and nobody guesses.

`next_at` is when a row next needs attention: due when queued, the end of the lease when claimed,
nothing when final. One partial index on it serves claiming and recovery.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    and_,
    case,
    exists,
    null,
    or_,
    select,
    true,
    update,
)

from newsletter.database import (
    database_now,
    delivery,
    is_reached,
    mailing,
    subscriber,
    transaction,
)
from newsletter.delivery.retry import wait_before
from newsletter.model import (
    FORGOTTEN,
    TO_AUDIENCE,
    WRITES_TO,
    Delivery,
    DeliveryState,
    DoubtPolicy,
    MailingKind,
    MailingState,
    Outcome,
    Report,
)

UNFINISHED = (DeliveryState.QUEUED, DeliveryState.CLAIMED)

LONGEST_REPLY = 500


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what; seconds, and tries per reader."""

    lease: int = 60
    grace: int = 900
    attempts: int = 8
    retry_after: int = 300
    provider_pause: int = 5


class Ledger:
    """The deliveries of all mailings; `now` is the database's clock, or a test's own."""

    def __init__(
        self,
        engine: Engine,
        patience: Patience | None = None,
        now: Callable[[], ColumnElement[float]] = database_now,
    ) -> None:
        self.engine = engine
        self.patience = patience or Patience()
        self.now = now

    def claim(self, mailing_id: int, token: str, limit: int) -> list[int]:
        """Take up to `limit` due rows of a running mailing; return their subscribers by id."""
        now = self.now()
        pick = (
            select(delivery.c.subscriber_id)
            .where(
                delivery.c.mailing_id == mailing_id,
                delivery.c.next_at <= now,
                delivery.c.state.in_(UNFINISHED),
            )
            .order_by(delivery.c.next_at, delivery.c.subscriber_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("pick")
        )
        take = (
            update(delivery)
            .where(
                delivery.c.mailing_id == mailing_id,
                delivery.c.subscriber_id == pick.c.subscriber_id,
            )
            .values(
                state=DeliveryState.CLAIMED,
                claim=token,
                next_at=now + self.patience.lease,
                changed_at=now,
            )
            .returning(delivery.c.subscriber_id)
        )
        running = select(mailing.c.id).where(_is_running(mailing_id), mailing.c.id == mailing_id)
        with transaction(self.engine) as connection:
            # The mailing before its rows, as everybody who locks both does.
            if not connection.scalars(running.with_for_update()).all():
                return []
            ids = sorted(connection.scalars(take))
            if ids:
                active = update(mailing).where(mailing.c.id == mailing_id)
                connection.execute(active.values(active_at=now))
            return ids

    def advance(
        self,
        mailing_id: int,
        token: str,
        finished: tuple[Delivery, Report] | None,
        following: int | None,
    ) -> Delivery | None:
        """Record the last result and start the next row, in one durable commit.

        Returns the delivery that may be sent now: None if `following` is None, or its reader has
        left, or the mailing no longer runs, or the row is no longer ours.
        """
        with transaction(self.engine) as connection:
            if finished:
                self._finish(connection, token, *finished)
            return self._start(connection, mailing_id, token, following) if following else None

    def release(self, token: str, mailing_id: int | None = None) -> None:
        """Give back what was claimed and not started, of one mailing or of all."""
        of_mailing = delivery.c.mailing_id == mailing_id if mailing_id else true()
        self.change(
            and_(
                of_mailing,
                delivery.c.next_at.is_not(None),
                delivery.c.claim == token,
                delivery.c.state == DeliveryState.CLAIMED,
            ),
            state=DeliveryState.QUEUED,
            claim=None,
            next_at=self.now(),
        )

    def recover(self, token: str) -> None:
        """Settle the rows of a worker that is known to be dead."""
        self.release(token)
        under_way = delivery.c.state == DeliveryState.SENDING
        self._doubt(and_(delivery.c.next_at.is_not(None), delivery.c.claim == token, under_way))

    def reap(self) -> None:
        """Settle what has been `sending` for longer than any server may take to answer."""
        overdue = delivery.c.next_at <= self.now() - self.patience.grace
        self._doubt(and_(delivery.c.state == DeliveryState.SENDING, overdue))

    def holders(self) -> Sequence[str]:
        """The tokens of all workers that hold rows."""
        held = delivery.c.state.in_((DeliveryState.CLAIMED, DeliveryState.SENDING))
        query = select(delivery.c.claim).where(delivery.c.next_at.is_not(None), held).distinct()
        with transaction(self.engine) as connection:
            return [token for token in connection.scalars(query) if token]

    def _start(
        self, connection: Connection, mailing_id: int, token: str, subscriber_id: int
    ) -> Delivery | None:
        """Mark a row as `sending`: from here on, only the server knows.

        Whoever has left since the mailing was expanded, or rests, is taken out instead.
        """
        now = self.now()
        kind = select(mailing.c.kind).where(mailing.c.id == mailing_id).scalar_subquery()
        known = (is_reached(now).label("reached"), kind.label("kind"))
        query = select(subscriber, *known).where(subscriber.c.id == subscriber_id)
        reader = connection.execute(query.with_for_update(read=True)).one()
        ours = and_(
            delivery.c.mailing_id == mailing_id,
            delivery.c.subscriber_id == subscriber_id,
            delivery.c.claim == token,
        )
        if not _may_have(reader):
            gone = update(delivery).where(ours, delivery.c.state == DeliveryState.CLAIMED)
            gone = gone.values(state=DeliveryState.SUPPRESSED, claim=None, next_at=None)
            connection.execute(gone.values(changed_at=now))
            return None
        begin = (
            update(delivery)
            .where(
                ours,
                delivery.c.state == DeliveryState.CLAIMED,
                delivery.c.next_at > now,
                _is_running(mailing_id),
            )
            .values(state=DeliveryState.SENDING, attempts=delivery.c.attempts + 1, changed_at=now)
            .returning(delivery.c.attempts)
        )
        attempts = connection.scalars(begin).one_or_none()
        if attempts is None:
            return None
        about = (reader.language, reader.fields)
        return Delivery(mailing_id, subscriber_id, reader.address, reader.name, attempts, *about)

    def _finish(self, connection: Connection, token: str, sent: Delivery, report: Report) -> None:
        """Record what the server said. Repeatable; without the token, nothing happens."""
        values = self._after(sent.attempts, report)
        # A server may quote the address of somebody who was erased while it was being asked.
        erased = delivery.c.reply == FORGOTTEN
        reply = case((erased, FORGOTTEN), else_=report.reply[:LONGEST_REPLY])
        open_to = [DeliveryState.SENDING]
        if report.outcome in (Outcome.SENT, Outcome.FAILED):
            # In doubt too: a verdict that comes late is still a verdict.
            open_to.append(DeliveryState.IN_DOUBT)
        connection.execute(
            update(delivery)
            .where(
                delivery.c.mailing_id == sent.mailing,
                delivery.c.subscriber_id == sent.subscriber,
                delivery.c.claim == token,
                delivery.c.state.in_(open_to),
            )
            .values(**values, changed_at=self.now(), reply=reply)
        )

    def _after(self, attempts: int, report: Report) -> dict[str, object]:
        """The columns that follow from one attempt's outcome."""
        final: dict[str, object] = {"next_at": None, "claim": None}
        match report.outcome:
            case Outcome.SENT:
                return final | {"state": DeliveryState.SENT}
            case Outcome.DEFERRED if attempts < self.patience.attempts:
                return self._again(wait_before(attempts + 1, self.patience.retry_after))
            case Outcome.FAILED | Outcome.DEFERRED:
                return final | {"state": DeliveryState.FAILED}
            case Outcome.UNSENT:
                unasked = {"attempts": delivery.c.attempts - 1}
                return self._again(self.patience.provider_pause) | unasked
            case Outcome.IN_DOUBT:
                return self._doubtful()

    def _again(self, wait: int) -> dict[str, object]:
        return {"state": DeliveryState.QUEUED, "claim": None, "next_at": self.now() + wait}

    def _doubtful(self) -> dict[str, object]:
        """What the mailing's policy makes of a row in doubt; no reader is tried without end.

        Held rows keep their claim: should the worker live after all, its verdict still counts.
        """
        policy = exists().where(
            mailing.c.id == delivery.c.mailing_id, mailing.c.doubt == DoubtPolicy.HOLD
        )
        holds = or_(policy, delivery.c.attempts >= self.patience.attempts)
        return {
            "state": case((holds, DeliveryState.IN_DOUBT.value), else_=DeliveryState.QUEUED.value),
            "next_at": case((holds, null()), else_=self.now() + self.patience.retry_after),
            "claim": case((holds, delivery.c.claim), else_=null()),
        }

    def _doubt(self, rows: ColumnElement[bool]) -> None:
        self.change(rows, **self._doubtful(), reply="the worker ended before the server answered")

    def change(self, rows: ColumnElement[bool], **values: object) -> bool:
        """Change the rows that fit; return whether there were any."""
        change = update(delivery).where(rows).values(**values, changed_at=self.now())
        with transaction(self.engine) as connection:
            return bool(connection.scalars(change.returning(delivery.c.subscriber_id)).all())


def _may_have(reader: Row[Any]) -> bool:
    """Whether somebody may have a letter of this kind, as they are now."""
    kind = MailingKind(reader.kind)
    return bool(reader.reached) if kind in TO_AUDIENCE else reader.state in WRITES_TO[kind]


def _is_running(mailing_id: int) -> ColumnElement[bool]:
    return exists().where(mailing.c.id == mailing_id, mailing.c.state == MailingState.SENDING)
