"""Nothing goes that may not go: the gate is asked before a start, at a resume, and on the way."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, update

from newsletter.audience import Subscribers
from newsletter.database import letter as letter_table
from newsletter.database import picture as picture_table
from newsletter.database import transaction
from newsletter.delivery import Gate, Ledger, Mailings, expand
from newsletter.model import Content, Mailing, MailingState, Picture
from tests.conftest import Clock, add_readers, make_letter, open_gate
from tests.delivery.test_mailings import HOUR, create, plan

REASON = "the approval of milia-basics is withdrawn"


def closed_gate(_mailing: Mailing) -> str:
    return REASON


def state_and_note(mailings: Mailings, mailing: Mailing) -> tuple[MailingState, str]:
    found = mailings.find(mailing.id)
    return found.state, found.note


def test_a_mailing_remembers_what_it_was_made_of(mailings: Mailings, clock: Clock) -> None:
    contents = (
        Content("milia-basics", "ab12", "reviews/milia-basics/1.txt", "cd34"),
        Content("2026-12-01-milia", "ef56"),
    )
    mailing, _ = mailings.create(make_letter(), plan(clock), contents)

    assert mailings.find(mailing.id).contents == mailing.contents == contents
    assert create(mailings, clock).contents == contents


def test_what_may_not_go_is_held_at_its_time_with_the_reason(
    mailings: Mailings, clock: Clock
) -> None:
    mailing = create(mailings, clock, later=10)

    mailings.start_due(closed_gate)
    assert mailings.find(mailing.id).state == MailingState.SCHEDULED
    clock.forward(10)
    mailings.start_due(closed_gate)

    assert state_and_note(mailings, mailing) == (MailingState.HELD, REASON)


def test_the_gate_is_asked_about_each_mailing_by_itself(mailings: Mailings, clock: Clock) -> None:
    good, _ = mailings.create(make_letter("2026-12-01-milia"), plan(clock))
    bad, _ = mailings.create(make_letter("2026-12-08-acne"), plan(clock))

    mailings.start_due(lambda mailing: REASON if mailing.issue == bad.issue else "")

    assert mailings.find(good.id).state == MailingState.SENDING
    assert mailings.find(bad.id).state == MailingState.HELD


def test_a_gate_that_fails_lets_nothing_through(mailings: Mailings, clock: Clock) -> None:
    mailing = create(mailings, clock)

    def broken(_mailing: Mailing) -> str:
        raise RuntimeError("the gate is broken")

    with pytest.raises(RuntimeError):
        mailings.start_due(broken)

    assert mailings.find(mailing.id).state == MailingState.SCHEDULED


def test_what_is_on_its_way_is_stopped_when_the_gate_closes(
    mailings: Mailings, ledger: Ledger, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    mailing = create(mailings, clock)
    mailings.start_due(open_gate)
    while expand(ledger, mailing.id):
        pass
    first, second = ledger.claim(mailing.id, "a", 2)
    assert ledger.advance(mailing.id, "a", None, first)

    mailings.ask_again(open_gate)
    assert mailings.find(mailing.id).state == MailingState.SENDING
    mailings.ask_again(closed_gate)

    assert state_and_note(mailings, mailing) == (MailingState.HELD, REASON)
    assert ledger.advance(mailing.id, "a", None, second) is None
    ledger.release("a")
    assert ledger.claim(mailing.id, "b", 2) == []


@pytest.mark.parametrize("later", [0, 60])
def test_a_held_mailing_goes_on_only_through_the_gate(
    mailings: Mailings, clock: Clock, later: float
) -> None:
    mailing = create(mailings, clock, later)
    assert mailings.hold(mailing.id, "withdrawn by hand")
    mailings.start_due(open_gate)
    assert mailings.find(mailing.id).state == MailingState.HELD

    assert mailings.resume(mailing.id, closed_gate)
    assert state_and_note(mailings, mailing) == (MailingState.HELD, REASON)
    assert mailings.resume(mailing.id, open_gate)

    expected = MailingState.SCHEDULED if later else MailingState.SENDING
    assert state_and_note(mailings, mailing) == (expected, "")


def test_paused_and_late_mailings_pass_the_gate_too(mailings: Mailings, clock: Clock) -> None:
    paused = create(mailings, clock)
    late, _ = mailings.create(make_letter("2026-12-08-acne"), plan(clock))
    mailings.pause(paused.id)
    clock.forward(13 * HOUR)
    mailings.start_due(open_gate)
    assert mailings.find(late.id).state == MailingState.LATE

    for mailing in (paused, late):
        assert mailings.resume(mailing.id, closed_gate)
        assert state_and_note(mailings, mailing) == (MailingState.HELD, REASON)


def test_every_mailing_that_is_not_at_its_end_can_be_held_and_cancelled(
    mailings: Mailings, clock: Clock
) -> None:
    mailing = create(mailings, clock)

    for starts in (False, True):
        if starts:
            mailings.start_due(open_gate)
        assert mailings.hold(mailing.id, "a")
        assert mailings.hold(mailing.id, "b")
        assert mailings.resume(mailing.id, open_gate)
    mailings.hold(mailing.id, "c")
    assert mailings.cancel(mailing.id)
    assert not mailings.hold(mailing.id, "d")


def change_letter(engine: Engine) -> None:
    with transaction(engine) as connection:
        content = connection.scalars(select(letter_table.c.content)).one()
        other = content.replace("Hello.", "Hallo.", 1)
        connection.execute(update(letter_table).values(content=other))


def change_picture(engine: Engine) -> None:
    with transaction(engine) as connection:
        connection.execute(update(picture_table).values(data=b"another"))


def lose_picture(engine: Engine) -> None:
    with transaction(engine) as connection:
        connection.execute(picture_table.delete())


@pytest.mark.parametrize("change", [change_letter, change_picture, lose_picture])
@pytest.mark.parametrize("gate", [open_gate, closed_gate])
def test_a_letter_that_was_changed_in_the_database_is_held(
    mailings: Mailings, engine: Engine, clock: Clock, change: Callable[[Engine], None], gate: Gate
) -> None:
    picture = Picture("issues/a.png", b"\x89PNG\0bytes", "image/png", 10, 20)
    mailing, _ = mailings.create(replace(make_letter(), pictures=(picture,)), plan(clock))
    change(engine)

    mailings.start_due(gate)

    found = mailings.find(mailing.id)
    assert found.state == MailingState.HELD
    assert "is not the one that was frozen" in found.note
