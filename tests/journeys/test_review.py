"""What reviewers have approved is what goes out; what they have not, nobody gets."""

import re
import shlex
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from newsletter.audience import Purpose
from newsletter.daemon import utc_now
from newsletter.database import open_database
from newsletter.delivery import Mailings
from newsletter.editorial import Word, give_word, lay_out
from newsletter.model import Decision, Keyring
from newsletter.subscription import reader_values
from newsletter.workspace import SETTINGS_FILE, open_workspace
from tests.conftest import ask_for_reviews
from tests.journeys.conftest import SAMPLE, Desk

SNIPPET = "sunscreen-label"
ANOTHER = "2026-12-08-sun"
WITHDRAW = ("review", "withdraw", SNIPPET, "--by", "nurse-kay", "--note", "Retracted.")
APPROVE = ("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")
WEEKS_AGO = timedelta(days=40)


@pytest.fixture(autouse=True)
def _reviewed(desk: Desk) -> None:
    """Everything was approved some weeks ago."""
    ask_for_reviews(desk.folder, "recorded")
    shutil.rmtree(desk.folder / "reviews")
    table = lay_out(open_workspace(desk.folder), utc_now() - WEEKS_AGO)
    for sheet in table.needing([SAMPLE], whole=True):
        give_word(table, sheet, Word("dr-hale", Decision.APPROVED))


def schedule(desk: Desk, seconds: int = 0) -> datetime:
    """Schedule the sample for some seconds from now, a whole second."""
    start = (utc_now() + timedelta(seconds=seconds)).replace(microsecond=0)
    when = ("--at", start.isoformat(sep=" ")) if seconds else ("--now",)
    desk.do("schedule", SAMPLE, *when, "--yes")
    return start


def edit(desk: Desk, old: str = "SPF 30", new: str = "SPF 50") -> None:
    path = desk.folder / "issues" / "snippets" / f"{SNIPPET}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def frozen(desk: Desk, number: int = 1) -> tuple[str, str, str]:
    """Subject, page and plain text for the first reader, as the database holds them."""
    engine = open_database(desk.database)
    mailings = Mailings(engine)
    letter = mailings.letter(mailings.find(number).letter)
    engine.dispose()
    key = (desk.folder / "newsletter.key").read_bytes().strip()
    values = {
        **letter.sample_links,
        **reader_values(Keyring(key), letter, 1, datetime.fromtimestamp(time.time(), UTC)),
    }
    variant = letter.variants[0]
    subject, page, words = (
        each.fill(values) for each in (variant.subject, variant.html, variant.text)
    )
    return subject, without_minutes(page), without_minutes(words)


def without_minutes(text: str) -> str:
    """A letter without the tokens that say in which minute they were made."""
    return re.sub(f"/{Purpose.PREFERENCES}/[\\w=-]+", f"/{Purpose.PREFERENCES}/", text)


def received(desk: Desk, number: int = 0) -> tuple[str, str, str]:
    """Subject, page and plain text of a letter, as the server took them; lines end as in files."""
    message = message_from_bytes(desk.server.accepted[number][1], policy=policy.default)
    assert isinstance(message, EmailMessage)
    html, text = (message.get_body((kind,)) for kind in ("html", "plain"))
    assert html is not None
    assert text is not None
    page, words = (each.get_content().replace("\r\n", "\n") for each in (html, text))
    return str(message["Subject"]), without_minutes(page), without_minutes(words)


def test_a_text_that_is_edited_after_schedule_goes_out_as_it_was_approved(desk: Desk) -> None:
    desk.readers(3)
    schedule(desk)
    before = frozen(desk)
    edit(desk)
    desk.do("run", "--until-done")

    assert desk.accepted.total() == len(desk.accepted) == 3
    assert received(desk) == frozen(desk) == before
    assert "SPF 30" in before[2]


@pytest.mark.slow
def test_the_way_to_take_a_change_in_is_told_and_works(desk: Desk) -> None:
    desk.readers(2)
    start = schedule(desk, 3600)
    edit(desk)
    told = [desk.ask(words) for words in ("status", "calendar")]

    way = (
        f"To take the change in: newsletter cancel 1, have the change approved, "
        f'then newsletter schedule {SAMPLE} --at "{start:%Y-%m-%d %H:%M:%S} UTC"'
    )
    for answer in told:
        assert answer.code == 0
        assert "the files have changed since it was frozen; what was frozen is what goes" in (
            answer.out
        )
        assert way in answer.out
    desk.do("cancel", "1")
    _, typed = way.split("then newsletter ")
    refused = desk.ask(*shlex.split(typed))
    assert refused.code == 3
    assert f"“{SNIPPET}” has changed since" in refused.err
    desk.do(*APPROVE)
    taken_in = desk.do(*shlex.split(typed))["mailing"]
    assert datetime.fromisoformat(taken_in["starts_at"]) == start
    assert "changed since" not in desk.ask("status").out
    # Nobody waits an hour here.
    desk.do("cancel", str(taken_in["id"]))
    desk.do("schedule", SAMPLE, "--now", "--yes")
    desk.do("run", "--until-done")

    assert desk.accepted.total() == len(desk.accepted) == 2
    assert received(desk) == frozen(desk, 3)
    assert "SPF 50" in received(desk)[2]


def withdraw(desk: Desk) -> None:
    desk.do(*WITHDRAW)


def expire(desk: Desk) -> None:
    """Let approvals last a month: those of the desk are older."""
    path = desk.folder / SETTINGS_FILE
    given = path.read_text(encoding="utf-8").removesuffix("\n")
    path.write_text(f"{given}\nmonths = 1\n", encoding="utf-8")


def delete(desk: Desk) -> None:
    shutil.rmtree(desk.folder / "reviews" / SNIPPET)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (withdraw, f"the approval of “{SNIPPET}” was withdrawn by Kay Morris"),
        pytest.param(expire, "by Dr Robin Hale expired on", marks=pytest.mark.slow),
        pytest.param(
            delete,
            f"the approval of “{SNIPPET}” is gone: reviews/{SNIPPET}/",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_is_not_approved_any_more_is_held_until_it_is(
    desk: Desk, spoil: Callable[[Desk], None], reason: str
) -> None:
    addresses = desk.readers(3)
    schedule(desk)
    spoil(desk)
    ended = desk.ask("run", "--until-done")

    assert ended.code == 1
    assert reason in ended.err
    assert not desk.server.accepted
    status = desk.ask("status")
    assert status.code == 1
    assert "held" in status.out
    assert reason in status.out
    refused = desk.ask("resume", "1", "--yes")
    assert refused.code == 1
    assert reason in refused.err
    desk.do(*APPROVE)
    desk.do("resume", "1", "--yes")
    desk.do("run", "--until-done")

    assert desk.accepted == dict.fromkeys(addresses, 1)
    assert received(desk) == frozen(desk)
    assert desk.ask("status").code == 0


def write_another_issue(desk: Desk) -> None:
    """Write an issue with the same snippet, and have it approved."""
    folder = desk.folder / "issues" / ANOTHER
    folder.mkdir()
    fields = f"subject: Sun\npreheader: What to look for\nsnippets:\n- {SNIPPET}"
    (folder / "issue.md").write_text(f"---\n{fields}\n---\nHello.\n", encoding="utf-8")
    desk.do("review", "approve", ANOTHER, "--all", "--by", "dr-hale", "--yes")


@pytest.mark.slow
def test_withdrawing_names_what_it_holds_and_what_has_gone(desk: Desk) -> None:
    desk.readers(2)
    schedule(desk)
    desk.do("run", "--until-done")
    write_another_issue(desk)
    desk.do(
        "schedule",
        ANOTHER,
        "--at",
        f"{utc_now() + timedelta(hours=1):%Y-%m-%d %H:%M}",
        "--tz",
        "UTC",
    )

    told = desk.ask(*WITHDRAW)

    assert told.code == 0
    assert f"held: mailing 2 ({ANOTHER})" in told.out
    assert f"already sent: mailing 1 ({SAMPLE}) to 2 readers" in told.out
    again: dict[str, Any] = desk.do(*WITHDRAW)
    assert again["held"] == [2]
    assert again["sent"] == [{"mailing": 1, "readers": 2}]
    assert desk.ask("run", "--until-done").code == 1
    assert desk.accepted.total() == 2
