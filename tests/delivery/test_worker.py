from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from time import monotonic

import pytest
from sqlalchemy import Connection, event, update
from sqlalchemy.exc import OperationalError

from newsletter.audience import Subscribers, parse_address
from newsletter.database import subscriber, transaction
from newsletter.delivery import (
    Accounts,
    Ledger,
    Mailings,
    Plan,
    SmtpTransport,
    Surroundings,
    Transport,
    Worker,
    expand,
)
from newsletter.delivery.worker import MOST_FORMS, MOST_REFUSALS
from newsletter.errors import DatabaseError, UsageError
from newsletter.model import DeliveryState, Letter, Mailing, MailingState, Outcome, Proof
from newsletter.settings import Provider
from tests.conftest import Clock, add_readers, make_letter, open_gate
from tests.delivery.smtp_server import DROP, SmtpServer

READERS = 50
"""As many as a worker claims at two times, and more than may be refused in a row."""


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def mailing(mailings: Mailings, ledger: Ledger, subscribers: Subscribers, clock: Clock) -> Mailing:
    add_readers(subscribers, READERS)
    return begin(mailings, ledger, clock, "2026-12-01-milia")


def begin(mailings: Mailings, ledger: Ledger, clock: Clock, issue: str) -> Mailing:
    start = datetime.fromtimestamp(clock.seconds, UTC)
    plan = Plan("everyone", "local", start, "UTC", 3600)
    created, _ = mailings.create(make_letter(issue), plan)
    mailings.start_due(open_gate)
    while expand(ledger, created.id):
        pass
    return created


def make_worker(
    ledger: Ledger,
    mailings: Mailings,
    server: SmtpServer,
    stopping: Callable[[], bool] = lambda: False,
) -> Worker:
    def transport(_name: str) -> Transport:
        provider = {"host": "127.0.0.1", "port": server.port, "security": "none", "timeout": "2s"}
        return SmtpTransport(Provider.model_validate(provider), None, "test")

    def values(_mailing: Mailing, _letter: Letter, subscriber: int) -> Mapping[str, str]:
        return {"leave_url": f"https://letter.example.org/leave/{subscriber}"}

    def now() -> datetime:
        return datetime(2026, 12, 1, tzinfo=UTC)

    return Worker(
        ledger, mailings, "worker", Surroundings(transport, values, monotonic, now, stopping)
    )


def counts(ledger: Ledger, mailing: Mailing) -> dict[DeliveryState, int]:
    balance = Accounts(ledger.engine).balance(mailing.id)
    assert balance.holds
    return dict(balance.counts)


def test_everybody_gets_one_letter_with_their_own_link(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    worker = make_worker(ledger, mailings, server)

    tally = worker.drain(30)
    worker.close()

    recipients = [recipient for recipient, _ in server.accepted]
    assert tally == {Outcome.SENT: READERS}
    assert counts(ledger, mailing) == {DeliveryState.SENT: READERS}
    assert recipients == [f"reader{number:04d}@example.org" for number in range(1, READERS + 1)]
    assert b"/leave/1>" in server.accepted[0][1]


def test_the_ledger_says_what_the_server_said(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    answers = {"0003": b"550 no such user", "0004": b"451 later", "0005": DROP}
    server.answer = lambda command: next(
        (reply for number, reply in answers.items() if f"DOT reader{number}" in command), None
    )
    worker = make_worker(ledger, mailings, server)

    worker.drain(30)
    worker.close()

    assert counts(ledger, mailing) == {
        DeliveryState.SENT: READERS - 3,
        DeliveryState.FAILED: 1,
        DeliveryState.QUEUED: 1,
        DeliveryState.IN_DOUBT: 1,
    }


def test_a_worker_that_must_stop_gives_back_what_it_holds(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    worker = make_worker(ledger, mailings, server, lambda: len(server.accepted) >= 7)

    worker.drain(30)
    worker.close()

    assert counts(ledger, mailing) == {DeliveryState.SENT: 7, DeliveryState.QUEUED: READERS - 7}
    assert ledger.holders() == []


def test_a_reader_who_leaves_while_it_is_sent_gets_none(
    ledger: Ledger,
    mailings: Mailings,
    subscribers: Subscribers,
    server: SmtpServer,
    mailing: Mailing,
) -> None:
    leaving = subscribers.find(parse_address("reader0012@example.org"))

    def answer(command: str) -> bytes | None:
        if command == "DOT reader0010@example.org":
            subscribers.leave(leaving.id, Proof("one click"))
        return None

    server.answer = answer
    worker = make_worker(ledger, mailings, server)
    worker.drain(30)
    worker.close()

    assert "reader0012@example.org" not in [recipient for recipient, _ in server.accepted]
    assert counts(ledger, mailing) == {
        DeliveryState.SENT: READERS - 1,
        DeliveryState.SUPPRESSED: 1,
    }


def test_an_unreachable_provider_costs_nobody_a_try_and_is_left_alone_for_a_while(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    server.answer = lambda command: b"421 busy" if command == "CONNECT" else None
    worker = make_worker(ledger, mailings, server)

    assert worker.drain(30) == {}
    connections = server.connections
    assert worker.drain(30) == {}
    worker.close()

    assert connections == server.connections == 1
    assert counts(ledger, mailing) == {DeliveryState.QUEUED: READERS}
    assert "421" in mailings.find(mailing.id).note
    entries = Accounts(ledger.engine).entries(mailing.id, [DeliveryState.QUEUED])
    assert {entry.attempts for entry in entries} == {0}


def test_a_server_that_refuses_the_sender_pauses_the_mailing(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    server.answer = lambda command: b"550 5.7.1 not yours" if "MAIL" in command else None
    worker = make_worker(ledger, mailings, server)

    worker.drain(30)
    worker.close()

    paused = mailings.find(mailing.id)
    assert paused.state == MailingState.PAUSED
    assert "not yours" in paused.note
    assert counts(ledger, mailing) == {DeliveryState.QUEUED: READERS}


def test_a_verdict_is_kept_while_the_database_is_away(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    away = [False]

    @event.listens_for(ledger.engine, "begin")
    def refuse(_connection: Connection) -> None:
        if away[0]:
            raise OperationalError("BEGIN", {}, Exception("disk I/O error"))

    def answer(command: str) -> None:
        away[0] = away[0] or (len(server.accepted) == 6 and command.startswith("DOT"))

    server.answer = answer
    worker = make_worker(ledger, mailings, server)
    with pytest.raises(DatabaseError):
        worker.drain(30)
    reached = len(server.accepted)
    server.answer = lambda _command: None
    away[0] = False
    worker.drain(30)
    worker.close()

    assert reached == 7
    assert len(server.accepted) == READERS
    assert counts(ledger, mailing) == {DeliveryState.SENT: READERS}


def test_mailings_take_turns(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing, clock: Clock
) -> None:
    second = begin(mailings, ledger, clock, "2026-12-08-sun")
    worker = make_worker(ledger, mailings, server, lambda: len(server.accepted) >= READERS)

    worker.drain(30)
    worker.close()

    assert counts(ledger, mailing)[DeliveryState.SENT] > 20
    assert counts(ledger, second)[DeliveryState.SENT] > 20


def test_a_name_that_would_break_the_headers_fails_that_reader_alone(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    with transaction(ledger.engine) as connection:
        broken = update(subscriber).where(subscriber.c.id == 2).values(name="x\r\nBcc: y@z.test")
        connection.execute(broken)
    worker = make_worker(ledger, mailings, server)
    worker.drain(30)
    worker.close()

    assert counts(ledger, mailing) == {DeliveryState.SENT: READERS - 1, DeliveryState.FAILED: 1}
    assert all(b"Bcc" not in message for _, message in server.accepted)


def test_a_provider_that_is_not_in_the_settings_holds_the_mailing_up(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    worker = make_worker(ledger, mailings, server)

    def missing(_name: str) -> Transport:
        raise UsageError("no such provider", remedy="Add it.")

    worker.around = Surroundings(
        missing,
        worker.around.reader_values,
        monotonic,
        worker.around.now,
        worker.around.stopping,
    )
    worker.drain(30)
    worker.close()

    assert mailings.find(mailing.id).state == MailingState.PAUSED
    assert counts(ledger, mailing) == {DeliveryState.QUEUED: READERS}


def test_a_mailing_that_is_refused_again_and_again_is_paused(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing
) -> None:
    server.answer = lambda command: b"554 5.7.1 relay denied" if "RCPT" in command else None
    worker = make_worker(ledger, mailings, server)
    worker.drain(30)
    worker.close()

    assert mailings.find(mailing.id).state == MailingState.PAUSED
    assert counts(ledger, mailing) == {
        DeliveryState.FAILED: MOST_REFUSALS,
        DeliveryState.QUEUED: READERS - MOST_REFUSALS,
    }


def test_a_worker_keeps_only_some_letters_ready(
    ledger: Ledger, mailings: Mailings, server: SmtpServer, mailing: Mailing, clock: Clock
) -> None:
    others = [begin(mailings, ledger, clock, f"issue-{number}") for number in range(MOST_FORMS)]
    worker = make_worker(ledger, mailings, server, lambda: len(server.accepted) >= 9 * READERS)

    tally = worker.drain(60)
    kept = set(worker._forms)
    worker.close()

    assert tally[Outcome.SENT] == READERS * (MOST_FORMS + 1)
    assert len(kept) == MOST_FORMS
    assert kept <= {mailing.id, *(each.id for each in others)}
