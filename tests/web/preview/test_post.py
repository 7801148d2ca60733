"""The studio's page and letters that leave: asked over HTTP, as the page does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsletter.cli.desk import Desk
from newsletter.daemon import utc_now
from newsletter.database import METADATA, reading
from newsletter.editorial import draft_issues, schedule
from newsletter.localtime import LocalTime
from newsletter.mailfolder import MailFolder
from newsletter.studio import Studio
from newsletter.web import Events, LetterViews, Live, PostViews
from newsletter.workspace import MAILBOX_FOLDER, SETTINGS_FILE
from tests.conftest import add_readers
from tests.studio.test_mime import a_message
from tests.studio.test_testing import free_port
from tests.web.preview.conftest import Studio as Server
from tests.web.preview.conftest import run_studio

SAMPLE = "2026-12-01-tiny-bumps"
ORDER = {"issue": SAMPLE, "as": "", "variant": "", "address": "desk@example.org"}


@dataclass(frozen=True)
class Office:
    """A desk, and the studio's server over it."""

    desk: Desk
    server: Server

    @property
    def mailbox(self) -> MailFolder:
        return MailFolder(self.desk.folder / MAILBOX_FOLDER)

    def schedule(self) -> int:
        """Set the sample issue to go tomorrow; return the mailing's number."""
        start = LocalTime.at(utc_now() + timedelta(days=1), "UTC")
        (draft,) = draft_issues(self.desk.workspace, utc_now(), [SAMPLE], start)
        mailing, _ = schedule(draft, self.desk.workspace.settings, self.desk.mailings, start)
        return mailing.id


@pytest.fixture
def office(workspace: Path) -> Iterator[Office]:
    path = workspace / SETTINGS_FILE
    text = path.read_text(encoding="utf-8").replace("port = 1025", f"port = {free_port()}")
    tests = '\n[preview]\ntest-addresses = ["desk@example.org"]\n'
    path.write_text(text + tests, encoding="utf-8")
    desk, studio = Desk(workspace, {}), Studio(workspace, utc_now)
    letters = LetterViews(studio, lambda: desk.engine, utc_now)
    post = PostViews(studio, lambda: desk.engine, utc_now, {})
    with run_studio(letters, Live(workspace, studio, Events()), workspace, post) as server:
        yield Office(desk, server)
    desk.engine.dispose()


def test_the_queue_tells_what_the_page_shows(office: Office) -> None:
    number = office.schedule()

    told = office.server.get("api/queue").json

    (mailing,) = told["mailings"]
    assert mailing["id"] == number
    assert mailing["slug"] == SAMPLE
    assert mailing["state"] == "scheduled"
    assert mailing["send_at"].endswith(" UTC")
    assert mailing.keys() == {
        "id", "slug", "subject", "state", "send_at", "planned", "sent", "counts", "rate",
        "finish_at", "problem", "why_not",
    }  # fmt: skip
    assert told["calendar"][0].keys() == {"at", "slug", "subject", "state", "note"}


def test_a_mailing_is_steered_and_every_page_is_told(office: Office) -> None:
    number = office.schedule()
    page = office.server.listen()

    paused = office.server.post(f"api/mailings/{number}/pause", {})
    assert (paused.status, paused.json["mailing"]["state"]) == (200, "paused")
    assert page.next("queue") == {}
    assert office.server.post(f"api/mailings/{number}/resume", {}).json["mailing"]["state"] == (
        "scheduled"
    )
    assert office.server.post(f"api/mailings/{number}/cancel", {}).json["mailing"]["state"] == (
        "cancelled"
    )

    refused = office.server.post(f"api/mailings/{number}/pause", {})
    assert (refused.status, refused.json) == (
        409,
        {
            "problem": f"mailing {number} is cancelled and cannot be paused",
            "remedy": "See `newsletter queue`.",
        },
    )


def test_a_page_hears_of_what_a_command_does(office: Office) -> None:
    number = office.schedule()
    page = office.server.listen()
    assert page.next("queue") == {}

    office.desk.mailings.pause(number)

    assert page.next("queue") == {}
    assert office.server.get("api/queue").json["mailings"][0]["state"] == "paused"


def test_a_test_arrives_in_the_mailbox_and_leaves_no_row(office: Office) -> None:
    add_readers(office.desk.subscribers, 2)
    before = rows(office.desk)

    sent = office.server.post("api/test", ORDER).json

    assert sent["sent_to"] == "desk@example.org"
    (listed,) = office.server.get("api/mailbox").json["messages"]
    assert listed["file"] == sent["file"]
    assert (listed["to"], listed["test"]) == ("desk@example.org", True)
    assert listed.keys() == {"file", "at", "from", "to", "subject", "size", "test"}
    message = office.server.get(f"api/mailbox/{sent['file']}").json
    assert message["subject"] == listed["subject"].strip()
    assert message["text"]
    assert "<" in message["html"]
    assert ["To", "Ana Silva <desk@example.org>"] in message["headers"]
    assert rows(office.desk) == before


def rows(desk: Desk) -> dict[str, list[Any]]:
    """Every row of every table."""
    with reading(desk.engine) as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in METADATA.tables.values()
        }


def test_the_eleventh_test_within_a_minute_has_to_wait(office: Office) -> None:
    answers = [office.server.post("api/test", ORDER) for _ in range(11)]

    assert [each.status for each in answers] == [200] * 10 + [429]
    assert answers[-1].json["remedy"].startswith("Try again in ")


def test_an_address_that_nobody_allowed_is_refused_with_what_to_do(office: Office) -> None:
    refused = office.server.post("api/test", ORDER | {"address": "ana@example.org"})

    assert refused.status == 409
    assert "test-addresses" in refused.json["remedy"]


def test_a_letter_with_a_mistake_is_refused_with_its_place(office: Office) -> None:
    assert office.server.get(f"api/issues/{SAMPLE}").status == 200
    page = office.server.listen()
    path = office.desk.folder / "issues" / SAMPLE / "issue.md"
    path.write_text(path.read_text(encoding="utf-8").replace("subject:", "subjekt:"), "utf-8")
    # The first look at everything may be told before.
    while not page.next("saved")["problems"]:
        pass

    refused = office.server.post("api/test", ORDER)

    assert refused.status == 409
    assert "issue.md:" in refused.json["problem"]


def test_a_message_is_shown_locked_in(office: Office) -> None:
    file = office.mailbox.keep(a_message().as_bytes(), ["ana@example.org"])

    shown = office.server.get(f"letters/mailbox/{file}?look=dark&images=on")
    bare = office.server.get(f"letters/mailbox/{file}?images=off")

    assert shown.status == 200
    assert shown.policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert b"data:image/png" in shown.body
    assert b"data:image/png" not in bare.body


@pytest.mark.parametrize("file", ["000009.eml", "log.jsonl", "..%2Fnewsletter.key", "%2e%2e"])
def test_nothing_else_is_served_as_a_message(office: Office, file: str) -> None:
    office.mailbox.keep(b"Subject: x\n\n", ["ana@example.org"])

    for place in ("api/mailbox", "letters/mailbox"):
        assert office.server.get(f"{place}/{file}").status == 404
