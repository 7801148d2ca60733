"""Whoever must not come back by import, known by digests alone."""

import pytest
from sqlalchemy import Engine, select

from newsletter.audience import Suppressions
from newsletter.audience.suppression import CHUNK
from newsletter.database import insert_new, reading, suppression, transaction
from newsletter.model import Keyring, SubscriberState

OLD, NEW = b"o" * 64, b"n" * 64
ERASED, COMPLAINED = SubscriberState.ERASED, SubscriberState.COMPLAINED
SUPPRESSED = SubscriberState.SUPPRESSED


def stored(engine: Engine) -> list[bytes]:
    with reading(engine) as connection:
        return [bytes(each) for each in connection.scalars(select(suppression.c.digest))]


def test_only_whom_it_names_is_found(engine: Engine) -> None:
    suppressions = Suppressions(engine, Keyring(NEW))
    suppressions.add("ana@example.org", ERASED)
    suppressions.add("ana@example.org", ERASED)

    assert suppressions.find(["ana@example.org", "bo@example.org"]).keys() == {"ana@example.org"}
    assert suppressions.find([]).keys() == set()
    assert len(stored(engine)) == 1


def test_an_address_cannot_be_searched_for_without_the_key(engine: Engine) -> None:
    Suppressions(engine, Keyring(NEW)).add("ana@example.org", ERASED)

    assert Suppressions(engine, Keyring(OLD)).find(["ana@example.org"]).keys() == set()
    assert all(b"ana" not in each for each in stored(engine))


def test_a_new_key_finds_what_an_old_one_has_hidden(engine: Engine) -> None:
    Suppressions(engine, Keyring(OLD)).add("ana@example.org", COMPLAINED)
    rotated = Suppressions(engine, Keyring(NEW, (OLD,)))
    rotated.add("ana@example.org", ERASED)

    assert rotated.find(["ana@example.org"]).keys() == {"ana@example.org"}
    assert rotated.reason("ana@example.org") == COMPLAINED
    rotated.lift("ana@example.org")
    assert stored(engine) == []


@pytest.mark.parametrize("reason", [COMPLAINED, SUPPRESSED])
def test_who_was_only_erased_may_ask_again(engine: Engine, reason: SubscriberState) -> None:
    suppressions = Suppressions(engine, Keyring(NEW))
    suppressions.add("ana@example.org", ERASED)

    assert not suppressions.keeps_off("ana@example.org")
    assert not suppressions.keeps_off("bo@example.org")
    suppressions.add("ana@example.org", reason)
    suppressions.add("ana@example.org", ERASED)
    assert suppressions.keeps_off("ana@example.org")
    assert suppressions.reason("bo@example.org") is None


@pytest.mark.parametrize("others", [0, CHUNK])
def test_a_long_list_is_asked_for_in_parts(engine: Engine, others: int) -> None:
    suppressions = Suppressions(engine, Keyring(NEW, (OLD,)))
    addresses = [f"reader{number}@example.org" for number in range(CHUNK + 1)]
    away = {"reader0@example.org", f"reader{CHUNK}@example.org"}
    for address in away:
        suppressions.add(address, ERASED)
    with transaction(engine) as connection:
        rows = [
            {"digest": number.to_bytes(32, "big"), "reason": ERASED, "at": 0.0}
            for number in range(others + 1)
        ]
        connection.execute(insert_new(suppression), rows)

    assert suppressions.find(iter(addresses)).keys() == away
