import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.audience import Row, Subscribers, parse_address
from newsletter.delivery import (
    Accounts,
    Ledger,
    Mailings,
    Patience,
    Plan,
    expand,
    retry_failed,
    settle,
)
from newsletter.errors import UsageError
from newsletter.model import (
    Delivery,
    DeliveryState,
    DoubtPolicy,
    Mailing,
    MailingState,
    Outcome,
    Proof,
    Report,
)
from tests.conftest import Clock, add_readers, make_letter, open_gate

SENT = Report(Outcome.SENT, "250 ok")
LATER = Report(Outcome.DEFERRED, "451 later")


@pytest.fixture
def accounts(ledger: Ledger) -> Accounts:
    return Accounts(ledger.engine)


def plan(clock: Clock, doubt: DoubtPolicy = DoubtPolicy.HOLD) -> Plan:
    start = datetime.fromtimestamp(clock.seconds, UTC)
    return Plan("everyone", "local", start, "UTC", 12 * 3600, doubt)


def begin(
    mailings: Mailings, ledger: Ledger, clock: Clock, doubt: DoubtPolicy = DoubtPolicy.HOLD
) -> Mailing:
    """A mailing that is being sent, with a delivery for everybody."""
    mailing, _ = mailings.create(make_letter(), plan(clock, doubt))
    mailings.start_due(open_gate)
    while expand(ledger, mailing.id, chunk=3):
        pass
    return mailings.find(mailing.id)


def start_one(ledger: Ledger, mailing: Mailing, token: str = "a") -> Delivery:
    (subscriber,) = ledger.claim(mailing.id, token, 1)
    started = ledger.advance(mailing.id, token, None, subscriber)
    assert started is not None
    return started


def states(accounts: Accounts, mailing: Mailing) -> dict[DeliveryState, int]:
    balance = accounts.balance(mailing.id)
    assert balance.holds
    return dict(balance.counts)


def test_what_may_be_sent_knows_its_reader(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, clock: Clock
) -> None:
    row = Row(parse_address("ana@b.test"), "Ana", "", "fr-CA", {"first_name": "Zoë"})
    subscribers.add([row], "test", dry_run=False)
    started = start_one(ledger, begin(mailings, ledger, clock))

    assert (started.address, started.name, started.attempts) == ("ana@b.test", "Ana", 1)
    assert (started.language, started.fields) == ("fr-CA", {"first_name": "Zoë"})


def test_expansion_gives_every_active_reader_one_delivery(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    addresses = add_readers(subscribers, 10)
    subscribers.leave(subscribers.find(parse_address(addresses[4])).id, Proof("test"))

    mailing = begin(mailings, ledger, clock)

    entries = accounts.entries(mailing.id, list(DeliveryState))
    assert [entry.address for entry in entries] == addresses[:4] + addresses[5:]
    assert mailing.expanded
    assert mailing.planned == 9


def test_an_interrupted_expansion_goes_on_where_it_stopped(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 10)
    mailing, _ = mailings.create(make_letter(), plan(clock))
    mailings.start_due(open_gate)

    expand(ledger, mailing.id, chunk=4)
    assert accounts.balance(mailing.id).planned == 4
    another = Ledger(ledger.engine, now=clock)
    while expand(another, mailing.id, chunk=4):
        pass

    assert states(accounts, mailing) == {DeliveryState.QUEUED: 10}


def test_what_one_worker_claims_no_other_gets(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 10)
    mailing = begin(mailings, ledger, clock)

    first = ledger.claim(mailing.id, "a", 6)
    second = ledger.claim(mailing.id, "b", 6)

    assert len(first) == 6
    assert len(second) == 4
    assert set(first) & set(second) == set()


def test_a_claim_whose_lease_is_over_is_taken_by_another_and_lost_to_the_first(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    (subscriber,) = ledger.claim(mailing.id, "a", 1)

    clock.forward(61)
    assert ledger.advance(mailing.id, "a", None, subscriber) is None
    assert ledger.claim(mailing.id, "b", 1) == [subscriber]
    assert ledger.advance(mailing.id, "a", None, subscriber) is None
    assert ledger.advance(mailing.id, "b", None, subscriber) is not None


def test_a_sent_letter_is_final(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)

    ledger.advance(mailing.id, "a", (started, SENT), None)
    ledger.advance(mailing.id, "a", (started, LATER), None)
    clock.forward(10_000)
    ledger.reap()

    assert states(accounts, mailing) == {DeliveryState.SENT: 1}
    assert ledger.claim(mailing.id, "b", 1) == []


def test_only_the_holder_of_the_token_records_a_result(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)

    ledger.advance(mailing.id, "b", (started, SENT), None)

    assert states(accounts, mailing) == {DeliveryState.SENDING: 1}


def test_a_start_whose_commit_was_not_heard_of_is_taken_back(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)

    unheard = Delivery(mailing.id, started.subscriber, "", "", 0)
    ledger.advance(mailing.id, "a", (unheard, Report(Outcome.UNSENT, "")), None)

    (entry,) = accounts.entries(mailing.id, list(DeliveryState))
    assert (entry.state, entry.attempts) == (DeliveryState.QUEUED, 0)


def test_a_deferred_letter_waits_longer_each_time_and_fails_at_last(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)

    for wait in (300, 600):
        ledger.advance(mailing.id, "a", (start_one(ledger, mailing), LATER), None)
        assert states(accounts, mailing) == {DeliveryState.QUEUED: 1}
        clock.forward(wait - 1)
        assert ledger.claim(mailing.id, "a", 1) == []
        clock.forward(1)
    ledger.advance(mailing.id, "a", (start_one(ledger, mailing), LATER), None)

    assert states(accounts, mailing) == {DeliveryState.FAILED: 1}


def test_a_reader_who_could_not_be_asked_loses_no_try(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)

    for _ in range(5):
        unsent = Report(Outcome.UNSENT, "connection refused")
        ledger.advance(mailing.id, "a", (start_one(ledger, mailing), unsent), None)
        clock.forward(5)

    (entry,) = accounts.entries(mailing.id, [DeliveryState.QUEUED])
    assert entry.attempts == 0


def test_who_left_after_the_claim_gets_nothing(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    (subscriber,) = ledger.claim(mailing.id, "a", 1)

    subscribers.leave(subscriber, Proof("one click"))

    assert ledger.advance(mailing.id, "a", None, subscriber) is None
    assert states(accounts, mailing) == {DeliveryState.SUPPRESSED: 1}


def test_a_paused_mailing_starts_nothing_and_goes_on_after_it(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    mailing = begin(mailings, ledger, clock)
    (subscriber,) = ledger.claim(mailing.id, "a", 1)

    mailings.pause(mailing.id)
    assert ledger.advance(mailing.id, "a", None, subscriber) is None
    assert ledger.claim(mailing.id, "b", 2) == []
    ledger.release("a")
    mailings.resume(mailing.id, open_gate)

    assert len(ledger.claim(mailing.id, "b", 2)) == 2


def test_cancelling_ends_all_that_is_not_under_way(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 5)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)
    ledger.claim(mailing.id, "b", 2)

    mailings.cancel(mailing.id)
    ledger.advance(mailing.id, "a", (started, SENT), None)

    assert states(accounts, mailing) == {DeliveryState.SENT: 1, DeliveryState.CANCELLED: 4}


def test_what_comes_back_to_a_cancelled_mailing_ends_too(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)

    mailings.cancel(mailing.id)
    ledger.advance(mailing.id, "a", (started, LATER), None)
    mailings.finish_done()

    assert states(accounts, mailing) == {DeliveryState.CANCELLED: 2}


def test_a_dead_worker_leaves_claims_free_and_letters_under_way_in_doubt(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 3)
    mailing = begin(mailings, ledger, clock)
    first, *_ = ledger.claim(mailing.id, "a", 3)
    ledger.advance(mailing.id, "a", None, first)
    assert ledger.holders() == ["a"]

    ledger.recover("a")

    assert states(accounts, mailing) == {DeliveryState.IN_DOUBT: 1, DeliveryState.QUEUED: 2}
    assert ledger.holders() == []


def test_a_letter_without_a_word_is_in_doubt_only_after_lease_and_grace(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    start_one(ledger, mailing)

    clock.forward(60 + 899)
    ledger.reap()
    assert states(accounts, mailing) == {DeliveryState.SENDING: 1}
    clock.forward(2)
    ledger.reap()

    assert states(accounts, mailing) == {DeliveryState.IN_DOUBT: 1}


def test_a_verdict_that_comes_late_settles_the_doubt(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)
    clock.forward(2000)
    ledger.reap()

    ledger.advance(mailing.id, "a", (started, SENT), None)

    assert states(accounts, mailing) == {DeliveryState.SENT: 1}


def test_the_policy_resend_queues_what_is_in_doubt(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    mailing = begin(mailings, ledger, clock, DoubtPolicy.RESEND)
    lost = Report(Outcome.IN_DOUBT, "no verdict")

    ledger.advance(mailing.id, "a", (start_one(ledger, mailing), lost), None)
    start_one(ledger, mailing)
    ledger.recover("a")

    assert states(accounts, mailing) == {DeliveryState.QUEUED: 2}


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.QUEUED])
def test_a_person_settles_a_doubt_once(
    ledger: Ledger,
    mailings: Mailings,
    subscribers: Subscribers,
    accounts: Accounts,
    clock: Clock,
    state: DeliveryState,
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)
    lost = Report(Outcome.IN_DOUBT, "no verdict")
    ledger.advance(mailing.id, "a", (started, lost), None)

    assert settle(ledger, mailing.id, started.subscriber, state, open_gate)
    assert not settle(ledger, mailing.id, started.subscriber, DeliveryState.SENT, open_gate)
    assert states(accounts, mailing) == {state: 1}


def test_a_second_mailing_of_an_issue_leaves_out_who_has_it(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 5)
    first = begin(mailings, ledger, clock)
    ledger.advance(first.id, "a", (start_one(ledger, first), SENT), None)
    doubtful = start_one(ledger, first)
    ledger.advance(first.id, "a", (doubtful, Report(Outcome.IN_DOUBT, "")), None)
    mailings.cancel(first.id)

    second = begin(mailings, ledger, clock)

    assert second.id != first.id
    assert second.planned == 3


def test_a_verdict_that_is_none_leaves_the_doubt(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    """Queued again in a mailing that may have ended, the reader would be forgotten."""
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)
    clock.forward(2000)
    ledger.reap()
    mailings.finish_done()

    ledger.advance(mailing.id, "a", (started, LATER), None)

    assert states(accounts, mailing) == {DeliveryState.IN_DOUBT: 1}


def test_the_policy_resend_has_an_end(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock, DoubtPolicy.RESEND)
    lost = Report(Outcome.IN_DOUBT, "no verdict")

    for _ in range(3):
        ledger.advance(mailing.id, "a", (start_one(ledger, mailing), lost), None)
        assert ledger.claim(mailing.id, "a", 1) == []
        clock.forward(300)

    assert states(accounts, mailing) == {DeliveryState.IN_DOUBT: 1}


def test_a_second_mailing_waits_for_the_letters_of_the_first_that_are_under_way(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 3)
    first = begin(mailings, ledger, clock)
    started = start_one(ledger, first)
    mailings.cancel(first.id)

    second = begin(mailings, ledger, clock)
    assert not second.expanded
    ledger.advance(first.id, "a", (started, LATER), None)
    mailings.finish_done()
    while expand(ledger, second.id):
        pass

    assert states(accounts, second) == {DeliveryState.QUEUED: 3}


def test_nobody_is_settled_into_a_cancelled_mailing(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    mailing = begin(mailings, ledger, clock)
    started = start_one(ledger, mailing)
    ledger.advance(mailing.id, "a", (started, Report(Outcome.IN_DOUBT, "")), None)
    mailings.cancel(mailing.id)

    with pytest.raises(UsageError, match="is cancelled") as caught:
        settle(ledger, mailing.id, started.subscriber, DeliveryState.QUEUED, open_gate)

    assert "anew" in caught.value.remedy


def test_those_who_were_refused_can_be_tried_again(
    ledger: Ledger, mailings: Mailings, subscribers: Subscribers, accounts: Accounts, clock: Clock
) -> None:
    add_readers(subscribers, 2)
    mailing = begin(mailings, ledger, clock)
    for outcome in (Outcome.FAILED, Outcome.SENT):
        ledger.advance(mailing.id, "a", (start_one(ledger, mailing), Report(outcome, "")), None)
    mailings.finish_done()

    assert retry_failed(ledger, mailing.id, open_gate) == 1
    assert retry_failed(ledger, mailing.id, open_gate) == 0

    assert states(accounts, mailing) == {DeliveryState.SENT: 1, DeliveryState.QUEUED: 1}
    assert mailings.find(mailing.id).state == MailingState.SENDING


steps = st.lists(
    st.tuples(
        st.sampled_from(["claim", "start", "finish", "release", "recover", "reap", "wait"]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(list(Outcome)),
        st.integers(1, 1200),
    ),
    max_size=60,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_happens_nobody_is_sent_twice_and_the_mailing_balances(
    ledger: Ledger,
    mailings: Mailings,
    subscribers: Subscribers,
    accounts: Accounts,
    clock: Clock,
    script: list[tuple[str, str, Outcome, int]],
) -> None:
    """Three workers, any order of events: a server's log of acceptances is the oracle."""
    if not subscribers.counts():
        add_readers(subscribers, 4)
    issue = f"issue-{next(numbers)}"
    mailing, _ = mailings.create(make_letter(issue), plan(clock))
    mailings.start_due(open_gate)
    while expand(ledger, mailing.id):
        pass
    claimed: dict[str, list[int]] = {"a": [], "b": [], "c": []}
    under_way: dict[str, Delivery | None] = {"a": None, "b": None, "c": None}
    accepted: list[int] = []
    for step, token, outcome, seconds in script:
        letter = under_way[token]
        if step == "claim":
            claimed[token] = ledger.claim(mailing.id, token, 2)
        elif step == "start" and claimed[token] and letter is None:
            started = ledger.advance(mailing.id, token, None, claimed[token].pop(0))
            under_way[token] = started
        elif step == "finish" and letter:
            if outcome == Outcome.SENT:
                accepted.append(letter.subscriber)
            ledger.advance(mailing.id, token, (letter, Report(outcome, "")), None)
            under_way[token] = None
        elif step == "release" and letter is None:
            ledger.release(token)
        elif step == "recover":
            ledger.recover(token)
            under_way[token] = None
            claimed[token] = []
        elif step == "reap":
            ledger.reap()
        elif step == "wait":
            clock.forward(seconds)
        balance = accounts.balance(mailing.id)
        assert balance.holds

    for token in under_way:
        ledger.recover(token)
    accepted += send_the_rest(ledger, mailing, clock)
    named = accounts.entries(mailing.id, [DeliveryState.IN_DOUBT, DeliveryState.FAILED])
    reached = {f"reader{subscriber:04d}@example.org" for subscriber in accepted}
    assert len(accepted) == len(set(accepted))
    assert reached | {entry.address for entry in named} == set(ADDRESSES)
    mailings.finish_done()
    assert mailings.find(mailing.id).state == MailingState.FINISHED


numbers = itertools.count()
ADDRESSES = [f"reader{number:04d}@example.org" for number in range(1, 5)]


def send_the_rest(ledger: Ledger, mailing: Mailing, clock: Clock) -> list[int]:
    """A last worker meets a server that takes everything; who got a letter from it."""
    accepted = []
    for _ in range(20):
        clock.forward(3600)
        for subscriber in ledger.claim(mailing.id, "last", 10):
            started = ledger.advance(mailing.id, "last", None, subscriber)
            if started:
                accepted.append(subscriber)
                ledger.advance(mailing.id, "last", (started, SENT), None)
    return accepted


def test_patience_has_defaults_that_fit_the_protocol() -> None:
    patience = Patience()

    # RFC 5321 §4.5.3.2.6: ten minutes for the reply to the final dot.
    assert patience.grace >= 600
    assert 0 < patience.lease < patience.grace
