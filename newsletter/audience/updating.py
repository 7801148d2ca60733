"""Changing many readers at once, by what a file says of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, select, update

from newsletter.audience.files import Row
from newsletter.audience.readers import read_subscriber
from newsletter.audience.steps import ACTIVE, PENDING, tell_changes
from newsletter.audience.story import append_step
from newsletter.database import subscriber
from newsletter.model import Proof, Subscriber

HERE = (PENDING, ACTIVE)
COLUMNS = ("name", "time_zone", "language", "fields", "topics")


@dataclass(frozen=True, slots=True)
class Change:
    """A reader as they are, and as a file says that they are."""

    before: Subscriber
    after: Subscriber


def find_changes(connection: Connection, rows: Mapping[str, Row]) -> list[Change]:
    """Whom of those on the list these rows, by canonical address, would change."""
    here = subscriber.c.canonical.in_(rows), subscriber.c.state.in_(HERE)
    stored = connection.execute(select(subscriber).where(*here).with_for_update()).all()
    readers = [(read_subscriber(each), rows[each.canonical]) for each in stored]
    changes = [Change(before, _follow(before, row)) for before, row in readers]
    return [each for each in changes if each.before != each.after]


def apply_changes(
    connection: Connection, changes: Collection[Change], at: float, proof: Proof
) -> None:
    """Write down what differs, and tell of each choice that does."""
    if not changes:
        return
    change = update(subscriber).where(subscriber.c.id == bindparam("reader"))
    change = change.values({name: bindparam(f"new_{name}") for name in COLUMNS})
    connection.execute(change, [_columns(each.after) for each in changes])
    steps = defaultdict[str, list[int]](list)
    for each in changes:
        for step in tell_changes(each.before.choices, each.after.choices):
            steps[step].append(each.after.id)
    for step, ids in steps.items():
        append_step(connection, ids, step, at, proof)


def _follow(before: Subscriber, row: Row) -> Subscriber:
    """A subscriber with what a row says; where it says nothing, as before."""
    return replace(
        before,
        name=row.name or before.name,
        time_zone=row.time_zone or before.time_zone,
        language=row.language or before.language,
        fields={**before.fields, **row.fields},
        topics=row.topics or before.topics,
    )


def _columns(reader: Subscriber) -> dict[str, object]:
    return {"reader": reader.id, **{f"new_{name}": getattr(reader, name) for name in COLUMNS}}
