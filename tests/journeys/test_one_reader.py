"""One reader's way, from sign-up to erasure: a real browser, a real mailbox, real processes."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from newsletter.mailbox import Mailbox
from newsletter.mailfolder import read_log
from newsletter.workspace import SETTINGS_FILE
from tests.journeys.conftest import SAMPLE, Desk, wait_until
from tests.journeys.test_sending import answers, free_port

ANA = "ana.lim@example.org"
NAME = "Ana Belén Quist"
SECOND = "2026-12-08-the-same-again"
OTHERS = 150
"""Readers before her: enough that she can leave while the second issue is on its way."""


class Post:
    """The desk's mailbox, as its reader sees it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def letters(self, address: str = ANA) -> list[EmailMessage]:
        """What has come for somebody, oldest first."""
        received = [each for each in read_log(self._folder) if each.recipient == address]
        files = [(self._folder / each.file).read_bytes() for each in received]
        return [message_from_bytes(file, policy=policy.default) for file in files]

    def wait(self, number: int) -> EmailMessage:
        """The letter of that number for her, once it is there."""
        wait_until(lambda: len(self.letters()) >= number, f"letter {number} has come")
        return self.letters()[number - 1]

    def wait_for_all(self, number: int) -> None:
        """Wait until so many letters have come for everybody together."""
        wait_until(
            lambda: sum(1 for _ in read_log(self._folder)) >= number, f"{number} letters have come"
        )


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part
    return str(part.get_content())


def link_in(letter: EmailMessage, purpose: str) -> str:
    """The path of her own link, as it stands in the letter."""
    found = re.search(rf"https://letter\.example\.org(/{purpose}/[\w-]+)", text_of(letter))
    assert found, text_of(letter)
    return found[1]


@contextmanager
def open_house(desk: Desk) -> Iterator[str]:
    """Run clock, worker and public pages; the address of the pages."""
    port = str(free_port())
    base = f"http://127.0.0.1:{port}"
    with desk.start("serve", "--port", port) as serve, desk.start("run") as run:
        try:
            wait_until(lambda: answers(base), "the public pages answer")
            yield base
        finally:
            for process in (serve, run):
                process.terminate()


def set_up(desk: Desk, mailbox: Mailbox) -> None:
    """Let the letters go to the mailbox, and write a second issue."""
    settings = desk.folder / SETTINGS_FILE
    text = re.sub(r"port = \d+", f"port = {mailbox.port}", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    first = (desk.folder / "issues" / SAMPLE / "issue.md").read_text(encoding="utf-8")
    second = desk.folder / "issues" / SECOND / "issue.md"
    second.parent.mkdir()
    # A snippet in an issue's own folder belongs to that issue.
    second.write_text(first.replace("  - newborn-milia\n", ""), encoding="utf-8")


def sign_up(page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_label("Your email address").fill(ANA)
    page.get_by_label("Your name").fill(NAME)
    page.wait_for_timeout(3500)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("mailbox")


def leave_by_one_click(letter: EmailMessage, base: str) -> float:
    """Press the button of a mail program; how many seconds the answer took."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").removeprefix("https://letter.example.org")
    begun = time.monotonic()
    with urlopen(Request(f"{base}{path}", data=b"List-Unsubscribe=One-Click")) as answer:
        assert answer.status == 200
    return time.monotonic() - begun


def found_in_database(desk: Desk, *secrets: str) -> list[str]:
    """Which of these words stand anywhere in the files of the database."""
    files = [path.read_bytes() for path in desk.folder.glob("newsletter.db*") if path.is_file()]
    assert files
    return [each for each in secrets if any(each.encode() in file for file in files)]


def try_to_import(desk: Desk) -> dict[str, int]:
    """Import a list with her on it, as a colleague who knows of nothing would."""
    file = desk.folder / "readers.csv"
    file.write_text(f"email,name\n{ANA},{NAME}\n", encoding="utf-8")
    answer = desk.ask("subscribers", "import", str(file), "--basis", "They said yes.", "--yes")
    assert "Traceback" not in answer.err
    everybody = desk.do("subscribers", "list")["subscribers"]
    return {each["address"]: each["state"] for each in everybody}


@pytest.mark.slow
def test_from_sign_up_to_erasure(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    with Mailbox(tmp_path / "mailbox") as mailbox:
        set_up(desk, mailbox)
        desk.readers(OTHERS)
        post, page = Post(mailbox.folder), browser.new_page()
        with open_house(desk) as base:
            sign_up(page, base)
            page.goto(base + link_in(post.wait(1), "confirm"))
            assert len(post.letters()) == 1, "a look at the page has confirmed nothing"
            page.get_by_role("button").click()
            welcome = post.wait(2)
            assert link_in(welcome, "leave")

            desk.do("schedule", SAMPLE, "--now", "--yes")
            issue = post.wait(3)
            assert NAME in str(issue["To"])

            post.wait_for_all(OTHERS + 3)
            desk.do("schedule", SECOND, "--now", "--yes")
            wait_until(
                lambda: len(list(read_log(mailbox.folder))) > OTHERS + 20, "it is on its way"
            )
            assert leave_by_one_click(issue, base) < 1
            post.wait_for_all(2 * OTHERS + 3)
            page.close()
        desk.do("run", "--until-done")
        assert len(post.letters()) == 3

    held = desk.do("subscribers", "export", ANA)
    assert ANA in str(held)
    assert [each for each in ("joined", "left") if each not in str(held)] == []
    assert set(found_in_database(desk, ANA, NAME)) == {ANA, NAME}

    assert desk.do("subscribers", "erase", ANA, "--yes")["scrubbed"]
    assert found_in_database(desk, ANA, NAME, "ana.lim", "Quist") == []
    assert ANA not in try_to_import(desk)
    assert found_in_database(desk, ANA, NAME) == []
