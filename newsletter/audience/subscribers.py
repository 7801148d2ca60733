"""The list: who is on it, since when, and who has left. All SQL for subscribers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, select, update

from newsletter.audience.adding import FindSuppressed, Imported, Intake, Terms, suppress_nobody
from newsletter.audience.addresses import Address
from newsletter.audience.files import Refusal, Row
from newsletter.audience.readers import read_subscriber
from newsletter.audience.steps import ACTIVE, MOVES, PENDING, Step, tell_changes
from newsletter.audience.story import append_step, last_step_but_leaving, read_story
from newsletter.database import database_now, insert_new, reading, subscriber, transaction
from newsletter.errors import UsageError
from newsletter.model import (
    Choices,
    ConsentEvent,
    Proof,
    Subscriber,
    SubscriberState,
)

CHUNK = 5000
HAS_ADDRESS = subscriber.c.state != SubscriberState.ERASED


class Subscribers:
    """Everybody on the list."""

    def __init__(
        self, engine: Engine, now: Callable[[], ColumnElement[float]] = database_now
    ) -> None:
        self._engine = engine
        self._now = now

    def add(
        self,
        rows: Iterable[Row | Refusal],
        source: str,
        *,
        method: str = "import",
        update: bool = False,
        dry_run: bool = False,
        find_suppressed: FindSuppressed = suppress_nobody,
    ) -> Imported:
        """Add readers and note where they come from.

        Repeatable: who is on the list stays as they are, but with `update`, and whoever is off it
        is not brought back.
        """
        terms = Terms(Proof(source, method), update, dry_run, find_suppressed)
        return Intake(self._engine, terms, self._now).take(rows)

    def find(self, address: Address) -> Subscriber:
        """Return one subscriber.

        Raises:
            UsageError: the address is not on the list and never was.
        """
        found = self.look_up(address)
        if found is None:
            raise UsageError(
                f"{address.mailed} is not on the list",
                remedy="Check the spelling; `newsletter subscribers list` shows everybody.",
            )
        return found

    def look_up(self, address: Address) -> Subscriber | None:
        """Whoever has this address, in whatever state."""
        return self._look_up(subscriber.c.canonical == address.canonical)

    def all(self) -> Iterator[Subscriber]:
        """Everybody who has an address, in its order, in steps that hold no lock."""
        after = ""
        while True:
            query = select(subscriber).where(subscriber.c.canonical > after, HAS_ADDRESS)
            query = query.order_by(subscriber.c.canonical).limit(CHUNK)
            with transaction(self._engine) as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from map(read_subscriber, rows)
            after = rows[-1].canonical

    def counts(self) -> Counter[SubscriberState]:
        """How many are in each state."""
        query = select(subscriber.c.state, func.count()).group_by(subscriber.c.state)
        with transaction(self._engine) as connection:
            rows = connection.execute(query)
            return Counter({SubscriberState(state): count for state, count in rows})

    def get(self, subscriber_id: int) -> Subscriber | None:
        """Whoever has this number, in whatever state."""
        return self._look_up(subscriber.c.id == subscriber_id)

    def history(self, subscriber_id: int) -> list[ConsentEvent]:
        """The story of one subscriber's consent, oldest first."""
        with reading(self._engine) as connection:
            return read_story(connection, subscriber_id)

    def ask(
        self,
        address: Address,
        name: str,
        language: str,
        proof: Proof,
        topics: Sequence[str] = (),
    ) -> Subscriber:
        """Note that somebody asks for letters; return who it is, by the state they have then.

        Who is new or had left is pending: they still have to confirm. Everybody else stays as they
        are, in everything: whoever fills in a form may be a stranger.
        """
        said = {"name": name, "language": language, "topics": list(topics)}
        same = subscriber.c.canonical == address.canonical
        with transaction(self._engine) as connection:
            at = self._read_clock(connection)
            begin = insert_new(subscriber).values(_begin(address, at) | said)
            asking = connection.scalars(begin.returning(subscriber.c.id)).one_or_none()
            if asking:
                append_step(connection, [asking], Step.ASKED, at, proof)
            else:
                kept = {name: value for name, value in said.items() if value}
                self._take(connection, Step.ASKED, proof, same, **kept)
            return read_subscriber(connection.execute(select(subscriber).where(same)).one())

    def confirm(self, subscriber_id: int, proof: Proof) -> bool:
        """Put somebody on the list who has asked for it; return whether they were pending.

        A pause from before they left ends: they want letters.
        """
        anew = {"joined_at": self._now(), "paused_until": None}
        return self._move(subscriber_id, Step.CONFIRMED, proof, **anew)

    def leave(self, subscriber_id: int, proof: Proof) -> bool:
        """Take somebody off the list; return whether they were on it, or about to be.

        Letters not yet begun will not be sent.
        """
        return self._move(subscriber_id, Step.LEFT, proof)

    def rejoin(
        self, subscriber_id: int, proof: Proof, *, within: timedelta = timedelta.max
    ) -> bool:
        """Bring back somebody who has left, not longer ago than that; return whether they had.

        Whoever had only asked, and left without confirming, cannot come to be on the list by this.
        """
        since = subscriber.c.changed_at >= self._now() - within.total_seconds()
        was_on_it = last_step_but_leaving() != Step.ASKED
        return self._move(subscriber_id, Step.REJOINED, proof, since, was_on_it)

    def readmit(self, subscriber_id: int, proof: Proof) -> bool:
        """Put somebody on the list at an operator's word, who vouches for it with the proof.

        Whatever kept them off; return whether something did.
        """
        return self._move(subscriber_id, Step.READMITTED, proof)

    def suppress(self, subscriber_id: int, reason: SubscriberState, proof: Proof) -> bool:
        """Keep somebody off the list: they bounced, complained, or an operator says never.

        Returns whether that is a change; a weaker reason does not take a stronger one's place.
        """
        return self._move(subscriber_id, Step(reason), proof)

    def choose(self, subscriber_id: int, choices: Choices, proof: Proof) -> bool:
        """Note what somebody wants to get, and when; return whether that is a change.

        Only of those who are on the list, or about to be.
        """
        here = and_(subscriber.c.id == subscriber_id, subscriber.c.state.in_((PENDING, ACTIVE)))
        with transaction(self._engine) as connection:
            query = select(subscriber).where(here).with_for_update()
            row = connection.execute(query).one_or_none()
            steps = tell_changes(read_subscriber(row).choices, choices) if row else []
            if steps:
                change = update(subscriber).where(subscriber.c.id == subscriber_id)
                connection.execute(change.values(_choice_columns(choices)))
            for step in steps:
                append_step(connection, [subscriber_id], step, self._read_clock(connection), proof)
        return bool(steps)

    def _look_up(self, who: ColumnElement[bool]) -> Subscriber | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(subscriber).where(who)).one_or_none()
        return read_subscriber(row) if row else None

    def _move(
        self,
        subscriber_id: int,
        step: Step,
        proof: Proof,
        *conditions: ColumnElement[bool],
        **values: object,
    ) -> bool:
        """Take a step with one subscriber; return whether it led anywhere."""
        with transaction(self._engine) as connection:
            who = (subscriber.c.id == subscriber_id, *conditions)
            return self._take(connection, step, proof, *who, **values)

    def _take(
        self,
        connection: Connection,
        step: Step,
        proof: Proof,
        *who: ColumnElement[bool],
        **values: object,
    ) -> bool:
        """Change a state and append to the story, together."""
        at, move = self._read_clock(connection), MOVES[step]
        change = (
            update(subscriber)
            .where(*who, subscriber.c.state.in_(move.starts))
            .values(state=move.end, changed_at=at, **values)
            .returning(subscriber.c.id)
        )
        moved = connection.scalars(change).all()
        if moved:
            append_step(connection, moved, step, at, proof)
        return bool(moved)

    def _read_clock(self, connection: Connection) -> float:
        return connection.scalars(select(self._now())).one()


def _begin(address: Address, at: float) -> dict[str, object]:
    """The row of somebody who asks for the first time; what they say of themselves is left out."""
    return {
        "address": address.mailed,
        "canonical": address.canonical,
        "state": PENDING,
        "time_zone": "",
        "fields": {},
        "joined_at": at,
        "changed_at": at,
    }


def _choice_columns(choices: Choices) -> dict[str, object]:
    until = choices.paused_until
    return {
        "language": choices.language,
        "topics": list(choices.topics),
        "time_zone": choices.time_zone,
        "paused_until": until.timestamp() if until else None,
    }
