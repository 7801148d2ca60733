"""Readers are counted now and then, not each time that somebody asks."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from newsletter.audience import Subscribers
from newsletter.web.preview.census import KEPT, Census
from tests.conftest import add_readers


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def count(census: Census, *fields: str) -> int:
    return sum(group.readers for group in census.groups(fields))


def test_a_count_stands_for_some_seconds(engine: Engine, subscribers: Subscribers) -> None:
    watch = Watch()
    census = Census(lambda: engine, watch)
    assert count(census) == 0

    add_readers(subscribers, 3)
    watch.now += KEPT
    assert count(census) == 0
    watch.now += timedelta(seconds=1)
    assert count(census) == 3


def test_other_fields_are_counted_apart(engine: Engine, subscribers: Subscribers) -> None:
    census = Census(lambda: engine, Watch())
    assert count(census) == 0

    add_readers(subscribers, 3)
    assert count(census, "name") == 3
    assert count(census) == 0
