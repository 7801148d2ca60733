"""Segments: the database and the explanation mean the same readers."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select

from newsletter.audience import Answer, belongs, count_readers, count_segments, describe, explain
from newsletter.audience.readers import read_subscriber
from newsletter.database import fits, subscriber, transaction
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
    Subscriber,
    SubscriberState,
    read_rule,
    spell_rule,
)

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ZONE = "Asia/Singapore"
TOPICS = ("everyday", "every", "research")
VALUES = ("yes", "Paris nord", "zürich", 'a "b" \\ c', "%", "_", "yes%")
LANGUAGES = ("en", "en-GB", "e", "fr", "fr-CA", "pt-BR", "pt", "zh-Hant-TW")
DAYS = [date(2026, 11, 1) + timedelta(days=days) for days in range(25)]

leaves: st.SearchStrategy[Rule] = st.one_of(
    st.builds(Speaks, language=st.sampled_from(LANGUAGES), unsaid=st.booleans()),
    st.builds(AsksFor, topic=st.sampled_from(TOPICS)),
    st.builds(Has, name=st.sampled_from(["clinic", "has_baby"]), value=st.sampled_from(VALUES)),
    st.builds(JoinedWithin, days=st.integers(1, 30)),
    st.builds(JoinedAfter, day=st.sampled_from(DAYS), zone=st.just(ZONE)),
    st.builds(JoinedBefore, day=st.sampled_from(DAYS), zone=st.just(ZONE)),
)


def combine(rules: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    several = st.lists(rules, max_size=3).map(tuple)
    return st.one_of(*(st.builds(how, rules=several) for how in (AllOf, AnyOf, NoneOf)))


RULES = st.recursive(leaves, combine, max_leaves=8)


def vary(number: int) -> dict[str, object]:
    """A row of the list; a few dozen of them show every value beside every other sort of value."""
    spell: Callable[[str], str] = (str, str.upper, str.title, str.lower)[number % 4]
    day = datetime(2026, 11, 1, 15, 59, 59, tzinfo=UTC) + timedelta(days=number % 24)
    languages = ("", *LANGUAGES, "EN-gb")
    clinic = spell(VALUES[number % len(VALUES)])
    return {
        "address": f"reader{number}@example.org",
        "canonical": f"reader{number}@example.org",
        "name": "",
        "state": SubscriberState.ACTIVE,
        "time_zone": "",
        "language": languages[number % len(languages)],
        "fields": [{}, {"clinic": clinic}, {"has_baby": spell("yes"), "clinic": clinic}][
            number % 3
        ],
        "topics": [topic for place, topic in enumerate(TOPICS) if number >> place & 1],
        "joined_at": (day + timedelta(seconds=number % 2)).timestamp(),
        "changed_at": 0,
    }


@pytest.fixture
def readers(engine: Engine) -> list[Subscriber]:
    """A list with every sort of reader on it."""
    with transaction(engine) as connection:
        connection.execute(insert(subscriber), [vary(number) for number in range(96)])
        return [read_subscriber(row) for row in connection.execute(select(subscriber))]


@settings(
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rule=RULES)
def test_the_database_and_the_explanation_mean_the_same_readers(
    engine: Engine, readers: list[Subscriber], rule: Rule
) -> None:
    query = select(subscriber.c.id).where(fits(rule, AT.timestamp()))
    with transaction(engine) as connection:
        found = set(connection.scalars(query))

    assert found == {each.id for each in readers if belongs(rule, each, AT)}
    assert all(explain(rule, each, AT)[0].holds == (each.id in found) for each in readers)
    assert read_rule(spell_rule(rule)) == rule


FEW = {
    "ana": {"language": "en-GB", "topics": ["everyday"], "fields": {"has_baby": "YES"}},
    "bo": {"language": "", "topics": [], "fields": {"clinic": "Paris Nord"}},
    "chloe": {"language": "fr-CA", "topics": ["everyday", "research"], "fields": {}},
    "dee": {"language": "e", "topics": ["every"], "fields": {"clinic": "ZÜRICH"}},
}


@pytest.fixture
def few(engine: Engine) -> Engine:
    """A list of four readers."""
    rows = [{**vary(number), **FEW[name]} for number, name in enumerate(FEW)]
    rows = [{**row, "name": name} for row, name in zip(rows, FEW, strict=True)]
    with transaction(engine) as connection:
        connection.execute(insert(subscriber), rows)
    return engine


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (Speaks(language="en"), "ana"),
        (Speaks(language="en", unsaid=True), "ana bo"),
        (Speaks(language="fr-FR"), ""),
        (AsksFor(topic="every"), "dee"),
        (Has(name="has_baby", value="yes"), "ana"),
        (Has(name="clinic", value="paris nord"), "bo"),
        (Has(name="clinic", value="Zürich"), "dee"),
        (NoneOf(rules=(AsksFor(topic="every"), AsksFor(topic="research"))), "ana bo"),
        (AllOf(rules=()), "ana bo chloe dee"),
        (AnyOf(rules=()), ""),
    ],
)
def test_a_rule_means_its_readers(few: Engine, rule: Rule, names: str) -> None:
    query = select(subscriber.c.name).where(fits(rule, AT.timestamp()))
    with transaction(few) as connection:
        found = connection.scalars(query.order_by(subscriber.c.id)).all()

    assert " ".join(found) == names
    assert count_readers(few, rule, AT) == len(found)


def test_several_segments_are_counted_in_one_look(few: Engine) -> None:
    rules = {"french": Speaks(language="fr"), "all": None, "nobody": AnyOf(rules=())}

    assert count_segments(few, rules, AT) == {"french": 1, "all": 4, "nobody": 0}
    assert count_segments(few, {}, AT) == {}


@pytest.mark.parametrize(
    ("values", "reached"),
    [
        ({"state": SubscriberState.LEFT}, 0),
        ({"state": SubscriberState.PENDING}, 0),
        ({"paused_until": AT.timestamp() + 1}, 0),
        ({"paused_until": AT.timestamp()}, 1),
        ({}, 1),
    ],
)
def test_only_whoever_gets_letters_counts(
    engine: Engine, values: dict[str, object], reached: int
) -> None:
    with transaction(engine) as connection:
        connection.execute(insert(subscriber), [{**vary(1), **values}])

    assert count_readers(engine, None, AT) == reached
    assert count_readers(engine, AllOf(rules=()), AT) == reached


def day_of(moment: str) -> Subscriber:
    joined = datetime.fromisoformat(moment)
    return Subscriber(1, "a@example.org", "", SubscriberState.ACTIVE, "", "", joined_at=joined)


@pytest.mark.parametrize(
    ("moment", "after", "before"),
    [
        ("2026-10-30T15:59:59+00:00", False, True),
        ("2026-10-30T16:00:00+00:00", False, False),
        ("2026-10-31T15:59:59+00:00", False, False),
        ("2026-10-31T16:00:00+00:00", True, False),
    ],
)
def test_a_day_begins_and_ends_where_the_newsletter_lives(
    moment: str, after: bool, before: bool
) -> None:
    day, reader = date(2026, 10, 31), day_of(moment)

    assert belongs(JoinedAfter(day=day, zone=ZONE), reader, AT) is after
    assert belongs(JoinedBefore(day=day, zone=ZONE), reader, AT) is before


def test_a_day_counts_24_hours_back_from_the_moment() -> None:
    reader = day_of("2026-11-19T12:00:00+00:00")

    assert belongs(JoinedWithin(days=1), reader, AT)
    assert not belongs(JoinedWithin(days=1), reader, AT + timedelta(seconds=1))


MIXED = AllOf(
    rules=(
        JoinedWithin(days=30),
        AnyOf(rules=(Speaks(language="fr"), AsksFor(topic="everyday"))),
        NoneOf(rules=(Has(name="has_baby", value="yes"),)),
        JoinedAfter(day=date(2026, 11, 1), zone=ZONE),
        JoinedBefore(day=date(2026, 11, 1), zone=ZONE),
    )
)


def test_an_explanation_answers_every_question_with_what_is_known() -> None:
    reader = Subscriber(
        1,
        "ana@example.org",
        "Ana",
        SubscriberState.ACTIVE,
        "",
        "",
        {"has_baby": "Yes"},
        ("everyday", "research"),
        datetime(2026, 11, 3, 18, 30, tzinfo=UTC),
    )

    assert explain(MIXED, reader, AT) == (
        Answer(0, "all of these", False),
        Answer(1, "joined: within 30 days", True, "joined 2026-11-03 18:30 UTC"),
        Answer(1, "one of these", True),
        Answer(2, "language: fr", False, "never said, reads the newsletter's own"),
        Answer(2, "topics: everyday", True, "everyday, research"),
        Answer(1, "none of these", False),
        Answer(2, "has-baby: yes", True, "Yes"),
        Answer(1, "joined: after 2026-11-01", True, f"joined 2026-11-04 02:30 {ZONE}"),
        Answer(1, "joined: before 2026-11-01", False, f"joined 2026-11-04 02:30 {ZONE}"),
    )


def test_a_rule_is_described_without_a_reader() -> None:
    reader = day_of("2026-11-03T00:00:00+00:00")

    answers = explain(MIXED, reader, AT)
    assert list(describe(MIXED)) == [(each.depth, each.asked) for each in answers]
    assert [each.known for each in answers if each.asked.startswith(("has", "topics"))] == [
        "chose none",
        "not known",
    ]
