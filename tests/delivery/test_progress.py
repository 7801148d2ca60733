"""How far a mailing has come: counted from the ledger as a worker leaves it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from newsletter.audience import Subscribers
from newsletter.delivery import Ledger, Mailings, Plan, Progress, expand, find_reasons, measure
from newsletter.model import DeliveryState, DoubtPolicy, Mailing, Outcome, Report
from tests.conftest import Clock, add_readers, make_letter, open_gate

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def mailing(mailings: Mailings, subscribers: Subscribers, ledger: Ledger, clock: Clock) -> Mailing:
    """A mailing to 30 readers that has just begun."""
    add_readers(subscribers, 30)
    start = datetime.fromtimestamp(clock.seconds, UTC)
    plan = Plan("everyone", "local", start, "UTC", 3600, DoubtPolicy.HOLD)
    begun, _ = mailings.create(make_letter(), plan)
    mailings.start_due(open_gate)
    expand(ledger, begun.id)
    return begun


def send(ledger: Ledger, mailing: Mailing, report: Report) -> None:
    """One reader more, and what the server says."""
    (reader,) = ledger.claim(mailing.id, "worker", 1)
    started = ledger.advance(mailing.id, "worker", None, reader)
    assert started
    ledger.advance(mailing.id, "worker", (started, report), None)


def test_a_mailing_that_has_not_begun_has_nobody_and_no_rate(
    engine: Engine, mailings: Mailings, clock: Clock
) -> None:
    plan = Plan("everyone", "local", NOW, "UTC", 3600, DoubtPolicy.HOLD)
    mailing, _ = mailings.create(make_letter(), plan)

    progress = measure(engine, mailing.id, clock)

    assert (progress.planned, progress.counts, progress.left) == (0, Counter(), 0)
    assert (progress.per_hour, progress.done_at) == (None, None)


def test_the_rate_is_that_of_the_last_minute(
    engine: Engine, ledger: Ledger, mailing: Mailing, clock: Clock
) -> None:
    for _ in range(10):
        send(ledger, mailing, Report(Outcome.SENT, "250 ok"))
        clock.forward(2)

    progress = measure(engine, mailing.id, clock)

    assert progress.counts == {DeliveryState.SENT: 10, DeliveryState.QUEUED: 20}
    assert (progress.planned, progress.left) == (30, 20)
    assert progress.per_hour == pytest.approx(9 / 20 * 3600)
    assert progress.done_at == progress.at + timedelta(seconds=20 / (9 / 20))


def test_letters_of_an_hour_ago_tell_no_rate(
    engine: Engine, ledger: Ledger, mailing: Mailing, clock: Clock
) -> None:
    for _ in range(10):
        send(ledger, mailing, Report(Outcome.SENT, "250 ok"))
    clock.forward(3600)

    progress = measure(engine, mailing.id, clock)

    assert progress.counts[DeliveryState.SENT] == 10
    assert progress.per_hour is None


@pytest.mark.parametrize(("recent", "seconds"), [(4, 30.0), (500, 1.0), (0, 0.0)])
def test_too_few_letters_or_too_short_a_time_tell_no_rate(recent: int, seconds: float) -> None:
    assert Progress(NOW, 1000, Counter(), recent, seconds).per_hour is None


def test_what_is_done_has_no_time_to_finish() -> None:
    progress = Progress(NOW, 10, Counter({DeliveryState.SENT: 10}), 10, 30.0)

    assert progress.per_hour
    assert progress.done_at is None


def test_reasons_are_counted_by_what_the_server_said(
    engine: Engine, ledger: Ledger, mailing: Mailing
) -> None:
    for words in ("550 no such user", "550 no such user", "552 full"):
        send(ledger, mailing, Report(Outcome.FAILED, words))
    send(ledger, mailing, Report(Outcome.SENT, "250 ok"))

    reasons = find_reasons(engine, mailing.id)

    assert [(each.state, each.reply, each.readers) for each in reasons] == [
        (DeliveryState.FAILED, "550 no such user", 2),
        (DeliveryState.FAILED, "552 full", 1),
    ]
