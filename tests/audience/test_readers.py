"""Looking at the list: searching it, and counting it."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, update

from newsletter.audience import (
    Group,
    Row,
    Subscribers,
    count_groups,
    find_reader,
    parse_address,
    search_readers,
)
from newsletter.database import subscriber, transaction
from newsletter.errors import UsageError
from newsletter.model import Proof, Speaks
from tests.conftest import add_readers

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def add(
    subscribers: Subscribers,
    address: str,
    name: str = "",
    language: str = "",
    fields: Mapping[str, str] | None = None,
) -> int:
    """Put a reader on the list; return their number."""
    parsed = parse_address(address)
    subscribers.add([Row(parsed, name, "", language, fields or {})], "test", dry_run=False)
    return subscribers.find(parsed).id


@pytest.fixture
def three(subscribers: Subscribers) -> Subscribers:
    add(subscribers, "zoe@example.org", "Zoë Lefèvre", "fr")
    add(subscribers, "100%_sure@example.org", "Ana")
    add(subscribers, "bo@example.com", "Bo Silva")
    return subscribers


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("lef", ["Zoë Lefèvre"]),
        (" ZOË ", ["Zoë Lefèvre"]),
        ("zoë", ["Zoë Lefèvre"]),
        ("EXAMPLE.ORG", ["Zoë Lefèvre", "Ana"]),
        ("%", ["Ana"]),
        ("o%e", []),
        ("l_f", []),
        ("", []),
        ("  ", []),
    ],
)
def test_a_part_of_a_name_or_an_address_finds_its_readers(
    engine: Engine, words: str, names: list[str]
) -> None:
    assert [each.name for each in search_readers(engine, words)] == names


def test_no_more_than_twenty_are_shown(engine: Engine, subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 30)

    assert [each.address for each in search_readers(engine, "reader")] == addresses[:20]


def test_whoever_has_left_is_neither_found_nor_counted(
    engine: Engine, subscribers: Subscribers
) -> None:
    number = add(subscribers, "gone@example.org")
    subscribers.leave(number, Proof("test"))

    assert search_readers(engine, "gone") == ()
    assert list(count_groups(engine, [], NOW)) == []
    with pytest.raises(UsageError, match="nobody on the list"):
        find_reader(engine, number)


def test_a_reader_is_found_by_number(engine: Engine, three: Subscribers) -> None:
    (zoe,) = search_readers(engine, "zoe")

    assert find_reader(engine, zoe.id) == three.find(parse_address("zoe@example.org"))


def test_readers_are_counted_by_language_and_by_what_is_asked_for(
    engine: Engine, subscribers: Subscribers
) -> None:
    odd = 'Ye"s’; --'
    add(subscribers, "a@example.org", "A", "en", {"has_baby": odd, "skin": "dry"})
    add(subscribers, "b@example.org", "B", "en", {"has_baby": odd, "skin": "oily"})
    add(subscribers, "c@example.org", "C", "fr", {"skin": "dry"})
    add(subscribers, "d@example.org", "A", "en")

    by_baby = count_groups(engine, ["has_baby"], NOW)
    by_name = count_groups(engine, ["name"], NOW)

    assert sorted(by_baby, key=lambda each: (each.language, each.readers)) == [
        Group("en", {"has_baby": ""}, 1),
        Group("en", {"has_baby": odd}, 2),
        Group("fr", {"has_baby": ""}, 1),
    ]
    assert {(each.values["name"], each.readers) for each in by_name} == {
        ("A", 2),
        ("B", 1),
        ("C", 1),
    }
    assert {(each.language, each.readers) for each in count_groups(engine, [], NOW)} == {
        ("en", 3),
        ("fr", 1),
    }


def test_only_readers_of_a_rule_are_counted_and_none_who_rests(
    engine: Engine, subscribers: Subscribers
) -> None:
    add(subscribers, "a@example.org", language="fr", fields={"skin": "dry"})
    add(subscribers, "b@example.org", language="en", fields={"skin": "dry"})
    resting = add(subscribers, "c@example.org", language="fr", fields={"skin": "dry"})
    with transaction(engine) as connection:
        pause = update(subscriber).where(subscriber.c.id == resting)
        connection.execute(pause.values(paused_until=NOW.timestamp() + 1))

    assert list(count_groups(engine, ["skin"], NOW, Speaks(language="fr"))) == [
        Group("fr", {"skin": "dry"}, 1)
    ]
    assert sum(each.readers for each in count_groups(engine, [], NOW)) == 2
