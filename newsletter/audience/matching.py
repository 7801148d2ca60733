"""Why somebody belongs to a segment, or does not: one reader held against a rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsletter.localtime import LocalTime
from newsletter.model import (
    AllOf,
    AnyOf,
    AsksFor,
    Combined,
    Has,
    JoinedAfter,
    JoinedBefore,
    JoinedWithin,
    NoneOf,
    Rule,
    Speaks,
    Subscriber,
    is_within,
    spell_in_files,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of an explanation: what is asked, whether it holds, and what is known of the reader.

    `depth` counts the rules around it; `known` is empty for a rule that is made of others.
    """

    depth: int
    asked: str
    holds: bool
    known: str = ""


def belongs(rule: Rule, reader: Subscriber, at: datetime) -> bool:
    """Whether a rule means this reader at a moment, whatever their state."""
    match rule:
        case AllOf():
            return all(belongs(each, reader, at) for each in rule.rules)
        case AnyOf():
            return any(belongs(each, reader, at) for each in rule.rules)
        case NoneOf():
            return not any(belongs(each, reader, at) for each in rule.rules)
        case Speaks():
            unsaid = rule.unsaid and not reader.language
            return unsaid or is_within(reader.language, rule.language)
        case AsksFor():
            return rule.topic in reader.topics
        case Has():
            return reader.fields.get(rule.name, "") in rule.spellings
        case JoinedWithin():
            return _joined(reader) >= at - timedelta(days=rule.days)
        case JoinedAfter():
            return _joined(reader) >= rule.since
        case JoinedBefore():
            return _joined(reader) < rule.until


def explain(rule: Rule, reader: Subscriber, at: datetime) -> tuple[Answer, ...]:
    """Answer every question of a rule for one reader, outermost first."""
    return tuple(_answer(rule, reader, at, 0))


def describe(rule: Rule, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield every question of a rule in words, each with the number of rules around it."""
    yield depth, _ask(rule)
    for each in _parts(rule):
        yield from describe(each, depth + 1)


def _answer(rule: Rule, reader: Subscriber, at: datetime, depth: int) -> Iterator[Answer]:
    yield Answer(depth, _ask(rule), belongs(rule, reader, at), _known(rule, reader))
    for each in _parts(rule):
        yield from _answer(each, reader, at, depth + 1)


def _parts(rule: Rule) -> tuple[Rule, ...]:
    return rule.rules if isinstance(rule, Combined) else ()


def _ask(rule: Rule) -> str:
    match rule:
        case AllOf():
            return "all of these"
        case AnyOf():
            return "one of these"
        case NoneOf():
            return "none of these"
        case Speaks():
            return f"language: {rule.language}"
        case AsksFor():
            return f"topics: {rule.topic}"
        case Has():
            return f"{spell_in_files(rule.name)}: {rule.value}"
        case JoinedWithin():
            return f"joined: within {rule.days} {'day' if rule.days == 1 else 'days'}"
        case JoinedAfter():
            return f"joined: after {rule.day}"
        case JoinedBefore():
            return f"joined: before {rule.day}"


def _known(rule: Rule, reader: Subscriber) -> str:
    """What decides about a question, as it stands on the list."""
    match rule:
        case Speaks():
            return reader.language or "never said, reads the newsletter's own"
        case AsksFor():
            return ", ".join(reader.topics) or "chose none"
        case Has():
            return reader.fields.get(rule.name, "") or "not known"
        case JoinedAfter() | JoinedBefore():
            return f"joined {LocalTime.at(_joined(reader), rule.zone)}"
        case JoinedWithin():
            return f"joined {LocalTime.at(_joined(reader), 'UTC')}"
        case _:
            return ""


def _joined(reader: Subscriber) -> datetime:
    """When a reader came to the list; long ago, where nobody wrote it down."""
    return reader.joined_at or datetime.fromtimestamp(0, UTC)
