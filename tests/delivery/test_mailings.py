from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from newsletter.audience import Subscribers
from newsletter.database import mailing as mailing_table
from newsletter.database import transaction
from newsletter.delivery import Accounts, Ledger, Mailings, Plan, expand
from newsletter.delivery.mailings import LONGEST_IDLE
from newsletter.errors import DatabaseError, UsageError
from newsletter.model import DeliveryState, Mailing, MailingState, Outcome, Picture, Pieces, Report
from tests.conftest import Clock, add_readers, make_letter, open_gate

HOUR = 3600.0


def plan(clock: Clock, later: float = 0) -> Plan:
    start = datetime.fromtimestamp(clock.seconds, UTC) + timedelta(seconds=later)
    return Plan("everyone", "local", start, "Asia/Singapore", int(12 * HOUR))


def create(mailings: Mailings, clock: Clock, later: float = 0) -> Mailing:
    return mailings.create(make_letter(), plan(clock, later))[0]


def test_a_frozen_letter_comes_back_as_it_was(mailings: Mailings, clock: Clock) -> None:
    picture = Picture("issues/a.png", b"\x89PNG\0bytes", "image/png", 10, 20)
    letter = make_letter(subject=Pieces(("Ünïcode “quotes” ", " 👩‍👧"), ("name",)))
    letter = replace(letter, pictures=(picture, picture))

    mailing, _ = mailings.create(letter, plan(clock))

    assert mailings.letter(mailing.letter) == letter


def test_scheduling_the_same_twice_is_one_mailing(mailings: Mailings, clock: Clock) -> None:
    first, new = mailings.create(make_letter(), plan(clock))
    second, again = mailings.create(make_letter(), plan(clock))

    assert (new, again) == (True, False)
    assert first == second
    assert len(mailings.all()) == 1


@pytest.mark.parametrize(("text", "later"), [("Changed.\n", 0), ("Hello.\n", 60)])
def test_scheduling_an_issue_again_otherwise_is_refused(
    mailings: Mailings, clock: Clock, text: str, later: float
) -> None:
    create(mailings, clock)

    with pytest.raises(UsageError, match="is mailing 1 already") as caught:
        mailings.create(make_letter(words=text), plan(clock, later))

    assert "cancel 1" in caught.value.remedy


def test_after_cancelling_an_issue_can_be_scheduled_anew(mailings: Mailings, clock: Clock) -> None:
    first = create(mailings, clock)
    mailings.cancel(first.id)

    second = create(mailings, clock, later=60)

    assert second.id != first.id
    assert second.uid != first.uid


def test_the_database_itself_allows_one_live_mailing_of_an_issue(
    mailings: Mailings, engine: Engine, clock: Clock
) -> None:
    create(mailings, clock)
    with transaction(engine) as connection:
        row = dict(connection.execute(mailing_table.select()).mappings().one())

    with pytest.raises(DatabaseError), transaction(engine) as connection:
        connection.execute(insert(mailing_table).values(row | {"id": 99, "uid": "other"}))


def test_a_mailing_starts_at_its_time_and_not_before(mailings: Mailings, clock: Clock) -> None:
    mailing = create(mailings, clock, later=10)

    clock.forward(9)
    mailings.start_due(open_gate)
    assert mailings.find(mailing.id).state == MailingState.SCHEDULED
    clock.forward(1)
    mailings.start_due(open_gate)

    assert mailings.find(mailing.id).state == MailingState.SENDING


def test_a_mailing_that_is_too_late_asks_instead_of_sending(
    mailings: Mailings, clock: Clock
) -> None:
    mailing = create(mailings, clock)

    clock.forward(12 * HOUR + 1)
    mailings.start_due(open_gate)
    late = mailings.find(mailing.id)
    assert late.state == MailingState.LATE
    assert "its time passed" in late.note
    assert mailings.resume(mailing.id, open_gate)
    mailings.start_due(open_gate)

    assert mailings.find(mailing.id).state == MailingState.SENDING


def test_a_mailing_nobody_worked_on_for_hours_asks_before_it_goes_on(
    mailings: Mailings, clock: Clock
) -> None:
    mailing = create(mailings, clock)
    mailings.start_due(open_gate)

    clock.forward(LONGEST_IDLE + 1)
    mailings.start_due(open_gate)

    assert mailings.find(mailing.id).state == MailingState.LATE


def test_pausing_a_scheduled_mailing_keeps_it_from_starting(
    mailings: Mailings, clock: Clock
) -> None:
    mailing = create(mailings, clock, later=10)
    assert mailings.pause(mailing.id)

    clock.forward(20)
    mailings.start_due(open_gate)
    assert mailings.find(mailing.id).state == MailingState.PAUSED
    assert mailings.resume(mailing.id, open_gate)

    assert mailings.find(mailing.id).state == MailingState.SENDING


def test_resuming_before_its_time_schedules_it_again(mailings: Mailings, clock: Clock) -> None:
    mailing = create(mailings, clock, later=60)
    mailings.pause(mailing.id)

    assert mailings.resume(mailing.id, open_gate)

    assert mailings.find(mailing.id).state == MailingState.SCHEDULED


def test_what_is_finished_or_cancelled_cannot_be_moved(mailings: Mailings, clock: Clock) -> None:
    mailing = create(mailings, clock)
    mailings.cancel(mailing.id)

    assert not mailings.cancel(mailing.id)
    assert not mailings.pause(mailing.id)
    assert not mailings.resume(mailing.id, open_gate)


def test_a_mailing_is_finished_when_every_delivery_is_final(
    mailings: Mailings, ledger: Ledger, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    mailing = create(mailings, clock)
    mailings.start_due(open_gate)
    mailings.finish_done()
    assert mailings.find(mailing.id).state == MailingState.SENDING
    while expand(ledger, mailing.id):
        pass

    for outcome in (Outcome.SENT, Outcome.IN_DOUBT):
        mailings.finish_done()
        assert mailings.find(mailing.id).state == MailingState.SENDING
        (subscriber,) = ledger.claim(mailing.id, "a", 1)
        started = ledger.advance(mailing.id, "a", None, subscriber)
        assert started
        ledger.advance(mailing.id, "a", (started, Report(outcome, "")), None)
    mailings.finish_done()

    assert mailings.find(mailing.id).state == MailingState.FINISHED


def test_an_unknown_mailing_is_said_to_be_unknown(mailings: Mailings) -> None:
    with pytest.raises(UsageError, match="no mailing 7"):
        mailings.find(7)


def test_a_story_tells_every_mailing_of_one_reader(
    mailings: Mailings, ledger: Ledger, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    mailing = create(mailings, clock)
    mailings.start_due(open_gate)
    while expand(ledger, mailing.id):
        pass

    (entry,) = Accounts(ledger.engine).of_subscriber(1)

    assert entry.issue == "2026-12-01-milia"
    assert entry.state == DeliveryState.QUEUED
