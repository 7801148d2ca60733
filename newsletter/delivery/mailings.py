"""Mailings: which frozen letter goes to whom, when, and how far that has come.

States: `scheduled → sending → finished`; `paused` and `late` wait for a person, `cancelled` is the
end. Each change names the states it may start from, so that two processes cannot both make it.
"""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, exists, insert, select, update

from newsletter.database import database_now, delivery, letter, mailing, picture, transaction
from newsletter.delivery.ledger import UNFINISHED
from newsletter.delivery.retry import LONGEST_WAIT
from newsletter.errors import DatabaseError, UsageError
from newsletter.model import DeliveryState, DoubtPolicy, Letter, Mailing, MailingState

WAITING = (MailingState.PAUSED, MailingState.LATE)
LONGEST_IDLE = LONGEST_WAIT + 2 * 3600
"""Seconds; longer than any wait between two tries of one reader."""

STOPPABLE = (MailingState.SCHEDULED, MailingState.SENDING, *WAITING)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an editor decides about a mailing; `not_after` in seconds after the start."""

    audience: str
    provider: str
    starts_at: datetime
    time_zone: str
    not_after: int
    doubt: DoubtPolicy = DoubtPolicy.HOLD


class Mailings:
    """All mailings of one database."""

    def __init__(
        self, engine: Engine, now: Callable[[], ColumnElement[float]] = database_now
    ) -> None:
        self.engine = engine
        self._now = now

    def create(self, frozen: Letter, plan: Plan) -> tuple[Mailing, bool]:
        """Freeze a letter and set it to go; return the mailing and whether it is new.

        Repeatable: the same letter at the same time is the same mailing.

        Raises:
            UsageError: this issue is already on its way to this audience, otherwise than here.
        """
        try:
            return self._create(frozen, plan)
        except DatabaseError:
            # Somebody else may have been quicker: then this finds what they have made.
            return self._create(frozen, plan)

    def _create(self, frozen: Letter, plan: Plan) -> tuple[Mailing, bool]:
        with transaction(self.engine) as connection:
            found = _live(connection, frozen.issue, plan.audience)
            if found:
                return _require_same(found, frozen, plan), False
            _store_letter(connection, frozen)
            add = insert(mailing).values(
                uid=secrets.token_hex(8),
                issue=frozen.issue,
                letter=frozen.digest,
                audience=plan.audience,
                provider=plan.provider,
                state=MailingState.SCHEDULED,
                starts_at=plan.starts_at.timestamp(),
                time_zone=plan.time_zone,
                not_after=plan.not_after,
                doubt=plan.doubt,
                expanded_to=0,
                expanded=0,
                planned=0,
                active_at=plan.starts_at.timestamp(),
                note="",
            )
            return _read(connection.execute(add.returning(*mailing.c)).one()), True

    def find(self, mailing_id: int) -> Mailing:
        """Return one mailing.

        Raises:
            UsageError: there is none of that number.
        """
        with transaction(self.engine) as connection:
            query = select(mailing).where(mailing.c.id == mailing_id)
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UsageError(
                f"there is no mailing {mailing_id}", remedy="List them with `newsletter queue`."
            )
        return _read(row)

    def all(self, states: Iterable[MailingState] = tuple(MailingState)) -> list[Mailing]:
        """Mailings in these states, in the order they start."""
        query = select(mailing).where(mailing.c.state.in_(list(states)))
        with transaction(self.engine) as connection:
            rows = connection.execute(query.order_by(mailing.c.starts_at, mailing.c.id)).all()
        return [_read(row) for row in rows]

    def letter(self, digest: str) -> Letter:
        """Return a frozen letter."""
        with transaction(self.engine) as connection:
            query = select(letter.c.content).where(letter.c.digest == digest)
            content = connection.scalars(query).one()
            wanted = [each[0] for each in json.loads(content)["pictures"]]
            found = select(picture.c.digest, picture.c.data).where(picture.c.digest.in_(wanted))
            data = {row.digest: row.data for row in connection.execute(found)}
        return Letter.from_json(content, data)

    def start_due(self) -> None:
        """Start what is due; what is later than its editor allowed waits for a person instead."""
        now = self._now()
        due = mailing.c.starts_at <= now
        too_late = mailing.c.starts_at + mailing.c.not_after < now
        scheduled = mailing.c.state == MailingState.SCHEDULED
        late = "its time passed while nobody was there to send it"
        self._change(scheduled, too_late, state=MailingState.LATE, note=late)
        self._change(scheduled, due, ~too_late, state=MailingState.SENDING, active_at=now)
        # A mailing that nobody has worked on for as long is a machine that slept, or an old copy.
        stale = mailing.c.active_at + LONGEST_IDLE < now
        sending = mailing.c.state == MailingState.SENDING
        idle = "nobody worked on it for too long"
        self._change(sending, stale, state=MailingState.LATE, note=idle)

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
        cancelled = exists().where(
            mailing.c.id == delivery.c.mailing_id, mailing.c.state == MailingState.CANCELLED
        )
        with transaction(self.engine) as connection:
            _cancel_deliveries(connection, cancelled, self._now())

    def pause(self, mailing_id: int, note: str = "paused by hand") -> bool:
        """Stop sending for now; return whether it was scheduled or sending."""
        states = (MailingState.SCHEDULED, MailingState.SENDING)
        return self._move(mailing_id, states, state=MailingState.PAUSED, note=note)

    def resume(self, mailing_id: int) -> bool:
        """Let a waiting mailing go on, also when it is late; return whether it was waiting."""
        going = {"state": MailingState.SENDING, "active_at": self._now(), "note": ""}
        # A late one goes at once: a person has just said that it still may.
        if self._move(mailing_id, (MailingState.LATE,), **going):
            return True
        due = mailing.c.starts_at <= self._now()
        paused = (MailingState.PAUSED,)
        return self._move(mailing_id, paused, due, **going) or self._move(
            mailing_id, paused, ~due, state=MailingState.SCHEDULED, note=""
        )

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

    def _move(
        self,
        mailing_id: int,
        states: Iterable[MailingState],
        *conditions: ColumnElement[bool],
        **values: object,
    ) -> bool:
        start = mailing.c.state.in_(list(states))
        return self._change(mailing.c.id == mailing_id, start, *conditions, **values)

    def _change(self, *conditions: ColumnElement[bool], **values: object) -> bool:
        """Change the mailings that fit; return whether there were any."""
        change = update(mailing).where(*conditions).values(**values).returning(mailing.c.id)
        with transaction(self.engine) as connection:
            return bool(connection.scalars(change).all())


def _cancel_deliveries(
    connection: Connection, rows: ColumnElement[bool], now: ColumnElement[float]
) -> None:
    connection.execute(
        update(delivery)
        .where(rows, delivery.c.next_at.is_not(None), delivery.c.state.in_(UNFINISHED))
        .values(state=DeliveryState.CANCELLED, next_at=None, claim=None, changed_at=now)
    )


def _live(connection: Connection, issue: str, audience: str) -> Mailing | None:
    query = select(mailing).where(
        mailing.c.issue == issue,
        mailing.c.audience == audience,
        mailing.c.state != MailingState.CANCELLED,
    )
    row = connection.execute(query).one_or_none()
    return _read(row) if row else None


def _require_same(found: Mailing, frozen: Letter, plan: Plan) -> Mailing:
    same_letter = found.letter == frozen.digest
    if same_letter and found.starts_at == plan.starts_at and found.provider == plan.provider:
        return found
    what = "time" if same_letter else "text"
    if found.state == MailingState.FINISHED:
        remedy = "Make a new issue: readers have this one already."
    else:
        remedy = f"Run `newsletter cancel {found.id}` first; whoever has it already is left out."
    raise UsageError(
        f"{found.issue} is mailing {found.id} already ({found.state}), with another {what}",
        remedy=remedy,
    )


def _store_letter(connection: Connection, frozen: Letter) -> None:
    """Store a letter and its pictures by what they hold; what is there already stays."""
    if not connection.scalars(
        select(letter.c.digest).where(letter.c.digest == frozen.digest)
    ).all():
        connection.execute(insert(letter).values(digest=frozen.digest, content=frozen.to_json()))
    stored = set(connection.scalars(select(picture.c.digest)))
    for each in {each.digest: each for each in frozen.pictures}.values():
        if each.digest not in stored:
            connection.execute(insert(picture).values(digest=each.digest, data=each.data))


def _read(row: Row[Any]) -> Mailing:
    return Mailing(
        id=row.id,
        uid=row.uid,
        issue=row.issue,
        letter=row.letter,
        audience=row.audience,
        provider=row.provider,
        state=MailingState(row.state),
        starts_at=datetime.fromtimestamp(row.starts_at, UTC),
        time_zone=row.time_zone,
        not_after=row.not_after,
        doubt=DoubtPolicy(row.doubt),
        planned=row.planned,
        expanded=bool(row.expanded),
        note=row.note,
    )
