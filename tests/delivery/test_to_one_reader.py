"""Letters that one reader's own step brings about: at once, before issues, and never twice."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import event

from newsletter.audience import Subscribers
from newsletter.database import open_database
from newsletter.delivery import Accounts, Errand, Form, Ledger, Mailings, Plan, Worker, expand
from newsletter.model import (
    TO_ONE_READER,
    Delivery,
    DeliveryState,
    Letter,
    MailingKind,
    MailingState,
    Outcome,
    Pieces,
    Proof,
)
from tests.conftest import Clock, add_readers, make_letter, open_gate
from tests.delivery.smtp_server import SmtpServer
from tests.delivery.test_worker import make_worker

DAY = 86400
LEAVE = {"leave_url": "https://letter.example.org/leave/token"}
SLOTLESS = make_letter("confirm", html=Pieces(("<p>Hello.</p>",)), text=Pieces(("Hello.\n",)))


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def worker(ledger: Ledger, mailings: Mailings, server: SmtpServer) -> Iterator[Worker]:
    made = make_worker(ledger, mailings, server)
    yield made
    made.close()


def errand(reader: int, kind: MailingKind = MailingKind.WELCOME) -> Errand:
    return Errand(kind, reader, provider="local", not_after=DAY)


def begin_issue(mailings: Mailings, ledger: Ledger, clock: Clock) -> int:
    start = datetime.fromtimestamp(clock.seconds, UTC)
    made, _ = mailings.create(make_letter(), Plan("everyone", "local", start, "UTC", DAY))
    mailings.start_due(open_gate)
    while expand(ledger, made.id):
        pass
    return made.id


def test_it_is_on_its_way_at_once_and_balances(
    mailings: Mailings, ledger: Ledger, subscribers: Subscribers
) -> None:
    add_readers(subscribers, 3)

    made = mailings.create_for_reader(make_letter("welcome"), errand(2))

    assert (made.kind, made.reader, made.state) == (MailingKind.WELCOME, 2, MailingState.SENDING)
    assert [entry.address for entry in Accounts(ledger.engine).of_subscriber(2)] == [
        "reader0002@example.org"
    ]
    balance = Accounts(ledger.engine).balance(made.id)
    assert (balance.planned, balance.counts) == (1, {DeliveryState.QUEUED: 1})
    assert expand(ledger, made.id) == 0


def test_any_number_of_readers_get_the_same_letter_at_a_time(
    mailings: Mailings, subscribers: Subscribers
) -> None:
    add_readers(subscribers, 3)
    made = [mailings.create_for_reader(make_letter("welcome"), errand(n)) for n in (1, 2, 3, 1)]

    assert len({each.uid for each in made}) == 4
    assert [each.reader for each in mailings.due_to_readers()] == [1, 2, 3, 1]
    assert len({each.letter for each in made}) == 1


def test_lists_of_mailings_are_of_issues_unless_others_are_named(
    mailings: Mailings, ledger: Ledger, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    issue = begin_issue(mailings, ledger, clock)
    letter = mailings.create_for_reader(make_letter("welcome"), errand(1))

    assert [each.id for each in mailings.all()] == [issue]
    assert [each.id for each in mailings.all(kinds=TO_ONE_READER)] == [letter.id]


def test_it_reaches_its_reader_and_ends(
    mailings: Mailings, subscribers: Subscribers, server: SmtpServer, worker: Worker
) -> None:
    add_readers(subscribers, 3)
    made = mailings.create_for_reader(make_letter("welcome"), errand(2))

    assert worker.drain(5) == {Outcome.SENT: 1}
    mailings.finish_done()

    assert [recipient for recipient, _ in server.accepted] == ["reader0002@example.org"]
    assert mailings.find(made.id).state == MailingState.FINISHED
    assert mailings.due_to_readers() == []


@pytest.mark.parametrize(
    ("kind", "active", "left"),
    [
        (MailingKind.WELCOME, DeliveryState.SENT, DeliveryState.SUPPRESSED),
        (MailingKind.GOODBYE, DeliveryState.SUPPRESSED, DeliveryState.SENT),
        (MailingKind.CONFIRM, DeliveryState.SUPPRESSED, DeliveryState.SUPPRESSED),
        (MailingKind.LINK, DeliveryState.SENT, DeliveryState.SENT),
    ],
)
def test_each_kind_goes_only_to_those_whom_it_is_for(
    mailings: Mailings,
    ledger: Ledger,
    subscribers: Subscribers,
    worker: Worker,
    kind: MailingKind,
    active: DeliveryState,
    left: DeliveryState,
) -> None:
    add_readers(subscribers, 2)
    made = [mailings.create_for_reader(make_letter(kind), errand(n, kind)) for n in (1, 2)]
    subscribers.leave(2, Proof("test"))

    worker.drain(5)

    accounts = Accounts(ledger.engine)
    assert [dict(accounts.balance(each.id).counts) for each in made] == [{active: 1}, {left: 1}]


def test_looking_for_one_does_not_go_through_the_deliveries_of_issues(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    asked: list[tuple[str, Any]] = []
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2:4]))
    Mailings(engine).due_to_readers()
    statement, values = asked[-1]

    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    engine.dispose()

    steps = [row.detail for row in plan]
    assert any("mailing USING INDEX mailing_state" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps)


def test_it_goes_before_the_rest_of_a_running_issue(
    mailings: Mailings,
    ledger: Ledger,
    subscribers: Subscribers,
    clock: Clock,
    server: SmtpServer,
) -> None:
    add_readers(subscribers, 60)
    issue = begin_issue(mailings, ledger, clock)
    asked: list[float] = []
    worker = make_worker(ledger, mailings, server, lambda: len(asked) == 2)

    def slow(command: str) -> None:
        time.sleep(0.05 if command.startswith("DOT") else 0)
        if len(server.accepted) == 5 and not asked:
            asked.append(monotonic())
            mailings.create_for_reader(make_letter("welcome", "Welcome.\n"), errand(60))
        elif asked and len(asked) == 1 and b"Welcome." in (server.accepted or [("", b"")])[-1][1]:
            asked.append(monotonic())

    server.answer = slow
    worker.drain(5)
    worker.close()

    assert asked[1] - asked[0] < 2
    assert Accounts(ledger.engine).balance(issue).counts[DeliveryState.QUEUED] > 0


def test_a_server_that_says_no_to_the_sender_holds_it_up_and_pauses_nothing(
    mailings: Mailings, subscribers: Subscribers, server: SmtpServer, worker: Worker
) -> None:
    add_readers(subscribers, 1)
    made = mailings.create_for_reader(make_letter("welcome"), errand(1))
    server.answer = lambda command: b"550 5.7.1 not you" if command.startswith("MAIL") else None

    worker.drain(0.5)

    found = mailings.find(made.id)
    assert found.state == MailingState.SENDING
    assert "not you" in found.note


def test_a_letter_whose_time_is_over_is_cancelled_and_waits_for_nobody(
    mailings: Mailings, ledger: Ledger, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    made = mailings.create_for_reader(make_letter("welcome"), errand(1))

    clock.forward(DAY - 1)
    mailings.start_due(open_gate)
    assert mailings.find(made.id).state == MailingState.SENDING
    clock.forward(2)
    mailings.start_due(open_gate)
    mailings.finish_done()

    assert mailings.find(made.id).state == MailingState.CANCELLED
    balance = Accounts(ledger.engine).balance(made.id)
    assert balance.holds
    assert balance.counts == {DeliveryState.CANCELLED: 1}


def test_no_gate_is_asked_about_it(
    mailings: Mailings, ledger: Ledger, subscribers: Subscribers, clock: Clock
) -> None:
    add_readers(subscribers, 1)
    begin_issue(mailings, ledger, clock)
    made = mailings.create_for_reader(make_letter("welcome"), errand(1))

    mailings.ask_again(lambda mailing: f"{mailing.issue} may not go")

    assert mailings.find(made.id).state == MailingState.SENDING
    assert [each.state for each in mailings.all()] == [MailingState.HELD]


ANA = Delivery(3, 7, "ana@example.org", "Buy pills at evil.test", 1, "en", {"first_name": "Buy"})


def headers_of(
    kind: MailingKind, uid: str = "0123456789abcdef", letter: Letter | None = None
) -> dict[str, str]:
    form = Form(letter or make_letter(kind), uid, kind)
    message = form.fill(ANA, LEAVE, datetime(2026, 12, 1, tzinfo=UTC))
    return dict(message_from_bytes(message, policy=policy.default).items())


def test_it_says_that_a_program_wrote_it_and_is_no_bulk() -> None:
    headers = headers_of(MailingKind.WELCOME)

    assert headers["Auto-Submitted"] == "auto-generated"
    assert "Precedence" not in headers
    assert headers["List-Unsubscribe"] == f"<{LEAVE['leave_url']}>"


def test_a_letter_without_the_link_to_leave_is_of_no_list() -> None:
    headers = headers_of(MailingKind.CONFIRM, letter=SLOTLESS)

    assert [name for name in headers if name.startswith("List-")] == []


def test_no_header_for_reports_names_a_reader() -> None:
    first = headers_of(MailingKind.WELCOME, uid="1" * 16)["Feedback-ID"]

    assert first == headers_of(MailingKind.WELCOME, uid="2" * 16)["Feedback-ID"]
    assert first.startswith("service:welcome:")


def test_nothing_that_a_stranger_typed_is_in_the_letter_that_asks() -> None:
    words = Pieces(("Hello ", ""), ("first_name",))
    letter = make_letter("confirm", subject=words, text=words, html=words)
    written = Form(letter, "uid", MailingKind.CONFIRM).fill(
        ANA, LEAVE, datetime(2026, 12, 1, tzinfo=UTC)
    )

    assert b"Buy" not in written
    assert b"Hello friend" in written
    assert b"To: ana@example.org\r\n" in written


def test_an_issue_without_the_link_to_leave_cannot_be_built() -> None:
    with pytest.raises(KeyError):
        Form(make_letter(), "uid").fill(ANA, {}, datetime(2026, 12, 1, tzinfo=UTC))
