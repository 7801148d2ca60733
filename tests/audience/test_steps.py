"""The way of a subscriber from state to state, held against a model of it."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from newsletter.audience import MOVES, Step, Subscribers, Wordings, parse_address
from newsletter.database import reading, wording
from newsletter.model import Choices, Proof, Subscriber, SubscriberState
from tests.conftest import Clock

ANA = parse_address("ana@example.org")
PROOF = Proof("sign-up form", "form", "digest", "network")
OPERATOR = Proof("letter of 3 May", "by hand")
NEVER = (SubscriberState.BOUNCED, SubscriberState.COMPLAINED, SubscriberState.SUPPRESSED)


def ask(subscribers: Subscribers, name: str = "Ana", language: str = "fr") -> Subscriber:
    return subscribers.ask(ANA, name, language, PROOF, ["sun"])


def kinds(subscribers: Subscribers) -> list[str]:
    return [event.kind for event in subscribers.history(1)]


def test_who_asks_is_pending_until_they_confirm(subscribers: Subscribers, clock: Clock) -> None:
    asked = ask(subscribers)
    clock.forward(3600)

    assert asked.state == SubscriberState.PENDING
    assert (asked.name, asked.language, asked.topics) == ("Ana", "fr", ("sun",))
    assert subscribers.confirm(asked.id, PROOF)
    assert not subscribers.confirm(asked.id, PROOF)
    confirmed = subscribers.find(ANA)
    assert confirmed.state == SubscriberState.ACTIVE
    assert confirmed.joined_at == confirmed.changed_at == asked.joined_at + timedelta(hours=1)  # type: ignore[operator]


def test_every_step_keeps_its_proof(subscribers: Subscribers) -> None:
    subscribers.confirm(ask(subscribers).id, OPERATOR)
    asked, confirmed = subscribers.history(1)

    assert (asked.source, asked.method, asked.wording, asked.network) == (
        "sign-up form",
        "form",
        "digest",
        "network",
    )
    assert (confirmed.kind, confirmed.source, confirmed.method) == (
        "confirmed",
        "letter of 3 May",
        "by hand",
    )


@pytest.mark.parametrize("kept_off", NEVER)
def test_a_stranger_who_fills_in_a_form_changes_nobody(
    subscribers: Subscribers, kept_off: SubscriberState
) -> None:
    reader = ask(subscribers)
    assert ask(subscribers, "Mallory", "de") == reader
    subscribers.confirm(reader.id, PROOF)
    active = subscribers.find(ANA)
    assert ask(subscribers, "Mallory", "de") == active
    subscribers.suppress(reader.id, kept_off, OPERATOR)
    kept = subscribers.find(ANA)
    assert ask(subscribers, "Mallory", "de") == kept

    assert (kept.name, kept.state) == ("Ana", kept_off)
    assert not subscribers.rejoin(reader.id, PROOF)
    assert kinds(subscribers) == ["asked", "confirmed", kept_off]


def test_who_has_left_may_ask_again_and_is_pending(subscribers: Subscribers) -> None:
    reader = ask(subscribers)
    subscribers.leave(reader.id, PROOF)

    again = ask(subscribers, "", "de")

    assert again.id == reader.id
    assert (again.state, again.name, again.language) == (SubscriberState.PENDING, "Ana", "de")
    assert kinds(subscribers) == ["asked", "left", "asked"]


def test_leaving_is_undone_within_its_time_only(subscribers: Subscribers, clock: Clock) -> None:
    reader = ask(subscribers)
    subscribers.confirm(reader.id, PROOF)
    subscribers.leave(reader.id, PROOF)
    clock.forward(3601)

    assert not subscribers.rejoin(reader.id, PROOF, within=timedelta(hours=1))
    assert subscribers.rejoin(reader.id, PROOF, within=timedelta(hours=2))
    assert not subscribers.rejoin(reader.id, PROOF, within=timedelta(hours=2))


def test_who_left_without_confirming_is_not_brought_onto_the_list(
    subscribers: Subscribers,
) -> None:
    reader = ask(subscribers)
    subscribers.leave(reader.id, PROOF)
    assert not subscribers.rejoin(reader.id, PROOF)
    ask(subscribers)
    subscribers.confirm(reader.id, PROOF)
    subscribers.leave(reader.id, PROOF)
    assert subscribers.rejoin(reader.id, PROOF)
    subscribers.leave(reader.id, PROOF)
    ask(subscribers)
    subscribers.leave(reader.id, PROOF)
    assert not subscribers.rejoin(reader.id, PROOF)


def test_an_operator_brings_back_whom_a_form_does_not(subscribers: Subscribers) -> None:
    reader = ask(subscribers)
    for reason in NEVER:
        assert subscribers.suppress(reader.id, reason, OPERATOR)
        assert subscribers.readmit(reader.id, OPERATOR)
    assert not subscribers.readmit(reader.id, OPERATOR)
    assert subscribers.find(ANA).state == SubscriberState.ACTIVE


def test_a_late_bounce_weighs_less_than_a_complaint(subscribers: Subscribers) -> None:
    reader = ask(subscribers)
    subscribers.suppress(reader.id, SubscriberState.COMPLAINED, OPERATOR)

    assert not subscribers.suppress(reader.id, SubscriberState.BOUNCED, OPERATOR)
    assert subscribers.find(ANA).state == SubscriberState.COMPLAINED


def test_every_choice_is_a_step_of_its_own(subscribers: Subscribers, clock: Clock) -> None:
    reader = ask(subscribers)
    joined = reader.changed_at
    until = datetime(2027, 3, 1, 12, 30, tzinfo=UTC)
    wanted = Choices("de", ("sun", "tips"), "Asia/Tokyo", until)
    clock.forward(60)

    assert subscribers.choose(reader.id, wanted, PROOF)
    assert not subscribers.choose(reader.id, wanted, PROOF)
    chosen = subscribers.find(ANA)
    assert chosen.choices == wanted
    assert chosen.changed_at == joined
    assert subscribers.choose(reader.id, Choices("", (), "", None), PROOF)
    assert kinds(subscribers)[1:] == [
        "language de",
        "topics sun, tips",
        "time zone Asia/Tokyo",
        "paused until 2027-03-01 12:30 UTC",
        "language not chosen",
        "topics not chosen",
        "time zone not chosen",
        "pause ended",
    ]


def test_who_has_left_chooses_nothing(subscribers: Subscribers) -> None:
    reader = ask(subscribers)
    subscribers.leave(reader.id, PROOF)

    assert not subscribers.choose(reader.id, Choices("de", (), "", None), PROOF)
    assert not subscribers.choose(99, Choices("de", (), "", None), PROOF)
    assert subscribers.find(ANA).language == "fr"


def test_a_wording_is_kept_once(engine: Engine) -> None:
    wordings = Wordings(engine)
    digest = wordings.store("en", "Yes, write to me.")

    assert wordings.store("en", "Yes, write to me.") == digest
    assert wordings.store("fr", "Yes, write to me.") != digest
    assert wordings.read(digest) == "Yes, write to me."
    assert wordings.read("unknown") == ""
    with reading(engine) as connection:
        assert len(connection.scalars(select(wording.c.digest)).all()) == 2


Try = Callable[[Subscribers, int], bool]

TRIES: dict[Step, Try] = {
    Step.CONFIRMED: lambda all, id: all.confirm(id, PROOF),
    Step.LEFT: lambda all, id: all.leave(id, PROOF),
    Step.REJOINED: lambda all, id: all.rejoin(id, PROOF),
    Step.READMITTED: lambda all, id: all.readmit(id, PROOF),
    Step.BOUNCED: lambda all, id: all.suppress(id, SubscriberState.BOUNCED, PROOF),
    Step.COMPLAINED: lambda all, id: all.suppress(id, SubscriberState.COMPLAINED, PROOF),
    Step.SUPPRESSED: lambda all, id: all.suppress(id, SubscriberState.SUPPRESSED, PROOF),
}


@pytest.mark.parametrize("seed", range(4))
def test_any_steps_in_any_order_lead_where_the_table_says(
    subscribers: Subscribers, seed: int
) -> None:
    chance = random.Random(seed)
    reader = ask(subscribers)
    state, story = SubscriberState.PENDING, ["asked"]
    for _ in range(60):
        step = chance.choice([*TRIES, Step.ASKED])
        before = next(each for each in reversed(story) if each != Step.LEFT)
        moves = state in MOVES[step].starts
        moves = moves and not (step == Step.REJOINED and before == Step.ASKED)
        if step == Step.ASKED:
            ask(subscribers)
        else:
            assert TRIES[step](subscribers, reader.id) == moves
        state = MOVES[step].end if moves else state
        story += [step] if moves else []

    assert subscribers.find(ANA).state == state
    assert kinds(subscribers) == story
