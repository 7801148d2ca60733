import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from threading import Event, Timer

import pytest
from sqlalchemy import update

from newsletter.audience import Subscribers, parse_address
from newsletter.compose import Templates
from newsletter.daemon import Post, guarded, make_clock, run, utc_now
from newsletter.database import open_database, subscriber
from newsletter.delivery import Accounts, Plan
from newsletter.errors import NewsletterError
from newsletter.mailbox import Mailbox
from newsletter.mailfolder import read_log
from newsletter.model import DeliveryState, Keyring, MailingState, Proof, SignUp
from newsletter.settings import Settings, load_settings
from newsletter.subscription import make_service_letters
from newsletter.workspace import SETTINGS_FILE
from tests.conftest import add_readers, make_letter, open_gate
from tests.looks.shows import template_folders


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path / "mailbox") as running:
        yield running


@pytest.fixture
def post(workspace: Path, mailbox: Mailbox) -> Iterator[Post]:
    settings = load_settings(workspace / SETTINGS_FILE)
    provider = settings.provider["local"].model_copy(update={"port": mailbox.port})
    own = settings.model_copy(update={"provider": {"local": provider}})
    engine = open_database(f"sqlite:///{workspace / 'newsletter.db'}")
    letters = make_service_letters(own, Templates(template_folders()))
    yield Post(engine, own, Keyring(b"key"), {}, workspace / "workers", open_gate, letters)
    engine.dispose()


def plan(post: Post, start: datetime) -> Plan:
    sending = post.settings.sending
    return Plan("everyone", "local", start, "UTC", sending.not_after, sending.in_doubt)


def test_what_is_due_is_sent_and_the_run_ends(post: Post, mailbox: Mailbox) -> None:
    addresses = add_readers(Subscribers(post.engine), 30)
    mailing, _ = post.mailings.create(make_letter(), plan(post, utc_now()))

    run(post, Event(), until_done=True)

    assert sorted(each.recipient for each in read_log(mailbox.folder)) == addresses
    assert post.mailings.find(mailing.id).state == MailingState.FINISHED
    assert Accounts(post.engine).balance(mailing.id).counts == {DeliveryState.SENT: 30}
    assert list(post.presence_folder.iterdir()) == []


def test_nothing_leaves_before_its_time(post: Post, mailbox: Mailbox) -> None:
    add_readers(Subscribers(post.engine), 1)
    start = utc_now() + timedelta(seconds=2)
    post.mailings.create(make_letter(), plan(post, start))

    run(post, Event(), until_done=True)

    assert utc_now() >= start
    assert len(list(read_log(mailbox.folder))) == 1


def test_a_run_without_work_waits_until_it_is_stopped(post: Post) -> None:
    stop = Event()
    Timer(0.5, stop.set).start()

    run(post, stop)

    assert list(post.presence_folder.iterdir()) == []


def test_a_tick_that_fails_is_logged_and_comes_again(caplog: pytest.LogCaptureFixture) -> None:
    def known() -> None:
        raise NewsletterError("the disk is full", remedy="Make room.")

    def unknown() -> None:
        raise RuntimeError("surprise")

    guarded(known)()
    guarded(unknown)()

    assert "the disk is full" in caplog.text
    assert "surprise" in caplog.text


def test_every_tick_is_guarded(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    with post.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE delivery")
        connection.exec_driver_sql("DROP TABLE mailing")
    clock = make_clock(post)

    clock.run_all()

    assert len(clock.jobs) == 7
    assert all(job.next_run for job in clock.jobs)
    assert "no such table" in caplog.text


def test_a_sign_up_is_answered_beside_a_running_issue_within_seconds(
    post: Post, mailbox: Mailbox
) -> None:
    add_readers(Subscribers(post.engine), 300)
    post.mailings.create(make_letter(), plan(post, utc_now()))
    asked: list[float] = []

    def ask() -> None:
        post.reception.ask(SignUp("ana@example.org", "Ana", "", (), "Yes.", "203.0.113.9"))
        asked.append(time.time())

    Timer(0.3, ask).start()
    run(post, Event(), until_done=True)

    received = list(read_log(mailbox.folder))
    (letter,) = [each for each in received if each.recipient == "ana@example.org"]
    file = mailbox.folder / letter.file
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert len(received) == 301
    assert received[-1] != letter
    # About a second on a quiet machine.
    assert file.stat().st_mtime - asked[0] < 4
    assert message["Subject"] == "Do you want Bite-sized Skin?"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_run_forgets_whose_time_is_over(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    subscribers = Subscribers(post.engine)
    subscribers.ask(parse_address("ana@example.org"), "Ana", "", Proof("sign-up form"))
    with post.engine.begin() as connection:
        connection.execute(update(subscriber).values(changed_at=0.0))
    caplog.set_level("INFO")

    run(post, Event(), until_done=True)

    assert list(subscribers.all()) == []
    assert "time was over: 1" in caplog.text
    folder = post.presence_folder.parent
    assert b"ana@" not in b"".join(path.read_bytes() for path in folder.glob("newsletter.db*"))


TICKS_AT_THE_END_OF_SUMMER = """
import time, json, os
from newsletter.daemon import live_in_utc
live_in_utc()
print(json.dumps([time.tzname[0], os.environ["TZ"], time.localtime(1_792_890_000).tm_isdst]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the system keeps its own time zone")
def test_the_process_lives_in_utc_wherever_it_runs() -> None:
    # At the end of summer time a naive local clock would stand still for an hour.
    environment = os.environ | {"TZ": "Europe/Paris"}
    command = [sys.executable, "-c", TICKS_AT_THE_END_OF_SUMMER]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == ["UTC", "UTC", 0]


def test_settings_reach_the_ledger(post: Post) -> None:
    sending = post.settings.sending.model_copy(update={"attempts": 2, "retry_after": 7})
    settings: Settings = post.settings.model_copy(update={"sending": sending})
    other = replace(post, settings=settings)

    assert other.ledger.patience.attempts == 2
    assert other.ledger.patience.retry_after == 7
