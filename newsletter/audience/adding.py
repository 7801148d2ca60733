"""Adding many readers at once: in steps, each of them one transaction.

Repeatable: whoever is on the list stays as they are, and whoever is off it is not brought back.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice, pairwise

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    exists,
    func,
    insert,
    literal,
    select,
)

from newsletter.audience.files import Refusal, Row
from newsletter.audience.steps import ACTIVE, Step
from newsletter.audience.updating import HERE, apply_changes, find_changes
from newsletter.audience.wordings import Wordings
from newsletter.database import consent_event, insert_new, reading, subscriber, transaction
from newsletter.model import Finding, Proof, SubscriberState

CHUNK = 5000
FIRST = 20
"""Findings that are kept of many: the others are counted."""

MOST_WORDINGS = 1000

FindSuppressed = Callable[[Collection[str]], Mapping[str, SubscriberState]]
"""Says which of some addresses, in canonical form, must not come back, and why."""


def suppress_nobody(_canonicals: Collection[str]) -> Mapping[str, SubscriberState]:
    """Say of everybody that they may come back."""
    return {}


@dataclass(frozen=True, slots=True)
class Terms:
    """How readers are added: the proof for everybody, and what becomes of those who are known.

    With `update`, what the rows say of a known reader takes the place of what was kept.
    """

    proof: Proof
    update: bool = False
    dry_run: bool = False
    find_suppressed: FindSuppressed = suppress_nobody


@dataclass(slots=True)
class Imported:
    """What came of an import.

    `known` are on the list already, `updated` those of them who were changed; `away` are off it,
    by state, and stay so. `findings` are the first of those `refused`.
    """

    added: int = 0
    updated: int = 0
    known: int = 0
    away: Counter[SubscriberState] = field(default_factory=Counter)
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)


class Intake:
    """One import into a database; `now` is the database's clock."""

    def __init__(
        self, engine: Engine, terms: Terms, now: Callable[[], ColumnElement[float]]
    ) -> None:
        self._engine = engine
        self._terms = terms
        self._now = now
        self._result = Imported()
        self._keep_wording = lru_cache(MOST_WORDINGS)(Wordings(engine, now).store)
        self._would_add = array("q")

    def take(self, rows: Iterable[Row | Refusal]) -> Imported:
        """Add these readers; the first row of an address counts, or with `update` the last."""
        reader = iter(rows)
        while chunk := list(islice(reader, CHUNK)):
            readers = self._sort_out(chunk)
            if self._terms.dry_run:
                with reading(self._engine) as connection:
                    self._foresee(connection, readers)
            else:
                bases = {row.basis for row in readers.values()}
                proofs = {basis: self._prove(basis) for basis in bases}
                with transaction(self._engine) as connection:
                    self._bring_in(connection, readers, proofs)
        self._discount_repeated()
        return self._result

    def _sort_out(self, chunk: Iterable[Row | Refusal]) -> dict[str, Row]:
        """The readers among these rows by their canonical address; what is none is counted."""
        readers: dict[str, Row] = {}
        for row in chunk:
            if isinstance(row, Refusal):
                self._result.refused += 1
                self._result.findings += [row.finding][: FIRST - len(self._result.findings)]
                continue
            self._result.known += row.address.canonical in readers
            if self._terms.update or row.address.canonical not in readers:
                readers[row.address.canonical] = row
        return readers

    def _foresee(self, connection: Connection, readers: Mapping[str, Row]) -> None:
        fresh = self._find_fresh(connection, readers)
        self._result.added += len(fresh)
        self._would_add.extend(map(hash, fresh))
        if self._terms.update:
            self._result.updated += len(find_changes(connection, readers))

    def _bring_in(
        self, connection: Connection, readers: Mapping[str, Row], proofs: Mapping[str, Proof]
    ) -> None:
        at = connection.scalars(select(self._now())).one()
        if self._terms.update:
            changes = find_changes(connection, readers)
            apply_changes(connection, changes, at, self._terms.proof)
            self._result.updated += len(changes)
        fresh = [readers[each] for each in self._find_fresh(connection, readers)]
        if fresh:
            before = connection.scalars(select(func.coalesce(func.max(subscriber.c.id), 0))).one()
            connection.execute(insert_new(subscriber), [_columns(row, at) for row in fresh])
            for who, proof in _group(fresh, proofs):
                added = _note_joined(connection, (subscriber.c.id > before, *who), at, proof)
                self._result.added += added

    def _find_fresh(self, connection: Connection, readers: Mapping[str, Row]) -> list[str]:
        """Those of whom nobody knows; whoever is known is counted."""
        query = select(subscriber.c.canonical, subscriber.c.state)
        rows = connection.execute(query.where(subscriber.c.canonical.in_(readers)))
        known = {canonical: SubscriberState(state) for canonical, state in rows}
        states = Counter(known.values())
        strangers = [each for each in readers if each not in known]
        suppressed = self._terms.find_suppressed(strangers)
        states.update(suppressed.values())
        self._result.known += sum(states.pop(state, 0) for state in HERE)
        self._result.away += states
        return [each for each in strangers if each not in suppressed]

    def _prove(self, basis: str) -> Proof:
        """The proof of those who are added on a basis: its words are kept once."""
        if not basis:
            return self._terms.proof
        return replace(self._terms.proof, wording=self._keep_wording("", basis))

    def _discount_repeated(self) -> None:
        """Count whom a dry run has met twice, far from each other, as an import would."""
        repeated = sum(one == next_ for one, next_ in pairwise(sorted(self._would_add)))
        self._result.added -= repeated
        self._result.known += repeated


def _columns(row: Row, at: float) -> dict[str, object]:
    return {
        "address": row.address.mailed,
        "canonical": row.address.canonical,
        "name": row.name,
        "state": ACTIVE,
        "time_zone": row.time_zone,
        "language": row.language,
        "fields": dict(row.fields),
        "topics": list(row.topics),
        "joined_at": at,
        "changed_at": at,
    }


def _group(
    rows: Iterable[Row], proofs: Mapping[str, Proof]
) -> Iterator[tuple[list[ColumnElement[bool]], Proof]]:
    """Yield each proof and whose it is; where all have the same, nobody needs to be named."""
    by_basis = defaultdict[str, list[str]](list)
    for row in rows:
        by_basis[row.basis].append(row.address.canonical)
    for basis, names in by_basis.items():
        yield [subscriber.c.canonical.in_(names)] if len(by_basis) > 1 else [], proofs[basis]


def _note_joined(
    connection: Connection, who: Iterable[ColumnElement[bool]], at: float, proof: Proof
) -> int:
    """Begin the story of those just added; return how many they are."""
    said = {
        "kind": Step.JOINED.value,
        "at": at,
        "source": proof.source,
        "method": proof.method,
        "wording": proof.wording,
        "network": proof.network,
    }
    # Whoever was added by somebody else in the meantime has a story already.
    has_one = exists().where(consent_event.c.subscriber_id == subscriber.c.id)
    begun = select(subscriber.c.id, *map(literal, said.values())).where(*who, ~has_one)
    begin = insert(consent_event).from_select(["subscriber_id", *said], begun)
    return connection.execute(begin, execution_options={"preserve_rowcount": True}).rowcount
