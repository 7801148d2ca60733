"""The list: who is on it, since when, and who has left. All SQL for subscribers."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select, update

from newsletter.audience.addresses import Address
from newsletter.audience.csvfile import Row as CsvRow
from newsletter.audience.readers import read_subscriber
from newsletter.database import consent_event, database_now, subscriber, transaction
from newsletter.errors import UsageError
from newsletter.model import ConsentEvent, Finding, Subscriber, SubscriberState

CHUNK = 5000
UNPROVED = {"method": "", "wording": "", "network": ""}


@dataclass(slots=True)
class Imported:
    """What came of an import."""

    added: int = 0
    known: int = 0
    left: int = 0
    refused: list[Finding] = field(default_factory=list)


class Subscribers:
    """Everybody on the list."""

    def __init__(
        self, engine: Engine, now: Callable[[], ColumnElement[float]] = database_now
    ) -> None:
        self._engine = engine
        self._now = now

    def add(self, rows: Iterable[CsvRow | Finding], source: str, *, dry_run: bool) -> Imported:
        """Add readers and note where they come from.

        Repeatable: who is on the list stays as they are, who has left is not brought back.
        """
        result = Imported()
        reader = iter(rows)
        while chunk := list(islice(reader, CHUNK)):
            result.refused += [row for row in chunk if isinstance(row, Finding)]
            unique = {row.address.canonical: row for row in chunk if isinstance(row, CsvRow)}
            repeated = sum(isinstance(row, CsvRow) for row in chunk) - len(unique)
            result.known += repeated
            with transaction(self._engine) as connection:
                self._add_chunk(connection, unique, source, result, dry_run=dry_run)
        return result

    def find(self, address: Address) -> Subscriber:
        """Return one subscriber.

        Raises:
            UsageError: the address is not on the list and never was.
        """
        query = select(subscriber).where(subscriber.c.canonical == address.canonical)
        with transaction(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UsageError(
                f"{address.mailed} is not on the list",
                remedy="Check the spelling; `newsletter subscribers list` shows everybody.",
            )
        return read_subscriber(row)

    def all(self) -> Iterator[Subscriber]:
        """Everybody, by address, in steps that hold no lock."""
        after = ""
        while True:
            query = select(subscriber).where(subscriber.c.canonical > after)
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

    def leave(self, subscriber_id: int, source: str) -> bool:
        """Take somebody off the list; return whether they were on it.

        Repeatable. Letters not yet begun will not be sent.
        """
        states = (SubscriberState.ACTIVE, SubscriberState.LEFT)
        return self._move(subscriber_id, *states, "left", source)

    def rejoin(self, subscriber_id: int, source: str) -> bool:
        """Bring back somebody who asked for it; return whether they had left."""
        states = (SubscriberState.LEFT, SubscriberState.ACTIVE)
        return self._move(subscriber_id, *states, "rejoined", source)

    def choose_language(self, subscriber_id: int, language: str, source: str) -> bool:
        """Note the language that somebody wants to read; return whether that is a change."""
        change = (
            update(subscriber)
            .where(subscriber.c.id == subscriber_id, subscriber.c.language != language)
            .values(language=language)
            .returning(subscriber.c.id)
        )
        with transaction(self._engine) as connection:
            changed = connection.scalars(change).one_or_none() is not None
            if changed:
                self._note(connection, [subscriber_id], f"language {language}", source)
        return changed

    def language(self, subscriber_id: int) -> str:
        """The language that somebody wants to read; empty if they never said."""
        query = select(subscriber.c.language).where(subscriber.c.id == subscriber_id)
        with transaction(self._engine) as connection:
            return connection.scalars(query).one_or_none() or ""

    def history(self, subscriber_id: int) -> list[ConsentEvent]:
        """The story of one subscriber's consent, oldest first."""
        query = select(consent_event).where(consent_event.c.subscriber_id == subscriber_id)
        with transaction(self._engine) as connection:
            rows = connection.execute(query.order_by(consent_event.c.id)).all()
        return [
            ConsentEvent(
                row.kind,
                datetime.fromtimestamp(row.at, UTC),
                row.source,
                row.method,
                row.wording,
                row.network,
            )
            for row in rows
        ]

    def _add_chunk(
        self,
        connection: Connection,
        rows: dict[str, CsvRow],
        source: str,
        result: Imported,
        *,
        dry_run: bool,
    ) -> None:
        known = _states(connection, rows)
        fresh = [row for canonical, row in rows.items() if canonical not in known]
        result.added += len(fresh)
        result.left += sum(state == SubscriberState.LEFT for state in known.values())
        result.known += sum(state == SubscriberState.ACTIVE for state in known.values())
        if fresh and not dry_run:
            add = insert(subscriber).returning(subscriber.c.id)
            at = connection.scalars(select(self._now())).one()
            ids = connection.scalars(add, [_columns(row, at) for row in fresh]).all()
            self._note(connection, ids, "joined", source)

    def _move(
        self,
        subscriber_id: int,
        start: SubscriberState,
        end: SubscriberState,
        kind: str,
        source: str,
    ) -> bool:
        """Change a state and append to the story, together; return whether it was `start`."""
        change = (
            update(subscriber)
            .where(subscriber.c.id == subscriber_id, subscriber.c.state == start)
            .values(state=end, changed_at=self._now())
            .returning(subscriber.c.id)
        )
        with transaction(self._engine) as connection:
            moved = connection.scalars(change).one_or_none() is not None
            if moved:
                self._note(connection, [subscriber_id], kind, source)
        return moved

    def _note(
        self, connection: Connection, subscribers: Iterable[int], kind: str, source: str
    ) -> None:
        """Append to the story of these subscribers."""
        at = connection.scalars(select(self._now())).one()
        events = [
            {"subscriber_id": id, "kind": kind, "at": at, "source": source, **UNPROVED}
            for id in subscribers
        ]
        connection.execute(insert(consent_event), events)


def _states(connection: Connection, rows: dict[str, CsvRow]) -> dict[str, SubscriberState]:
    """The states of those among `rows` who are known already."""
    states: dict[str, SubscriberState] = {}
    names = iter(rows)
    while part := list(islice(names, 500)):
        query = select(subscriber.c.canonical, subscriber.c.state)
        found = connection.execute(query.where(subscriber.c.canonical.in_(part)))
        states |= {canonical: SubscriberState(state) for canonical, state in found}
    return states


def _columns(row: CsvRow, at: float) -> dict[str, object]:
    return {
        "address": row.address.mailed,
        "canonical": row.address.canonical,
        "name": row.name,
        "state": SubscriberState.ACTIVE,
        "time_zone": row.time_zone,
        "language": row.language,
        "fields": dict(row.fields),
        "topics": [],
        "joined_at": at,
        "changed_at": at,
    }
