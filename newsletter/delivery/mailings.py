"""Mailings: which frozen letter goes to whom, when, and how far that has come.

States: `scheduled → sending → finished`; `paused`, `late` and `held` wait for a person, `cancelled`
is the end. Each change names the states it may start from, so that two processes cannot both make
it. No issue comes to be sending without passing the gate; a letter to one reader begins in that
state, and is cancelled when its time is over.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from newsletter.database import database_now, delivery, mailing, reading, transaction
from newsletter.delivery.freezing import (
    Errand,
    Plan,
    freeze,
    freeze_for_reader,
    read_mailing,
)
from newsletter.delivery.ledger import UNFINISHED
from newsletter.delivery.letters import SpoiltLetter, read_letter
from newsletter.delivery.retry import LONGEST_WAIT
from newsletter.errors import DatabaseError, UsageError
from newsletter.model import (
    TO_AUDIENCE,
    TO_ONE_READER,
    Content,
    DeliveryState,
    Letter,
    Mailing,
    MailingKind,
    MailingState,
)

Gate = Callable[[Mailing], str]
"""Says why a mailing may not go now, or nothing. It is asked while the mailing's row is locked, and
must not ask the database itself."""

WAITING = (MailingState.PAUSED, MailingState.LATE, MailingState.HELD)
LONGEST_IDLE = LONGEST_WAIT + 2 * 3600
"""Seconds; longer than any wait between two tries of one reader."""

MOST_DUE = 100
"""Letters to single readers that are looked at together."""

STOPPABLE = (MailingState.SCHEDULED, MailingState.SENDING, *WAITING)


class Mailings:
    """All mailings of one database."""

    def __init__(
        self, engine: Engine, now: Callable[[], ColumnElement[float]] = database_now
    ) -> None:
        self.engine = engine
        self._now = now

    def create(
        self, frozen: Letter, plan: Plan, contents: Sequence[Content] = ()
    ) -> tuple[Mailing, bool]:
        """Freeze a letter with what it is made of, and set it to go.

        Returns the mailing and whether it is new.

        Repeatable: the same letter at the same time is the same mailing.

        Raises:
            UsageError: this issue is already on its way to this audience, otherwise than here.
        """
        try:
            with transaction(self.engine) as connection:
                return freeze(connection, frozen, plan, contents)
        except DatabaseError:
            # Somebody else may have been quicker: then this finds what they have made.
            with transaction(self.engine) as connection:
                return freeze(connection, frozen, plan, contents)

    def create_for_reader(self, frozen: Letter, errand: Errand) -> Mailing:
        """Send a letter to one reader alone, before the issues that are on their way.

        No gate is asked: the reader's own step brings it about, and nobody else reads it. Not
        repeatable: each is another letter.
        """
        with transaction(self.engine) as connection:
            return freeze_for_reader(connection, frozen, errand, self._now())

    def find(self, mailing_id: int) -> Mailing:
        """Return one mailing.

        Raises:
            UsageError: there is none of that number.
        """
        with reading(self.engine) as connection:
            query = select(mailing).where(mailing.c.id == mailing_id)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UsageError(
                f"there is no mailing {mailing_id}", remedy="List them with `newsletter queue`."
            )
        return read_mailing(row)

    def all(
        self,
        states: Iterable[MailingState] = tuple(MailingState),
        kinds: Iterable[MailingKind] = TO_AUDIENCE,
    ) -> list[Mailing]:
        """Mailings in these states, in the order they start: issues, if no kinds are named."""
        query = select(mailing).where(mailing.c.state.in_(list(states)), _is(kinds))
        return self._select(query.order_by(mailing.c.starts_at, mailing.c.id))

    def due_to_readers(self, most: int = MOST_DUE) -> list[Mailing]:
        """Letters to single readers that may be sent now, who waits longest first."""
        # Neither a join nor EXISTS: a database may begin with the million deliveries of an issue.
        unfinished = (delivery.c.next_at.is_not(None), delivery.c.state.in_(UNFINISHED))
        due_at = select(func.min(delivery.c.next_at)).where(
            delivery.c.mailing_id == mailing.c.id, *unfinished
        )
        sending = (mailing.c.state == MailingState.SENDING, _is(TO_ONE_READER))
        query = select(mailing).where(*sending, due_at.scalar_subquery() <= self._now())
        return self._select(query.order_by(mailing.c.starts_at, mailing.c.id).limit(most))

    def letter(self, digest: str) -> Letter:
        """Return a frozen letter.

        Raises:
            SpoiltLetter: it is not what was frozen.
        """
        with reading(self.engine) as connection:
            return read_letter(connection, digest)

    def start_due(self, gate: Gate) -> None:
        """Start what is due and may go; what is later than its editor allowed waits for a person.

        What may not go is held.
        """
        now = self._now()
        due = mailing.c.starts_at <= now
        too_late = mailing.c.starts_at + mailing.c.not_after < now
        scheduled = mailing.c.state == MailingState.SCHEDULED
        late = "its time passed while nobody was there to send it"
        self._change(scheduled, too_late, state=MailingState.LATE, note=late)
        going = {"state": MailingState.SENDING, "active_at": now}
        for each in self.all([MailingState.SCHEDULED]):
            self._ask(gate, mailing.c.id == each.id, scheduled, due, ~too_late, **going)
        self._end_what_is_over(now)
        # A mailing that nobody has worked on for as long is a machine that slept, or an old copy.
        stale = mailing.c.active_at + LONGEST_IDLE < now
        sending = mailing.c.state == MailingState.SENDING
        idle = "nobody worked on it for too long"
        self._change(sending, _is(TO_AUDIENCE), stale, state=MailingState.LATE, note=idle)

    def _end_what_is_over(self, now: ColumnElement[float]) -> None:
        """Cancel letters to single readers that could not go in time: by then, they only puzzle."""
        over = mailing.c.starts_at + mailing.c.not_after < now
        end = {"state": MailingState.CANCELLED, "finished_at": now, "note": "its time is over"}
        self._change(mailing.c.state.in_(STOPPABLE), _is(TO_ONE_READER), over, **end)

    def ask_again(self, gate: Gate) -> None:
        """Hold every mailing on its way that may not go any more."""
        for each in self.all([MailingState.SENDING]):
            sending = mailing.c.state == MailingState.SENDING
            self._ask(gate, mailing.c.id == each.id, sending)

    def finish_done(self) -> None:
        """Finish the mailings that have nothing left to do.

        What came back to the queue of a cancelled mailing, from a try that was under way, ends too.
        """
        open_rows = exists().where(
            delivery.c.mailing_id == mailing.c.id, delivery.c.next_at.is_not(None)
        )
        self._change(
            mailing.c.state == MailingState.SENDING,
            mailing.c.expanded == 1,
            ~open_rows,
            state=MailingState.FINISHED,
            finished_at=self._now(),
            note="",
        )
        cancelled = select(mailing.c.id).where(mailing.c.state == MailingState.CANCELLED)
        with transaction(self.engine) as connection:
            _cancel_deliveries(connection, delivery.c.mailing_id.in_(cancelled), self._now())

    def pause(self, mailing_id: int, note: str = "paused by hand") -> bool:
        """Stop sending for now; return whether it was scheduled or sending."""
        states = (MailingState.SCHEDULED, MailingState.SENDING)
        return self._move(mailing_id, states, state=MailingState.PAUSED, note=note)

    def hold(self, mailing_id: int, note: str) -> bool:
        """Let nobody have it until a person says so; return whether it was not at its end."""
        return self._move(mailing_id, STOPPABLE, state=MailingState.HELD, note=note)

    def resume(self, mailing_id: int, gate: Gate) -> bool:
        """Let a waiting mailing go on, also when it is late; return whether it was waiting.

        What may not go is held; its note says why.
        """
        now = self._now()
        # A late one goes at once: a person has just said that it still may.
        at_once = or_(mailing.c.starts_at <= now, mailing.c.state == MailingState.LATE)
        following = case((at_once, MailingState.SENDING.value), else_=MailingState.SCHEDULED.value)
        waiting = mailing.c.state.in_(WAITING)
        going = {"state": following, "active_at": now, "note": ""}
        return self._ask(gate, mailing.c.id == mailing_id, waiting, **going)

    def cancel(self, mailing_id: int) -> bool:
        """End a mailing: whoever has no letter yet gets none; return whether it could be ended."""
        with transaction(self.engine) as connection:
            end = (
                update(mailing)
                .where(mailing.c.id == mailing_id, mailing.c.state.in_(STOPPABLE))
                .values(state=MailingState.CANCELLED, finished_at=self._now(), note="")
            )
            ended = connection.scalars(end.returning(mailing.c.id)).one_or_none() is not None
            if ended:
                _cancel_deliveries(connection, delivery.c.mailing_id == mailing_id, self._now())
            return ended

    def note(self, mailing_id: int, note: str) -> None:
        """Say what holds a running mailing up."""
        self._move(mailing_id, (MailingState.SENDING,), mailing.c.note != note, note=note)

    def _select(self, query: Select[Any]) -> list[Mailing]:
        with reading(self.engine) as connection:
            return [read_mailing(row) for row in connection.execute(query)]

    def _move(
        self,
        mailing_id: int,
        states: Iterable[MailingState],
        *conditions: ColumnElement[bool],
        **values: object,
    ) -> bool:
        start = mailing.c.state.in_(list(states))
        return self._change(mailing.c.id == mailing_id, start, *conditions, **values)

    def _ask(self, gate: Gate, *conditions: ColumnElement[bool], **values: object) -> bool:
        """Change the one mailing that fits if it may go, hold it if not; return whether it fits.

        The row is locked meanwhile: whoever holds the mailing does so before this or after it.
        """
        with transaction(self.engine) as connection:
            query = select(mailing).where(*conditions).with_for_update()
            row = connection.execute(query).one_or_none()
            if row is None:
                return False
            reason = _spoilt(connection, row.letter) or gate(read_mailing(row))
            held = {"state": MailingState.HELD, "note": reason}
            if reason or values:
                change = update(mailing).where(mailing.c.id == row.id)
                connection.execute(change.values(held if reason else values))
            return True

    def _change(self, *conditions: ColumnElement[bool], **values: object) -> bool:
        """Change the mailings that fit; return whether there were any."""
        change = update(mailing).where(*conditions).values(**values).returning(mailing.c.id)
        with transaction(self.engine) as connection:
            return bool(connection.scalars(change).all())


def _is(kinds: Iterable[MailingKind]) -> ColumnElement[bool]:
    return mailing.c.kind.in_(list(kinds))


def _cancel_deliveries(
    connection: Connection, rows: ColumnElement[bool], now: ColumnElement[float]
) -> None:
    connection.execute(
        update(delivery)
        .where(rows, delivery.c.next_at.is_not(None), delivery.c.state.in_(UNFINISHED))
        .values(state=DeliveryState.CANCELLED, next_at=None, claim=None, changed_at=now)
    )


def _spoilt(connection: Connection, digest: str) -> str:
    """What is wrong with a frozen letter, if anything."""
    try:
        read_letter(connection, digest)
    except SpoiltLetter as error:
        return error.problem
    return ""
