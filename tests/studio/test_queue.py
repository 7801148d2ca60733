"""The queue as the studio shows it: over a real ledger, a real worker and a real mailbox."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, event, update

from newsletter import daemon
from newsletter.audience import Subscribers
from newsletter.daemon import utc_now
from newsletter.database import delivery, letter, open_database, transaction
from newsletter.delivery import Gate, Ledger, Mailings, Plan, expand
from newsletter.editorial import Draft, draft_issues, schedule
from newsletter.errors import NewsletterError, UsageError
from newsletter.localtime import LocalTime
from newsletter.mailbox import Mailbox
from newsletter.mailfolder import read_log
from newsletter.model import DeliveryState, DoubtPolicy, Keyring, Mailing, MailingState
from newsletter.studio.queue import MOST_ENDED, Queue, QueuedMailing
from newsletter.studio.revisions import Studio
from newsletter.workspace import open_workspace
from tests.conftest import add_readers, make_letter, open_gate
from tests.studio.conftest import SAMPLE, Desk

READERS = 250

MakeDraft = Callable[[timedelta], tuple[Draft, LocalTime]]


@dataclass
class Line:
    """A desk with a database, and its queue; `gate` is what may not go."""

    desk: Desk
    engine: Engine
    make_draft: MakeDraft
    gate: Gate = open_gate

    def __post_init__(self) -> None:
        self.mailings = Mailings(self.engine)
        self.queue = Queue(self.desk.studio, self.engine, lambda: self.gate, utc_now)

    def schedule(self, later: timedelta = timedelta()) -> Mailing:
        """Freeze the sample issue, to go so much later than now."""
        draft, start = self.make_draft(later)
        return schedule(draft, self.desk.studio.workspace.settings, self.mailings, start)[0]

    def look(self) -> QueuedMailing:
        """The only mailing, as it is now."""
        (mailing,) = self.queue.mailings()
        return mailing

    def wait(self, so: Callable[[QueuedMailing], bool]) -> QueuedMailing:
        """Look until something is so."""
        end = time.monotonic() + 60
        while not so(now := self.look()):
            assert time.monotonic() < end, now
            time.sleep(0.05)
        return now

    @contextmanager
    def sending(self, mailbox: Mailbox) -> Iterator[None]:
        """Run the worker meanwhile."""
        settings = self.desk.studio.workspace.settings
        provider = settings.provider["local"].model_copy(update={"port": mailbox.port})
        own = settings.model_copy(update={"provider": {"local": provider}})
        folder, stop = self.desk.folder / "workers", Event()
        post = daemon.Post(self.engine, own, Keyring(b"key"), {}, folder, self.gate, make_letter)
        thread = Thread(target=daemon.run, args=(post, stop))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@pytest.fixture(scope="module")
def make_draft(prepared: Path) -> MakeDraft:
    """Make the sample issue ready to go so much later than now: once for each time."""

    @cache
    def make(later: timedelta) -> tuple[Draft, LocalTime]:
        start = LocalTime.at(utc_now() + later, "UTC")
        (draft,) = draft_issues(open_workspace(prepared), utc_now(), [SAMPLE], start)
        return draft, start

    return make


@pytest.fixture
def line(workspace: Path, make_draft: MakeDraft) -> Iterator[Line]:
    engine = open_database(f"sqlite:///{workspace / 'newsletter.db'}")
    yield Line(Desk(workspace, Studio(workspace, utc_now)), engine, make_draft)
    engine.dispose()


@pytest.fixture
def mailbox(line: Line) -> Iterator[Mailbox]:
    with Mailbox(line.desk.folder / "mailbox") as running:
        yield running


def test_an_empty_queue_has_a_calendar_of_free_slots(line: Line) -> None:
    assert line.queue.mailings() == []
    assert {(day.state, day.note) for day in line.queue.calendar() if not day.slug} == {
        ("", "weekly: free")
    }


def test_a_mailing_that_waits_for_its_time_has_its_subject_and_no_rate(line: Line) -> None:
    mailing = line.schedule(timedelta(days=1))

    shown = line.look()

    assert (shown.id, shown.slug, shown.state) == (mailing.id, SAMPLE, MailingState.SCHEDULED)
    assert shown.subject == line.desk.studio.view(SAMPLE).issue.subject
    assert (shown.planned, shown.sent, shown.rate, shown.finish_at) == (0, 0, None, None)
    assert (shown.problem, shown.why_not) == ("", ())
    (due,) = (day for day in line.queue.calendar() if day.slug == SAMPLE and day.state)
    assert (due.subject, due.at) == (shown.subject, shown.send_at)


def test_an_issue_with_a_time_of_its_own_is_due_before_it_is_scheduled(line: Line) -> None:
    when = LocalTime.at(utc_now() + timedelta(days=400), "UTC")
    issue = line.desk.studio.library.issues[SAMPLE]
    slot = min(day.at.utc() for day in line.queue.calendar() if not day.slug)
    line.desk.edit(
        f"issues/{SAMPLE}/issue.md",
        f"send-at: {issue.send_at}",
        f"send-at: {LocalTime.at(slot, when.zone)}",
    )
    line.desk.studio.refresh()

    (due,) = (day for day in line.queue.calendar() if day.slug == SAMPLE)

    assert (due.subject, due.state, due.note) == (issue.subject, "", "not scheduled yet")


def test_a_mailing_is_paused_resumed_and_cancelled_while_it_runs(
    line: Line, mailbox: Mailbox
) -> None:
    add_readers(Subscribers(line.engine), READERS)
    mailing = line.schedule()
    with line.sending(mailbox):
        line.wait(lambda now: now.sent >= 5)
        paused = line.queue.pause(mailing.id)
        assert paused.state == MailingState.PAUSED
        assert paused.problem == "paused by hand"
        assert (paused.rate, paused.finish_at) == (None, None)
        held_up = line.wait(lambda now: not now.counts.get("sending"))
        time.sleep(0.5)
        assert line.look().sent == held_up.sent < READERS

        assert line.queue.resume(mailing.id).state == MailingState.SENDING
        line.wait(lambda now: now.sent > held_up.sent)
        cancelled = line.queue.cancel(mailing.id)
        assert cancelled.state == MailingState.CANCELLED
        ended = line.wait(lambda now: now.sent + now.counts.get("cancelled", 0) == READERS)

    assert ended.planned == READERS
    assert len(list(read_log(mailbox.folder))) == ended.sent < READERS


def test_a_running_mailing_tells_its_rate_and_when_it_will_be_done(line: Line) -> None:
    add_readers(Subscribers(line.engine), 20)
    mailing = line.schedule()
    line.mailings.start_due(open_gate)
    while expand(Ledger(line.engine), mailing.id):
        pass
    sent_a_second_apart(line.engine, 10)

    shown = line.look()

    assert (shown.sent, shown.planned) == (10, 20)
    assert shown.rate == pytest.approx(3600, rel=0.2)
    assert shown.finish_at
    assert (shown.finish_at - utc_now()).total_seconds() == pytest.approx(10, abs=4)


def sent_a_second_apart(engine: Engine, count: int) -> None:
    """Let this many readers have had their letter, the last one now."""
    with transaction(engine) as connection:
        for reader in range(count):
            row = update(delivery).where(delivery.c.subscriber_id == reader + 1)
            at = time.time() - reader
            connection.execute(row.values(state=DeliveryState.SENT, next_at=None, changed_at=at))


@pytest.mark.parametrize("act", ["pause", "resume", "cancel"])
def test_what_is_not_there_cannot_be_steered(line: Line, act: str) -> None:
    with pytest.raises(UsageError, match="no mailing 7"):
        getattr(line.queue, act)(7)


def test_what_has_ended_is_refused_in_the_words_of_the_commands(line: Line) -> None:
    mailing = line.schedule(timedelta(days=1))
    line.queue.cancel(mailing.id)

    for act, verb in (("pause", "paused"), ("resume", "resumed"), ("cancel", "cancelled")):
        with pytest.raises(UsageError, match=f"is cancelled and cannot be {verb}"):
            getattr(line.queue, act)(mailing.id)


def test_what_may_not_go_is_held_when_somebody_resumes_it(line: Line) -> None:
    mailing = line.schedule(timedelta(days=1))
    line.queue.pause(mailing.id)
    line.gate = lambda _mailing: "nobody has approved it"

    with pytest.raises(NewsletterError, match="is held: nobody has approved it") as caught:
        line.queue.resume(mailing.id)

    assert "Settle that first" in caught.value.remedy
    assert (line.look().state, line.look().problem) == (
        MailingState.HELD, "nobody has approved it",
    )  # fmt: skip


def test_files_that_have_changed_since_are_told_with_what_to_do(line: Line) -> None:
    mailing = line.schedule(timedelta(days=1))
    assert line.look().problem == ""
    line.desk.edit(f"issues/{SAMPLE}/issue.md", "Tiny bumps", "Small bumps")
    line.desk.studio.refresh()

    problem = line.look().problem

    assert problem.startswith("the files have changed since it was frozen: ")
    assert f"newsletter cancel {mailing.id}" in problem


def test_why_readers_got_no_letter_is_told_without_their_addresses(line: Line) -> None:
    add_readers(Subscribers(line.engine), 3)
    mailing = line.schedule()
    line.mailings.start_due(open_gate)
    expand(Ledger(line.engine), mailing.id)
    refused = {"state": "failed", "next_at": None, "reply": "550 <ana@example.org> unknown"}
    with transaction(line.engine) as connection:
        connection.execute(update(delivery).values(refused))

    (why,) = line.look().why_not

    assert (why.reason, why.readers) == ("failed: 550 <a…@e…> unknown", 3)


def test_a_letter_that_was_spoilt_is_listed_by_its_issue(line: Line) -> None:
    line.schedule(timedelta(days=1))
    with transaction(line.engine) as connection:
        connection.execute(update(letter).values(content="{}"))

    assert line.look().subject == SAMPLE


def test_only_the_latest_of_what_is_over_is_listed(line: Line) -> None:
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(MOST_ENDED + 2):
        plan = Plan(
            "everyone", "local", begun + timedelta(days=number), "UTC", 60, DoubtPolicy.HOLD
        )
        mailing, _ = line.mailings.create(make_letter(f"issue-{number}"), plan)
        line.mailings.cancel(mailing.id)

    listed = [each.slug for each in line.queue.mailings()]

    assert listed == [f"issue-{number}" for number in range(MOST_ENDED + 1, 1, -1)]


def test_what_is_finished_is_called_sent(line: Line) -> None:
    mailing = line.schedule()
    line.mailings.start_due(open_gate)
    while expand(Ledger(line.engine), mailing.id):
        pass
    line.mailings.finish_done()

    assert line.mailings.find(mailing.id).state is MailingState.FINISHED
    assert line.look().state == "sent"


def test_the_fingerprint_stays_until_something_changes(line: Line) -> None:
    empty = line.queue.fingerprint()
    mailing = line.schedule(timedelta(days=1))
    scheduled = line.queue.fingerprint()
    again = line.queue.fingerprint()
    line.queue.pause(mailing.id)

    assert empty != scheduled == again != line.queue.fingerprint()


def test_a_save_changes_the_fingerprint(line: Line) -> None:
    before = line.queue.fingerprint()
    line.desk.studio.refresh()

    assert line.queue.fingerprint() != before


def test_counting_takes_a_twentieth_of_the_time_at_most(line: Line) -> None:
    line.schedule(timedelta(days=1))
    seconds, counted = [0.0], []

    @event.listens_for(line.engine, "before_cursor_execute")
    def slow(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if "count(" in statement:
            counted.append(statement)
            seconds[0] += 0.5

    queue = Queue(line.desk.studio, line.engine, lambda: open_gate, utc_now, lambda: seconds[0])
    for _ in range(21):
        queue.mailings()
        seconds[0] += 0.5

    assert len(counted) == 2
