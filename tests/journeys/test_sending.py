import signal
import socket
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from newsletter.audience import Purpose, sign_token
from newsletter.model import Keyring
from tests.journeys.conftest import SAMPLE, Desk, at_once, wait_until


def test_an_issue_goes_out_at_its_time_to_everybody_once(desk: Desk) -> None:
    addresses = desk.readers(50)
    start = soon(desk)
    desk.do("schedule", SAMPLE, "--at", start.isoformat(sep=" ", timespec="seconds"))
    arrivals: list[float] = []
    desk.server.answer = lambda command: (
        arrivals.append(time.time()) if command.startswith("DOT") else None
    )

    with desk.start("run", "--until-done") as run:
        assert run.wait(60) == 0

    assert desk.accepted == dict.fromkeys(addresses, 1)
    assert start.timestamp() - 1 <= arrivals[0] <= start.timestamp() + 3
    assert desk.account()["counts"] == {"sent": 50}


def test_the_letter_that_arrives_is_the_one_that_was_frozen(desk: Desk) -> None:
    desk.readers(1)
    desk.do("schedule", SAMPLE, "--now", "--yes")
    issue = desk.folder / "issues" / SAMPLE / "issue.md"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("Tiny bumps", "CHANGED AFTERWARDS"), encoding="utf-8")
    desk.do("run", "--until-done")

    ((_, content),) = desk.server.accepted
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    plain = message.get_body(("plain",))
    assert message["Subject"] == "Tiny bumps on your cheeks: 3 doctors reply"
    assert plain
    assert "CHANGED" not in plain.get_content()


@pytest.mark.slow
def test_scheduled_twice_and_run_by_two_processes_nobody_gets_two(desk: Desk) -> None:
    addresses = desk.readers(300)
    start = soon(desk)
    when = ("--at", start.isoformat(sep=" ", timespec="seconds"), "--yes")
    first = desk.do("schedule", SAMPLE, *when)
    second = desk.do("schedule", SAMPLE, *when)

    with desk.start("run", "--until-done") as one, desk.start("run", "--until-done") as two:
        assert one.wait(60) == two.wait(60) == 0

    assert first["mailing"]["id"] == second["mailing"]["id"]
    assert desk.accepted == dict.fromkeys(addresses, 1)


@pytest.mark.slow
def test_one_click_while_the_mailing_runs_is_enough_to_get_no_letter(desk: Desk) -> None:
    addresses = desk.readers(200)
    desk.do("schedule", SAMPLE, "--now", "--yes")
    leaving = addresses[150]
    link = link_of(desk, 151)

    port = str(free_port())
    base = f"http://127.0.0.1:{port}"

    with desk.start("serve", "--port", port) as serve, desk.start("run") as run:
        wait_until(lambda: answers(base), "the public pages answer")
        wait_until(lambda: len(desk.server.accepted) > 5, "the mailing runs")
        desk.server.answer = lambda command: time.sleep(0.01) if "DOT" in command else None
        post(f"{base}/leave/{link}")
        wait_until(lambda: len(desk.server.accepted) >= 199, "everybody else has theirs")
        for process in (run, serve):
            process.send_signal(signal.SIGTERM)

    assert desk.accepted == dict.fromkeys([each for each in addresses if each != leaving], 1)
    assert desk.account()["counts"] == {"sent": 199, "suppressed": 1}
    story = desk.do("why", leaving)
    assert [event["kind"] for event in story["history"]] == ["joined", "left"]


@pytest.mark.slow
def test_sigterm_ends_a_run_cleanly_and_the_next_one_goes_on(desk: Desk) -> None:
    addresses = desk.readers(300)
    desk.do("schedule", SAMPLE, "--now", "--yes")
    for number in (signal.SIGTERM, signal.SIGINT):
        reached = len(desk.server.accepted)
        with desk.start("run") as run:
            wait_until(lambda: len(desk.server.accepted) > reached + 20, "letters arrive")  # noqa: B023
            run.send_signal(number)
            asked = time.monotonic()
            assert run.wait(20) == 0
            assert time.monotonic() - asked < 10
        assert set(desk.account()["counts"]) <= {"sent", "queued"}

    desk.do("run", "--until-done")

    assert desk.accepted == dict.fromkeys(addresses, 1)


@pytest.mark.slow
def test_a_paused_mailing_waits_and_a_cancelled_one_ends(desk: Desk) -> None:
    desk.readers(300)
    # Slow enough that the commands come in time.
    desk.server.answer = lambda command: time.sleep(0.02) if "DOT" in command else None
    number = str(desk.do("schedule", SAMPLE, "--now", "--yes")["mailing"]["id"])
    with desk.start("run") as run:
        wait_until(lambda: len(desk.server.accepted) > 10, "letters arrive")
        desk.do("pause", number)
        time.sleep(0.5)
        held = len(desk.server.accepted)
        time.sleep(1)
        assert len(desk.server.accepted) == held
        desk.do("resume", number)
        wait_until(lambda: len(desk.server.accepted) > held + 10, "letters arrive again")
        desk.do("cancel", number)
        run.send_signal(signal.SIGTERM)
        assert run.wait(20) == 0

    counts = desk.account()["counts"]
    assert set(counts) == {"sent", "cancelled"}
    assert counts["sent"] == len(desk.server.accepted)
    desk.server.answer = at_once
    desk.do("schedule", SAMPLE, "--now", "--yes")
    desk.do("run", "--until-done")
    assert desk.accepted.total() == len(desk.accepted) == 300


def soon(desk: Desk) -> datetime:
    """A time that leaves room for a few commands, however fast this machine is."""
    began = time.monotonic()
    desk.do("schedule", SAMPLE, "--dry-run")
    room = timedelta(seconds=2 * (time.monotonic() - began) + 2)
    return datetime.fromtimestamp(time.time(), UTC) + room


def link_of(desk: Desk, subscriber: int) -> str:
    """The token in a reader's letter."""
    key = (desk.folder / "newsletter.key").read_bytes().strip()
    return sign_token(
        Keyring(key), Purpose.LEAVE, subscriber, datetime.fromtimestamp(time.time(), UTC)
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def answers(base: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/leave/x", timeout=2) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def post(url: str) -> None:
    body = b"List-Unsubscribe=One-Click"
    with urllib.request.urlopen(url, data=body, timeout=5) as page:
        assert page.status == 200
