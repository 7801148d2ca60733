from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from newsletter.audience import Purpose, Wordings, forget_old
from newsletter.delivery import Ledger, Mailings
from newsletter.errors import UsageError
from newsletter.model import Choices, Confirmed, MailingKind, Proof, SubscriberState
from newsletter.settings import Privacy
from tests.conftest import Clock
from tests.subscription.conftest import ANA, KEYS, WORDING, Front, usual

DAY = 86400.0
HERE = Choices("", (), "", None)


@pytest.fixture
def reader(front: Front) -> Front:
    """Ana is on the list, and was welcomed."""
    front.ask()
    front.reception.confirm(front.token(Purpose.CONFIRM))
    return front


def test_who_asks_is_asked_to_confirm_and_then_welcomed(front: Front) -> None:
    front.ask(topics=("everyday",))
    assert front.reader().state == SubscriberState.PENDING
    assert front.written() == ["confirm"]

    assert front.reception.confirm(front.token(Purpose.CONFIRM)) == Confirmed.CONFIRMED

    assert front.reader().state == SubscriberState.ACTIVE
    assert front.reader().topics == ("everyday",)
    assert front.written() == ["confirm", "welcome"]
    assert front.steps() == ["asked", "confirmed"]


def test_the_proof_of_asking_holds_the_words_agreed_to_and_no_address_of_a_network(
    front: Front,
) -> None:
    front.ask(network="203.0.113.9")
    asked = front.reception.subscribers.history(front.reader().id)[0]

    assert Wordings(front.reception.engine).read(asked.wording) == WORDING
    assert (asked.source, asked.method) == ("sign-up form", "form")
    assert len(asked.network) == 64
    assert "203" not in asked.network or "113" not in asked.network


def test_confirming_twice_is_confirmed_and_welcomes_once(reader: Front) -> None:
    assert reader.reception.confirm(reader.token(Purpose.CONFIRM)) == Confirmed.CONFIRMED
    assert reader.written() == ["confirm", "welcome"]


def test_a_link_to_confirm_ends_after_a_week(front: Front) -> None:
    front.ask()
    token = front.token(Purpose.CONFIRM)

    front.clock.forward(7 * DAY + 60)

    assert front.reception.confirm(token) == Confirmed.EXPIRED
    assert front.reader().state == SubscriberState.PENDING


def test_a_pause_ends_when_somebody_who_left_confirms_again(front: Front) -> None:
    front.ask()
    front.reception.confirm(front.token(Purpose.CONFIRM))
    weeks = front.moment() + timedelta(weeks=12)
    front.reception.choose(front.token(Purpose.PREFERENCES), Choices("", (), "", weeks))
    front.reception.leave(front.token(Purpose.LEAVE), "button")
    front.ask()

    front.reception.confirm(front.token(Purpose.CONFIRM))

    assert front.reader().is_reached(front.moment())


def test_whoever_asked_twice_is_kept_as_long_as_the_second_link_works(front: Front) -> None:
    front.ask()
    front.clock.forward(6 * DAY)
    front.ask()
    second = front.token(Purpose.CONFIRM)

    front.clock.forward(6 * DAY)
    forget_old(front.reception.engine, KEYS, Privacy(), front.clock)

    assert front.reception.confirm(second) == Confirmed.CONFIRMED


def test_whoever_asked_twice_and_did_not_confirm_is_forgotten(front: Front) -> None:
    front.ask()
    front.clock.forward(6 * DAY)
    front.ask()

    front.clock.forward(7 * DAY + 1)

    assert forget_old(front.reception.engine, KEYS, Privacy(), front.clock).unconfirmed == 1


def test_a_used_link_to_confirm_does_not_bring_back_who_has_left_since(reader: Front) -> None:
    token = reader.token(Purpose.CONFIRM)
    reader.reception.leave(reader.token(Purpose.LEAVE), "one click")

    assert reader.reception.confirm(token) == Confirmed.EXPIRED
    assert reader.reader().state == SubscriberState.LEFT


@pytest.mark.parametrize("token", ["", "nonsense", "A" * 36, "é" * 36, "\x00" * 9])
def test_a_token_of_somebody_elses_making_opens_nothing(reader: Front, token: str) -> None:
    reception = reader.reception

    assert reception.confirm(token) == Confirmed.UNKNOWN
    assert reception.read_choices(token) is None
    assert reception.read_data(token) is None
    assert not reception.choose(token, HERE)
    assert not reception.erase(token)
    reception.leave(token, "one click")
    reception.rejoin(token)
    reception.ask_for_links(token)
    assert reader.reader().state == SubscriberState.ACTIVE
    assert reader.written() == ["confirm", "welcome"]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_for_one_thing_does_nothing_else(reader: Front, purpose: Purpose) -> None:
    token, reception = reader.token(purpose), reader.reception

    opened = {
        Purpose.CONFIRM: reception.confirm(token) == Confirmed.CONFIRMED,
        Purpose.PREFERENCES: reception.choose(token, replace(HERE, language="en-GB")),
        Purpose.DATA: reception.read_data(token) is not None,
    }
    reception.leave(token, "one click")
    opened[Purpose.LEAVE] = reader.reader().state == SubscriberState.LEFT

    assert [each for each, open_ in opened.items() if open_] == [purpose]


def test_leaving_takes_effect_at_once_and_ends_the_mail(reader: Front) -> None:
    reader.reception.leave(reader.token(Purpose.LEAVE), "one click")
    reader.reception.leave(reader.token(Purpose.LEAVE), "one click")

    assert reader.reader().state == SubscriberState.LEFT
    assert reader.steps() == ["asked", "confirmed", "left"]
    assert reader.written() == ["confirm", "welcome"]


def test_a_desk_may_say_goodbye_to_whoever_leaves(engine: Engine, clock: Clock) -> None:
    front = Front(engine, clock, usual(goodbye=True))
    front.ask()
    front.reception.confirm(front.token(Purpose.CONFIRM))

    front.reception.leave(front.token(Purpose.LEAVE), "button")
    front.reception.leave(front.token(Purpose.LEAVE), "button")

    assert front.written() == ["confirm", "welcome", "goodbye"]


def test_leaving_can_be_taken_back_for_an_hour(reader: Front) -> None:
    token = reader.token(Purpose.LEAVE)
    reader.reception.leave(token, "one click")
    reader.clock.forward(3500)
    reader.reception.rejoin(token)
    assert reader.reader().state == SubscriberState.ACTIVE

    reader.reception.leave(token, "one click")
    reader.clock.forward(3700)
    reader.reception.rejoin(token)

    assert reader.reader().state == SubscriberState.LEFT


def test_choices_are_kept_and_read_back(reader: Front) -> None:
    until = reader.moment() + timedelta(weeks=4)
    wanted = Choices("en-GB", ("baby",), "Asia/Singapore", until)
    token = reader.token(Purpose.PREFERENCES)
    assert reader.reception.read_choices(token) == HERE

    assert reader.reception.choose(token, wanted)
    assert reader.reception.choose(token, wanted)

    assert reader.reception.read_choices(token) == wanted
    assert len(reader.steps()) == 2 + 4


@pytest.mark.parametrize(
    "change",
    [
        {"language": "xx"},
        {"topics": ("everyday", "undeclared")},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"paused_until": timedelta(weeks=14)},
    ],
)
def test_what_is_not_offered_cannot_be_chosen(reader: Front, change: dict[str, object]) -> None:
    known = {
        name: reader.moment() + value if isinstance(value, timedelta) else value
        for name, value in change.items()
    }
    token = reader.token(Purpose.PREFERENCES)

    assert not reader.reception.choose(token, replace(HERE, **known))  # type: ignore[arg-type]
    assert reader.reception.read_choices(token) == HERE


@pytest.mark.parametrize("purpose", [Purpose.PREFERENCES, Purpose.DATA])
def test_an_old_link_brings_fresh_ones_by_letter_once_a_day(
    reader: Front, purpose: Purpose
) -> None:
    token = reader.token(purpose)
    reader.clock.forward(31 * DAY)
    assert reader.reception.read_choices(token) is None
    assert reader.reception.read_data(token) is None

    for _ in range(3):
        reader.reception.ask_for_links(token)
    assert reader.written() == ["confirm", "welcome", "link"]
    reader.clock.forward(DAY + 1)
    reader.reception.ask_for_links(token)

    assert reader.written() == ["confirm", "welcome", "link", "link"]


def test_who_rests_still_gets_the_links_that_they_ask_for(reader: Front) -> None:
    token = reader.token(Purpose.PREFERENCES)
    resting = replace(HERE, paused_until=reader.moment() + timedelta(weeks=4))
    reader.reception.choose(token, resting)
    reader.reception.ask_for_links(token)
    ledger = Ledger(reader.reception.engine, now=reader.clock)
    *_, link = Mailings(reader.reception.engine, reader.clock).due_to_readers()

    (claimed,) = ledger.claim(link.id, "worker", 1)

    assert link.kind == MailingKind.LINK
    assert ledger.advance(link.id, "worker", None, claimed)


def test_who_has_left_still_gets_links_and_who_complained_does_not(reader: Front) -> None:
    token = reader.token(Purpose.PREFERENCES)
    reader.reception.leave(reader.token(Purpose.LEAVE), "button")
    reader.reception.ask_for_links(token)
    assert reader.written()[-1] == "link"

    reader.clock.forward(DAY + 1)
    reason = SubscriberState.COMPLAINED
    reader.reception.subscribers.suppress(reader.reader().id, reason, Proof("test"))
    reader.reception.ask_for_links(token)

    assert reader.written() == ["confirm", "welcome", "link"]


def test_a_reader_sees_what_is_held_and_can_have_it_erased(reader: Front) -> None:
    token = reader.token(Purpose.DATA)
    held = reader.reception.read_data(token)
    assert held is not None
    assert held["person"]["address"] == ANA

    assert reader.reception.erase(token)
    assert not reader.reception.erase(token)

    assert reader.reception.read_data(token) is None
    with pytest.raises(UsageError):
        reader.reader()


def test_the_link_to_data_ends_after_a_day(reader: Front) -> None:
    token = reader.token(Purpose.DATA)
    reader.clock.forward(DAY + 60)

    assert reader.reception.read_data(token) is None
    assert not reader.reception.erase(token)


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "x" * 70 + "@example.org", "a b@c.de"])
def test_what_is_no_address_is_taken_without_a_word_and_forgotten(
    front: Front, address: str
) -> None:
    front.ask(address)

    assert front.written() == []
    assert front.reception.sign_ups.waiting(1) == []


def test_a_name_that_could_break_a_letter_is_left_out_and_undeclared_choices_too(
    front: Front,
) -> None:
    front.ask(name="Ana\r\nBcc: all@example.org", language="xx", topics=("baby", "none", "baby"))

    found = front.reader()
    assert (found.name, found.language, found.topics) == ("", "", ("baby",))


STATES = (
    SubscriberState.PENDING,
    SubscriberState.ACTIVE,
    SubscriberState.LEFT,
    SubscriberState.COMPLAINED,
    SubscriberState.SUPPRESSED,
)
WISHES = ("ask", "confirm", "leave", "rejoin", "choose", "links", "erase", "complain", "wait")


@given(st.lists(st.sampled_from(WISHES), max_size=8))
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_pressed_in_whatever_order_nobody_gets_a_letter_that_they_did_not_ask_for(
    engine: Engine, wishes: list[str]
) -> None:
    clock = Clock()
    front = Front(engine, clock, usual())
    address = f"reader{id(wishes)}x{len(wishes)}@example.org"
    front.ask(address)
    reader = front.reader(address)
    tokens = {each: front.token(each, address) for each in Purpose}
    unheard = False
    for wish in wishes:
        before = front.reception.subscribers.get(reader.id)
        _press(front, wish, address, tokens, reader.id)
        after = front.reception.subscribers.get(reader.id)
        assert before
        assert after
        unheard = unheard or after.state == SubscriberState.COMPLAINED
        became_active = after.state != before.state and after.state == SubscriberState.ACTIVE
        # Only their own links put somebody on the list, and nothing brings back who complained.
        assert not became_active or wish in ("confirm", "rejoin")
        assert not unheard or after.state in (SubscriberState.COMPLAINED, SubscriberState.ERASED)


def _press(front: Front, wish: str, address: str, tokens: dict[Purpose, str], reader: int) -> None:
    reception = front.reception
    match wish:
        case "ask":
            front.ask(address)
        case "confirm":
            reception.confirm(tokens[Purpose.CONFIRM])
        case "leave":
            reception.leave(tokens[Purpose.LEAVE], "button")
        case "rejoin":
            reception.rejoin(tokens[Purpose.LEAVE])
        case "choose":
            reception.choose(tokens[Purpose.PREFERENCES], HERE)
        case "links":
            reception.ask_for_links(tokens[Purpose.PREFERENCES])
        case "erase":
            reception.erase(tokens[Purpose.DATA])
        case "complain":
            complained = SubscriberState.COMPLAINED
            reception.subscribers.suppress(reader, complained, Proof("test"))
        case "wait":
            front.clock.forward(DAY / 2)
