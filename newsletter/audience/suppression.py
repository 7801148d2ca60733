"""Whoever must not come back by import: known by a keyed digest of their address alone.

Digests are made with the workspace's keys, so that a stolen database cannot be searched for an
address; they are looked up under every key, since those of an older one cannot be made anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, delete, select, update

from newsletter.database import database_now, insert_new, reading, suppression, transaction
from newsletter.model import Keyring, SubscriberState

Item = TypeVar("Item")

CHUNK = 5000
USE = "suppression"
ERASED = SubscriberState.ERASED


class Suppressions:
    """All digests of one database, read and written with the keys of its workspace."""

    def __init__(
        self,
        engine: Engine,
        keys: Keyring,
        now: Callable[[], ColumnElement[float]] = database_now,
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._now = now

    def find(self, canonicals: Iterable[str]) -> Mapping[str, SubscriberState]:
        """Return those of these addresses, in canonical form, that no import may bring back.

        With each comes why, the stronger of two reasons.
        """
        reasons: dict[str, SubscriberState] = {}
        if not self._read(1):
            return reasons
        for part in _cut(canonicals):
            names = {digest: each for each in part for digest in self._keys.digests(USE, each)}
            for digest, reason in self._stored(names):
                if reasons.get(names[digest], ERASED) == ERASED:
                    reasons[names[digest]] = reason
        return reasons

    def keeps_off(self, canonical: str) -> bool:
        """Whether even their own asking is not heard: they complained, or an operator said never.

        Whoever was erased and nothing else may ask like anybody.
        """
        return self.reason(canonical) not in (None, ERASED)

    def reason(self, canonical: str) -> SubscriberState | None:
        """Why an address must not come back, if it must not."""
        return self.find([canonical]).get(canonical)

    def add(self, canonical: str, reason: SubscriberState) -> None:
        """Keep an address off the list, whether or not anybody knows it. Repeatable."""
        with transaction(self._engine) as connection:
            at = connection.scalars(select(self._now())).one()
            suppress(connection, self._keys, canonical, reason, at)

    def lift(self, canonical: str) -> None:
        """Let an address come back."""
        digests = self._keys.digests(USE, canonical)
        with transaction(self._engine) as connection:
            connection.execute(delete(suppression).where(suppression.c.digest.in_(digests)))

    def _stored(self, digests: Collection[bytes]) -> Iterator[tuple[bytes, SubscriberState]]:
        """Those of these digests that are stored, with the reason."""
        # Most lists have few: to read them all is quicker than to ask for thousands by name.
        rows = self._read(CHUNK)
        if len(rows) == CHUNK:
            wanted = (suppression.c.digest.in_(part) for part in _cut(digests))
            rows = [row for each in wanted for row in self._read(CHUNK, each)]
        return (each for each in rows if each[0] in digests)

    def _read(self, most: int, *which: ColumnElement[bool]) -> list[tuple[bytes, SubscriberState]]:
        query = select(suppression.c.digest, suppression.c.reason).where(*which).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(query)
            return [(bytes(row.digest), SubscriberState(row.reason)) for row in rows]


def _cut(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The same in parts that one statement can hold."""
    rest = iter(items)
    while part := list(islice(rest, CHUNK)):
        yield part


def suppress(
    connection: Connection, keys: Keyring, canonical: str, reason: SubscriberState, at: float
) -> None:
    """Write down a digest and why; a reason stronger than erasure takes its place."""
    digest = keys.digests(USE, canonical)[0]
    connection.execute(insert_new(suppression).values(digest=digest, reason=reason, at=at))
    if reason != ERASED:
        weaker = (suppression.c.digest == digest, suppression.c.reason == ERASED)
        connection.execute(update(suppression).where(*weaker).values(reason=reason, at=at))
