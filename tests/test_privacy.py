"""A desk's duties to its readers, kept with what else it is doing."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from newsletter.audience import Subscribers, erase, parse_address
from newsletter.delivery import Mailings, Plan
from newsletter.model import Keyring, Proof, SubscriberState
from newsletter.privacy import find_obstacle, keep_off, readmit, report, scrub_in_peace
from newsletter.settings import Privacy
from tests.conftest import Clock, add_readers, make_letter, open_gate

KEYS = Keyring(b"k" * 64)
ANA = parse_address("ana@example.org")
LETTER = Proof("letter of 3 May", "by hand")


def test_a_report_names_every_state_and_what_there_is_none_of(
    engine: Engine, subscribers: Subscribers
) -> None:
    add_readers(subscribers, 3)
    held = {each.what: each for each in report(engine, Privacy())}

    assert [f"readers: {state}" in held for state in SubscriberState] == [True] * 7
    assert held["readers: active"].count == 3
    assert held["steps of consent"].count == 3
    assert held["digests of addresses"].count == 0
    assert held["readers: pending"].until == "7 days"
    assert held["words of servers"].until == "30 days after the mailing ended"


def test_an_address_is_kept_off_and_brought_back_by_hand(
    engine: Engine, subscribers: Subscribers
) -> None:
    subscribers.ask(ANA, "Ana", "", LETTER)
    assert find_obstacle(engine, KEYS, ANA) == SubscriberState.PENDING

    keep_off(engine, KEYS, ANA, LETTER)
    keep_off(engine, KEYS, ANA, LETTER)

    assert find_obstacle(engine, KEYS, ANA) == SubscriberState.SUPPRESSED
    readmit(engine, KEYS, ANA, LETTER)
    readmit(engine, KEYS, ANA, LETTER)
    assert find_obstacle(engine, KEYS, ANA) is None
    assert [each.kind for each in subscribers.history(1)] == ["asked", "suppressed", "readmitted"]


def test_a_stranger_may_be_kept_off_too(engine: Engine) -> None:
    assert find_obstacle(engine, KEYS, ANA) is None
    keep_off(engine, KEYS, ANA, LETTER)
    assert find_obstacle(engine, KEYS, ANA) == SubscriberState.SUPPRESSED
    readmit(engine, KEYS, ANA, LETTER)
    assert find_obstacle(engine, KEYS, ANA) is None


def test_nothing_is_written_anew_while_a_mailing_is_sent(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    start = datetime.fromtimestamp(clock.seconds, UTC)
    mailing, _ = mailings.create(make_letter(), Plan("everyone", "local", start, "UTC", 3600))
    mailings.start_due(open_gate)
    erase(engine, KEYS, 1, LETTER, clock)

    assert not scrub_in_peace(engine)
    mailings.cancel(mailing.id)
    assert scrub_in_peace(engine)
