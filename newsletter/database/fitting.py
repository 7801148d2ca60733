"""Which subscribers a segment's rule means, in SQL: the same words for every database.

What is asked here is asked in the same way as `newsletter.audience` asks it of a single reader.
"""

from datetime import timedelta

from sqlalchemy import (
    JSON,
    ColumnElement,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    true,
    type_coerce,
)

from newsletter.database.tables import subscriber
from newsletter.model import (
    AllOf,
    AnyOf,
    AsksFor,
    Has,
    JoinedAfter,
    JoinedBefore,
    JoinedWithin,
    NoneOf,
    Rule,
    Speaks,
    SubscriberState,
)

AS_JSON = JSON().with_variant(Text(), "sqlite")
"""SQLite reads JSON from text, and PostgreSQL from a type of its own."""

Condition = ColumnElement[bool]


def is_reached(now: ColumnElement[float] | float) -> Condition:
    """Whether issues go to a subscriber at a moment: they are active, and do not rest."""
    paused = subscriber.c.paused_until
    return and_(subscriber.c.state == SubscriberState.ACTIVE, or_(paused.is_(None), paused <= now))


def fits(rule: Rule, at: float) -> Condition:
    """Whether a subscriber is one of those that a rule means at a moment, whatever their state."""
    match rule:
        case AllOf():
            return and_(true(), *(fits(each, at) for each in rule.rules))
        case AnyOf():
            return or_(false(), *(fits(each, at) for each in rule.rules))
        case NoneOf():
            return not_(or_(false(), *(fits(each, at) for each in rule.rules)))
        case Speaks():
            return _speaks(rule)
        case AsksFor():
            # Ids hold no quotes, so that one in quotes is a whole one.
            written = type_coerce(subscriber.c.topics, Text)
            return written.contains(f'"{rule.topic}"', autoescape=True)
        case Has():
            return field_value(rule.name).in_(sorted(rule.spellings))
        case JoinedWithin():
            return subscriber.c.joined_at >= at - timedelta(days=rule.days).total_seconds()
        case JoinedAfter():
            return subscriber.c.joined_at >= rule.since.timestamp()
        case JoinedBefore():
            return subscriber.c.joined_at < rule.until.timestamp()


def field_value(name: str) -> ColumnElement[str]:
    """What is known of a subscriber in a declared field; empty where nothing is."""
    stored = cast(subscriber.c.fields, AS_JSON)[name].as_string()
    return func.coalesce(stored, literal(""))


def _speaks(rule: Speaks) -> Condition:
    spoken, wanted = func.lower(subscriber.c.language), rule.language.lower()
    same = or_(spoken == wanted, spoken.startswith(f"{wanted}-", autoescape=True))
    return or_(same, subscriber.c.language == "") if rule.unsaid else same
