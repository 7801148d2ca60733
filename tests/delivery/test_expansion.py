"""Who is given a delivery: the audience of a mailing, as it is when the mailing starts."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, update

from newsletter.audience import Row, Subscribers, parse_address
from newsletter.database import delivery, subscriber, transaction
from newsletter.delivery import Accounts, Ledger, Mailings, Plan, expand, retry_failed
from newsletter.model import (
    AllOf,
    DeliveryState,
    JoinedWithin,
    Mailing,
    Outcome,
    Report,
    Rule,
    Speaks,
)
from tests.conftest import Clock, add_readers, make_letter, open_gate

FRENCH = Speaks(language="fr")
DAY = 24 * 3600
READERS = {"ana": "fr", "bo": "en", "cy": "fr-CA", "dee": ""}


@pytest.fixture(autouse=True)
def _list(subscribers: Subscribers) -> None:
    rows = [Row(parse_address(f"{name}@b.test"), name, "", READERS[name]) for name in READERS]
    subscribers.add(rows, "test", dry_run=False)


def change(engine: Engine, name: str, **values: object) -> None:
    """Change what the list says of a reader."""
    with transaction(engine) as connection:
        connection.execute(update(subscriber).where(subscriber.c.name == name).values(values))


def begin(
    mailings: Mailings, clock: Clock, rule: Rule | None = None, audience: str = "some"
) -> Mailing:
    """A mailing that is being sent, and has no deliveries yet."""
    start = datetime.fromtimestamp(clock.seconds, UTC)
    plan = Plan(audience, "local", start, "UTC", DAY, rule=rule)
    mailing, _ = mailings.create(make_letter(), plan)
    mailings.start_due(open_gate)
    return mailing


def finish(ledger: Ledger, mailing: Mailing) -> Mapping[str, DeliveryState]:
    """Expand a mailing, two readers at a time; return the states of its deliveries by reader."""
    while expand(ledger, mailing.id, chunk=2):
        pass
    entries = Accounts(ledger.engine).entries(mailing.id, list(DeliveryState))
    return {each.address.partition("@")[0]: each.state for each in entries}


def test_a_mailing_goes_to_the_readers_of_its_rule_alone(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    mailing = begin(mailings, clock, FRENCH)

    assert list(finish(ledger, mailing)) == ["ana", "cy"]
    assert Accounts(ledger.engine).balance(mailing.id).holds


def test_whoever_joins_before_it_starts_is_of_the_audience(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    mailing = begin(mailings, clock, FRENCH)
    change(ledger.engine, "dee", language="fr")

    assert list(finish(ledger, mailing)) == ["ana", "cy", "dee"]


def test_days_are_counted_back_from_the_start_however_late_it_is_expanded(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    change(ledger.engine, "ana", joined_at=clock.seconds - 2 * DAY)
    change(ledger.engine, "bo", joined_at=clock.seconds - 2 * DAY - 1)
    mailing = begin(mailings, clock, AllOf(rules=(JoinedWithin(days=2),)))
    clock.forward(3600)

    assert list(finish(ledger, mailing)) == ["ana", "cy", "dee"]


def test_whoever_rests_is_left_out_until_the_day_has_come(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    change(ledger.engine, "ana", paused_until=clock.seconds + 1)
    change(ledger.engine, "bo", paused_until=clock.seconds)

    assert list(finish(ledger, begin(mailings, clock))) == ["bo", "cy", "dee"]


def test_whoever_begins_to_rest_after_that_gets_nothing(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    mailing = begin(mailings, clock)
    finish(ledger, mailing)
    change(ledger.engine, "ana", paused_until=clock.seconds + 1)
    first, *_ = ledger.claim(mailing.id, "a", 4)

    assert ledger.advance(mailing.id, "a", None, first) is None
    assert finish(ledger, mailing)["ana"] == DeliveryState.SUPPRESSED


def test_of_two_audiences_that_overlap_everybody_has_the_issue_once(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    some, all_ = begin(mailings, clock, FRENCH), begin(mailings, clock, audience="everyone")
    expand(ledger, all_.id, chunk=2)

    assert list(finish(ledger, some)) == ["cy"]
    assert list(finish(ledger, all_)) == ["ana", "bo", "dee"]


def test_two_processes_that_expand_two_audiences_at_once_give_nobody_two(
    engine: Engine, ledger: Ledger, mailings: Mailings, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 120)
    both = [begin(mailings, clock, audience=name) for name in ("some", "everyone")]

    def expand_all(mailing: Mailing) -> None:
        while expand(ledger, mailing.id, chunk=3):
            pass

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(expand_all, both))
    with transaction(engine) as connection:
        found = connection.scalars(select(delivery.c.subscriber_id)).all()
    assert len(found) == len(set(found)) == 124


def test_a_second_audience_does_not_wait_for_the_letters_of_the_first(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    some = begin(mailings, clock, FRENCH)
    finish(ledger, some)
    first, *_ = ledger.claim(some.id, "a", 1)
    assert ledger.advance(some.id, "a", None, first)

    assert list(finish(ledger, begin(mailings, clock, audience="everyone"))) == ["bo", "dee"]


def test_whom_the_server_refused_the_first_mailing_may_try_again(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    some = begin(mailings, clock, FRENCH)
    finish(ledger, some)
    first, *_ = ledger.claim(some.id, "a", 1)
    started = ledger.advance(some.id, "a", None, first)
    assert started
    ledger.advance(some.id, "a", (started, Report(Outcome.FAILED, "550")), None)

    assert list(finish(ledger, begin(mailings, clock, audience="everyone"))) == ["bo", "dee"]
    assert retry_failed(ledger, some.id, open_gate) == 1


def test_whom_a_cancelled_mailing_did_not_reach_the_next_one_does(
    ledger: Ledger, mailings: Mailings, clock: Clock
) -> None:
    some = begin(mailings, clock, FRENCH)
    finish(ledger, some)
    mailings.cancel(some.id)

    assert list(finish(ledger, begin(mailings, clock, audience="everyone"))) == list(READERS)
