"""Forgetting a person, down to the bytes of the files."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from newsletter.audience import Row, Subscribers, Suppressions, erase, export_person, parse_address
from newsletter.database import (
    delivery,
    open_database,
    reading,
    scrub,
    subscriber,
)
from newsletter.delivery import Accounts, Errand, Ledger, Mailings, Plan, expand
from newsletter.model import (
    FORGOTTEN,
    TO_ONE_READER,
    Choices,
    Delivery,
    DeliveryState,
    Keyring,
    MailingKind,
    MailingState,
    Outcome,
    Proof,
    Report,
    SubscriberState,
)
from tests.conftest import Clock, add_readers, make_letter, open_gate

KEYS = Keyring(b"k" * 64)
ASKED = Proof("asked by letter", "by hand")
ANA = Row(
    parse_address("ana.private@example.org"), "Ana Üçüncü", "Asia/Tokyo", "fr", {"town": "Würzburg"}
)
TRACES = ("ana.private", "Üçüncü", "Tokyo", "Würzburg", "Ana's own words")
OWN_WORDS = Proof("Ana's own words", "form", "agreed", "network")


def add_ana(subscribers: Subscribers) -> int:
    subscribers.add([ANA], "Ana's own words", dry_run=False)
    return subscribers.find(ANA.address).id


def begin(mailings: Mailings, ledger: Ledger, clock: Clock) -> int:
    """Give everybody a delivery of a mailing; return its number."""
    start = datetime.fromtimestamp(clock.seconds, UTC)
    found, _ = mailings.create(make_letter(), Plan("everyone", "local", start, "UTC", 3600))
    mailings.start_due(open_gate)
    while expand(ledger, found.id):
        pass
    return found.id


def begin_sending(ledger: Ledger, number: int) -> Delivery:
    (claimed,) = ledger.claim(number, "worker", 1)
    started = ledger.advance(number, "worker", None, claimed)
    assert started
    return started


def test_nothing_of_a_person_is_left_but_a_number(
    engine: Engine, subscribers: Subscribers, clock: Clock
) -> None:
    ana = add_ana(subscribers)
    subscribers.choose(ana, Choices("de", ("sun",), "Asia/Tokyo", None), OWN_WORDS)

    assert erase(engine, KEYS, ana, ASKED, clock)
    assert not erase(engine, KEYS, ana, ASKED, clock)
    assert not erase(engine, KEYS, 99, ASKED, clock)
    erased = subscribers.get(ana)
    assert erased
    assert erased.state == SubscriberState.ERASED
    assert erased.choices == Choices("", (), "", None)
    assert (erased.address, erased.name, erased.fields) == ("", "", {})
    assert [(each.kind, each.source) for each in subscribers.history(ana)] == [
        ("erased", "asked by letter")
    ]
    held = str(export_person(engine, KEYS, ana))
    assert [trace for trace in TRACES if trace in held] == []


def test_an_erased_reader_may_ask_again_and_no_import_knows_them(
    engine: Engine, subscribers: Subscribers, clock: Clock
) -> None:
    ana = add_ana(subscribers)
    erase(engine, KEYS, ana, ASKED, clock)
    suppressions = Suppressions(engine, KEYS)

    assert suppressions.find([ANA.address.canonical]).keys() == {ANA.address.canonical}
    assert not suppressions.keeps_off(ANA.address.canonical)
    again = subscribers.ask(ANA.address, "Ana", "fr", OWN_WORDS)
    assert again.id != ana
    assert again.state == SubscriberState.PENDING


@pytest.mark.parametrize("reason", [SubscriberState.COMPLAINED, SubscriberState.SUPPRESSED])
def test_why_somebody_was_kept_off_outlives_them(
    engine: Engine, subscribers: Subscribers, clock: Clock, reason: SubscriberState
) -> None:
    ana = add_ana(subscribers)
    subscribers.suppress(ana, reason, ASKED)
    erase(engine, KEYS, ana, ASKED, clock)

    assert Suppressions(engine, KEYS).reason(ANA.address.canonical) == reason


def test_letters_not_begun_are_not_sent_and_sums_stay_right(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, ledger: Ledger, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    ana = add_ana(subscribers)
    number = begin(mailings, ledger, clock)
    claimed = ledger.claim(number, "worker", 3)

    erase(engine, KEYS, ana, ASKED, clock)

    assert [ledger.advance(number, "worker", None, each) is None for each in claimed] == [
        False,
        False,
        True,
    ]
    balance = Accounts(engine).balance(number)
    assert balance.holds
    assert balance.counts[DeliveryState.SUPPRESSED] == 1


def test_what_a_server_says_of_an_erased_reader_is_not_kept(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, ledger: Ledger, clock: Clock
) -> None:
    ana = add_ana(subscribers)
    number = begin(mailings, ledger, clock)
    started = begin_sending(ledger, number)

    erase(engine, KEYS, ana, ASKED, clock)
    refused = Report(Outcome.FAILED, "550 <ana.private@example.org> is unknown")
    ledger.advance(number, "worker", (started, refused), None)

    with reading(engine) as connection:
        (row,) = connection.execute(select(delivery.c.state, delivery.c.reply)).all()
    assert (row.state, row.reply) == (DeliveryState.FAILED, FORGOTTEN)


def test_what_servers_have_said_is_forgotten_with_the_reader(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, ledger: Ledger, clock: Clock
) -> None:
    ana = add_ana(subscribers)
    number = begin(mailings, ledger, clock)
    report = Report(Outcome.SENT, "250 <ana.private@example.org> ok")
    ledger.advance(number, "worker", (begin_sending(ledger, number), report), None)

    erase(engine, KEYS, ana, ASKED, clock)

    (entry,) = Accounts(engine).of_subscriber(ana)
    assert (entry.state, entry.address, entry.reply) == (DeliveryState.SENT, "erased:1", FORGOTTEN)


def test_a_letter_for_this_reader_alone_is_cancelled(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, clock: Clock, ledger: Ledger
) -> None:
    ana = add_ana(subscribers)
    begin(mailings, ledger, clock)
    errand = Errand(MailingKind.WELCOME, ana, "local", 86400)
    mailings.create_for_reader(make_letter("welcome"), errand)

    erase(engine, KEYS, ana, ASKED, clock)

    assert [each.state for each in mailings.all()] == [MailingState.SENDING]
    assert [each.state for each in mailings.all(kinds=TO_ONE_READER)] == [MailingState.CANCELLED]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where nothing lies but the files of one SQLite database."""
    made = tmp_path / "database"
    made.mkdir()
    return made


@pytest.fixture
def sqlite(folder: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{folder / 'test.db'}")
    yield opened
    opened.dispose()


def traces(folder: Path) -> list[str]:
    """What the files of a database still hold of a person, in their bytes."""
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    return [trace for trace in TRACES if trace.encode() in held]


def live(subscribers: Subscribers, ana: int, chance: random.Random) -> None:
    """Let many readers come and change, so that rows are moved about in the file."""
    for number in range(6):
        rows = [
            Row(
                parse_address(f"{chance.getrandbits(40)}@example.org"),
                "N" * chance.randrange(90),
                "",
                "en",
                {"town": "T" * chance.randrange(700)},
            )
            for _ in range(60)
        ]
        subscribers.add(rows, "S" * chance.randrange(300), dry_run=False)
        for _ in range(8):
            who = chance.choice([ana, chance.randrange(1, 60 * (number + 1))])
            proof = OWN_WORDS if who == ana else Proof("P" * chance.randrange(400))
            topics = ("t" * chance.randrange(1, 500),)
            zone = "Asia/Tokyo" if who == ana else "UTC"
            subscribers.choose(who, Choices("fr", topics, zone, None), proof)


@pytest.mark.parametrize("seed", range(3))
def test_no_byte_of_a_person_is_left_in_any_file(sqlite: Engine, folder: Path, seed: int) -> None:
    subscribers, chance = Subscribers(sqlite), random.Random(seed)
    ana = add_ana(subscribers)
    live(subscribers, ana, chance)
    assert traces(folder) == list(TRACES)

    erase(sqlite, KEYS, ana, ASKED)
    assert scrub(sqlite)

    assert traces(folder) == []
    assert len(list(subscribers.all())) == 360


def test_a_reader_of_what_was_holds_the_scrub_up_and_it_is_tried_again(
    sqlite: Engine, folder: Path
) -> None:
    ana = add_ana(Subscribers(sqlite))
    with reading(sqlite) as connection:
        connection.execute(select(subscriber)).all()
        erase(sqlite, KEYS, ana, ASKED)
        assert not scrub(sqlite)

    assert traces(folder)
    assert scrub(sqlite)
    assert traces(folder) == []


def test_without_anything_erased_the_file_is_left_alone(sqlite: Engine, folder: Path) -> None:
    add_readers(Subscribers(sqlite), 3)
    before = (folder / "test.db-wal").stat().st_size

    assert scrub(sqlite)
    assert (folder / "test.db-wal").stat().st_size == before > 0


def test_readers_are_erased_while_letters_go_out(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, ledger: Ledger, clock: Clock
) -> None:
    addresses = add_readers(subscribers, 60)
    number = begin(mailings, ledger, clock)

    def send() -> None:
        while claimed := ledger.claim(number, "worker", 5):
            for each in claimed:
                if started := ledger.advance(number, "worker", None, each):
                    report = Report(Outcome.SENT, f"250 <{started.address}> ok")
                    ledger.advance(number, "worker", (started, report), None)

    def erase_some() -> int:
        return sum(erase(engine, KEYS, each, ASKED, clock) for each in range(1, 61, 2))

    with ThreadPoolExecutor() as pool:
        sending, erasing = pool.submit(send), pool.submit(erase_some)
        sending.result(30)
        assert erasing.result(30) == 30

    balance = Accounts(engine).balance(number)
    assert balance.holds
    assert set(balance.counts) <= {DeliveryState.SENT, DeliveryState.SUPPRESSED}
    entries = [each for id in range(1, 61, 2) for each in Accounts(engine).of_subscriber(id)]
    assert {each.reply for each in entries} <= {"", FORGOTTEN}
    assert [each.address for each in subscribers.all()] == addresses[1::2]


def test_two_forms_at_once_are_one_reader(engine: Engine) -> None:
    def ask(_number: int) -> int:
        return Subscribers(engine).ask(ANA.address, "Ana", "fr", OWN_WORDS).id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(40)))) == 1
    (reader,) = Subscribers(engine).all()
    assert [each.kind for each in Subscribers(engine).history(reader.id)] == ["asked"]


def test_erasing_does_not_go_through_every_mailing(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    erase(engine, KEYS, 1, ASKED)
    ((statement, values),) = [each for each in asked if each[0].startswith("UPDATE mailing")]

    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    engine.dispose()

    assert [row.detail.partition(" (")[0] for row in plan] == [
        "SEARCH mailing USING INDEX mailing_state"
    ]
