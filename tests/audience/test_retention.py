"""Forgetting what nobody needs any more."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, insert, select

from newsletter.audience import (
    Forgotten,
    Subscribers,
    Suppressions,
    Wordings,
    erase,
    forget_old,
    parse_address,
)
from newsletter.database import attempt, consent_event, delivery, mailing, reading, transaction
from newsletter.delivery import Accounts, Ledger, Mailings, Plan, expand
from newsletter.model import Keyring, Outcome, Proof, Report, Subscriber, SubscriberState
from newsletter.settings import Privacy
from tests.conftest import Clock, add_readers, make_letter, open_gate

DAY = 86400
KEYS = Keyring(b"k" * 64)
POLICY = Privacy()
FORM = Proof("sign-up form", "form")
ANA = parse_address("ana@example.org")


def ask(subscribers: Subscribers) -> Subscriber:
    return subscribers.ask(ANA, "Ana", "", FORM)


def forget(engine: Engine, clock: Clock) -> Forgotten:
    return forget_old(engine, KEYS, POLICY, clock)


def send_to_everybody(mailings: Mailings, ledger: Ledger, clock: Clock) -> int:
    """Send a mailing to its end; return its number."""
    start = datetime.fromtimestamp(clock.seconds, UTC)
    found, _ = mailings.create(make_letter(), Plan("everyone", "local", start, "UTC", 3600))
    mailings.start_due(open_gate)
    while expand(ledger, found.id):
        pass
    report = Report(Outcome.SENT, "250 queued for reader0001@example.org")
    for each in ledger.claim(found.id, "worker", 100):
        started = ledger.advance(found.id, "worker", None, each)
        assert started
        ledger.advance(found.id, "worker", (started, report), None)
    mailings.finish_done()
    return found.id


def test_who_never_confirmed_is_forgotten_when_the_link_has_ended(
    engine: Engine, subscribers: Subscribers, clock: Clock
) -> None:
    ask(subscribers)
    clock.forward(7 * DAY - 1)
    assert forget(engine, clock) == Forgotten()
    clock.forward(2)

    assert forget(engine, clock) == Forgotten(unconfirmed=1)
    assert forget(engine, clock) == Forgotten()
    assert list(subscribers.all()) == []
    assert Suppressions(engine, KEYS).find([ANA.canonical]).keys() == set()
    with reading(engine) as connection:
        assert connection.scalars(select(func.count()).select_from(consent_event)).one() == 0


def test_the_number_stays_of_whom_a_letter_went_to(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, ledger: Ledger, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    number = send_to_everybody(mailings, ledger, clock)
    asked = ask(subscribers)
    with transaction(engine) as connection:
        (row,) = connection.execute(select(delivery)).mappings().all()
        connection.execute(insert(delivery).values({**row, "subscriber_id": asked.id}))
    clock.forward(8 * DAY)

    assert forget(engine, clock).unconfirmed == 1

    erased = subscribers.get(asked.id)
    assert erased
    assert erased.state == SubscriberState.ERASED
    assert Suppressions(engine, KEYS).find([ANA.canonical]).keys() == set()
    assert Accounts(engine).balance(number).counts.total() == 2


def test_who_left_long_ago_is_erased_and_stays_away(
    engine: Engine, subscribers: Subscribers, clock: Clock
) -> None:
    reader = ask(subscribers)
    subscribers.confirm(reader.id, FORM)
    subscribers.leave(reader.id, FORM)
    clock.forward(POLICY.forget_left - 1)
    assert forget(engine, clock) == Forgotten()
    clock.forward(2)

    assert forget(engine, clock) == Forgotten(left=1)
    assert subscribers.counts() == {SubscriberState.ERASED: 1}
    assert Suppressions(engine, KEYS).find([ANA.canonical]).keys() == {ANA.canonical}


def test_who_left_and_did_not_confirm_again_still_stays_away(
    engine: Engine, subscribers: Subscribers, clock: Clock
) -> None:
    subscribers.leave(ask(subscribers).id, FORM)
    assert ask(subscribers).state == SubscriberState.PENDING
    clock.forward(8 * DAY)

    assert forget(engine, clock) == Forgotten(unconfirmed=1)
    assert Suppressions(engine, KEYS).find([ANA.canonical]).keys() == {ANA.canonical}


@pytest.mark.parametrize("state", ["active", "bounced", "complained", "suppressed"])
def test_nobody_else_is_ever_forgotten(
    engine: Engine, subscribers: Subscribers, clock: Clock, state: str
) -> None:
    reader = ask(subscribers)
    subscribers.confirm(reader.id, FORM)
    if state != "active":
        subscribers.suppress(reader.id, SubscriberState(state), FORM)
    clock.forward(100 * POLICY.forget_left)

    assert forget(engine, clock) == Forgotten()
    assert subscribers.find(ANA).state == state


@pytest.mark.parametrize(("kind", "kept"), [("confirm", 29), ("network", 0), ("domain", 0)])
def test_what_strangers_tried_is_forgotten(
    engine: Engine, clock: Clock, kind: str, kept: int
) -> None:
    """Letters to one address are counted for long, tries of an hour are not."""
    with transaction(engine) as connection:
        for age in (kept, kept + 2):
            since = clock.seconds - age * DAY
            tried = {"kind": kind, "who": b"digest", "since": since, "count": 3}
            connection.execute(insert(attempt).values(tried))

    assert forget(engine, clock) == Forgotten(attempts=1)
    with reading(engine) as connection:
        assert connection.scalars(select(attempt.c.since)).all() == [clock.seconds - kept * DAY]


def test_what_servers_said_is_forgotten_once_the_mailing_has_long_ended(
    engine: Engine, subscribers: Subscribers, mailings: Mailings, ledger: Ledger, clock: Clock
) -> None:
    add_readers(subscribers, 3)
    number = send_to_everybody(mailings, ledger, clock)
    clock.forward(POLICY.forget_logs - 1)
    assert forget(engine, clock) == Forgotten()
    clock.forward(2)

    assert forget(engine, clock) == Forgotten(replies=3)
    assert forget(engine, clock) == Forgotten()
    with reading(engine) as connection:
        assert set(connection.scalars(select(delivery.c.reply))) == {""}
        done = connection.scalars(select(mailing.c.forgotten_at).where(mailing.c.id == number))
        assert done.one() == clock.seconds


def test_a_text_is_kept_as_long_as_somebodys_consent_names_it(
    engine: Engine, subscribers: Subscribers, clock: Clock
) -> None:
    wordings = Wordings(engine, clock)
    digest = wordings.store("en", "I, Ana Lim, agree.")
    reader = subscribers.ask(ANA, "Ana", "", Proof("sign-up form", "form", digest))
    clock.forward(2 * DAY)
    assert forget(engine, clock) == Forgotten()

    erase(engine, KEYS, reader.id, FORM, clock)

    assert forget(engine, clock) == Forgotten(wordings=1)
    assert wordings.read(digest) == ""


def test_a_text_that_is_about_to_be_named_is_kept(engine: Engine, clock: Clock) -> None:
    wordings = Wordings(engine, clock)
    wordings.store("en", "Yes, write to me.")
    clock.forward(2 * DAY)
    digest = wordings.store("en", "Yes, write to me.")

    assert forget(engine, clock) == Forgotten()
    assert wordings.read(digest) == "Yes, write to me."
