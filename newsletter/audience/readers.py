"""Looking at the list without touching it: who is on it by a part of a name, how many of each sort.

Only active subscribers are seen: nobody else is ever mailed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, func, or_, select, true

from newsletter.database import field_value, fits, is_reached, reading, subscriber
from newsletter.errors import UsageError
from newsletter.model import NAME, Rule, Subscriber, SubscriberState

MOST = 20
"""Readers that one search shows: it is for finding one, not for going through the list."""

ACTIVE = subscriber.c.state == SubscriberState.ACTIVE


@dataclass(frozen=True, slots=True)
class Group:
    """Readers of one language who have the same values, as they are stored, in some fields."""

    language: str
    values: Mapping[str, str]
    readers: int


def search_readers(engine: Engine, words: str, most: int = MOST) -> tuple[Subscriber, ...]:
    """Return readers with these words in their name or address, the longest on the list first.

    Nobody, where there are no words.
    """
    wanted = words.strip()
    if not wanted:
        return ()
    # Databases know the two cases of ASCII letters alone.
    spellings = {wanted, wanted.lower(), wanted.upper(), wanted.title()}
    named = or_(*(subscriber.c.name.icontains(each, autoescape=True) for each in spellings))
    addressed = subscriber.c.canonical.contains(wanted.casefold(), autoescape=True)
    query = select(subscriber).where(ACTIVE, or_(named, addressed)).order_by(subscriber.c.id)
    with reading(engine) as connection:
        return tuple(map(read_subscriber, connection.execute(query.limit(most))))


def find_reader(engine: Engine, subscriber_id: int) -> Subscriber:
    """Return one reader.

    Raises:
        UsageError: nobody on the list has that number.
    """
    query = select(subscriber).where(ACTIVE, subscriber.c.id == subscriber_id)
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        problem = f"nobody on the list has the number {subscriber_id}"
        raise UsageError(problem, remedy="Search for the reader again: they may have left.")
    return read_subscriber(row)


def count_groups(
    engine: Engine, fields: Collection[str], at: datetime, rule: Rule | None = None
) -> Iterator[Group]:
    """Yield how many an issue would reach in each language, by their values in these fields.

    What a reader lacks is empty. With a `rule`, only its readers count, as they are `at` a moment.
    The database counts; as many groups come back as there are different values.
    """
    names = sorted(fields)
    columns = [subscriber.c.language, *map(_value, names)]
    moment = at.timestamp()
    meant = fits(rule, moment) if rule else true()
    query = select(*columns, func.count()).where(is_reached(moment), meant).group_by(*columns)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    for language, *values, readers in rows:
        yield Group(language, dict(zip(names, values, strict=True)), readers)


def read_subscriber(row: Row[Any]) -> Subscriber:
    """A row of the table as a noun."""
    return Subscriber(
        id=row.id,
        address=row.address,
        name=row.name,
        state=SubscriberState(row.state),
        time_zone=row.time_zone,
        language=row.language,
        fields=row.fields,
        topics=tuple(row.topics),
        joined_at=datetime.fromtimestamp(row.joined_at, UTC),
        changed_at=datetime.fromtimestamp(row.changed_at, UTC),
        paused_until=row.paused_until and datetime.fromtimestamp(row.paused_until, UTC),
    )


def _value(field: str) -> ColumnElement[str]:
    """What is known of a reader in a field."""
    return subscriber.c.name if field == NAME else field_value(field)
