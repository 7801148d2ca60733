"""The studio's view of the local mailbox: what came over SMTP, listed and shown."""

import smtplib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.errors import UsageError
from newsletter.mailbox import Mailbox
from newsletter.mailfolder import LOG, MailFolder
from newsletter.settings import LOOPBACK
from newsletter.studio.mailbox import MOST, MailboxView
from newsletter.studio.page import SCRIPT, Look
from tests.studio.test_mime import a_message

HOSTILE = b"""Subject: free pills
Content-Type: text/html

<meta http-equiv=refresh content="0;url=https://evil.example/">
<base href="https://evil.example/"><form action="https://evil.example/">
<script>alert(1)</script><a href="javascript:alert(2)" ping="https://evil.example/">x</a>
<img src="https://evil.example/pixel.gif"><style>p{color:#111}"""


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path / "mailbox") as running:
        yield running


def deliver(box: Mailbox, content: bytes, *recipients: str) -> None:
    with smtplib.SMTP(LOOPBACK, box.port, "test") as client:
        crlf = content.replace(b"\n", b"\r\n")
        client.sendmail("other@example.org", list(recipients), crlf)


def test_what_came_is_listed_newest_first(box: Mailbox) -> None:
    view = MailboxView(box.folder)
    assert view.messages() == []
    deliver(box, a_message().as_bytes(), "ana@example.org", "bo@example.org")
    (first,) = view.messages()
    deliver(box, b"Subject: [Test] Tiny bumps\n\nHello", "desk@example.org")

    second, again = view.messages()

    assert again == first
    assert (first.from_, first.to) == ("Zoë <zoe@example.org>", "ana@example.org, bo@example.org")
    assert (first.subject, first.test) == ("Grüße 👩‍⚕️", False)
    assert first.size == (box.folder / first.file).stat().st_size
    assert (second.file, second.subject, second.test) == (
        "000002.eml", "[Test] Tiny bumps", True,
    )  # fmt: skip


def test_a_message_is_shown_with_its_pictures(box: Mailbox) -> None:
    deliver(box, a_message().as_bytes(), "ana@example.org")
    view = MailboxView(box.folder)

    message = view.message("000001.eml")
    page = view.letter("000001.eml", Look.LIGHT, images=True)

    assert message.text.strip() == "Plain words"
    assert 'src="data:image/png;base64,' in page
    assert "cid:" not in page
    assert page.endswith(f"<script>{SCRIPT}</script>")


def test_a_message_without_pictures_or_in_the_dark_is_shown_so(box: Mailbox) -> None:
    deliver(box, a_message().as_bytes(), "ana@example.org")
    view = MailboxView(box.folder)

    assert "data:image" not in view.letter("000001.eml", Look.LIGHT, images=False)
    assert "color-scheme:dark" in view.letter("000001.eml", Look.DARK, images=True)


def test_a_message_without_html_is_shown_by_its_words(box: Mailbox) -> None:
    deliver(box, b"Subject: x\n\n1 < 2 & 3", "ana@example.org")

    page = MailboxView(box.folder).letter("000001.eml", Look.LIGHT, images=True)

    assert "1 &lt; 2 &amp; 3" in page


def test_a_hostile_page_leads_nowhere(box: Mailbox) -> None:
    deliver(box, HOSTILE, "ana@example.org")

    page = MailboxView(box.folder).letter("000001.eml", Look.FULL, images=True)

    assert "refresh" not in page
    assert "<base" not in page
    assert "action=" not in page
    assert "ping=" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "before",
    [
        "",
        "<!--<style>-->",
        "<style></style/>",
        "<title><style></title>",
        "<svg><style><p>",
        '<!-- <a title=" -->',
        "<style></**/",
    ],
)
@pytest.mark.parametrize("look", [Look.LIGHT, Look.FULL])
def test_a_hostile_page_cannot_hide_what_calls_a_server(
    tmp_path: Path, before: str, look: Look
) -> None:
    html = f'{before}<LINK rel=preconnect href="https://evil.example/" "><base/href=//evil.example>'
    MailFolder(tmp_path).keep(b"Content-Type: text/html\n\n" + html.encode(), ["ana@example.org"])

    page = MailboxView(tmp_path).letter("000001.eml", look, images=True).lower()
    assert "<link" not in page
    assert "<base" not in page


@pytest.mark.parametrize(
    "html", ["<style>" * 20_000, "<style>" + "a{" * 20_000, '<a "' * 50_000, "<style " * 50_000]
)
@pytest.mark.parametrize("look", [Look.LIGHT, Look.FULL])
def test_a_page_made_to_keep_a_reader_busy_does_not(tmp_path: Path, html: str, look: Look) -> None:
    MailFolder(tmp_path).keep(b"Content-Type: text/html\n\n" + html.encode(), ["ana@example.org"])
    begun = time.process_time()

    assert MailboxView(tmp_path).letter("000001.eml", look, images=True)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "file", ["000002.eml", "", "..", "log.jsonl", "../newsletter.toml", "/etc/passwd", "000001"]
)
def test_nothing_is_read_but_what_the_mailbox_has_received(box: Mailbox, file: str) -> None:
    deliver(box, b"Subject: x\n\nHello", "ana@example.org")
    (box.folder / "000002.eml").write_bytes(b"Subject: not received\n\n")

    with pytest.raises(UsageError, match="no message"):
        MailboxView(box.folder).message(file)


def test_a_file_that_is_gone_is_left_out(box: Mailbox) -> None:
    deliver(box, b"Subject: x\n\nHello", "ana@example.org")
    view = MailboxView(box.folder)
    assert view.messages()
    (box.folder / "000001.eml").unlink()

    assert view.messages() == []
    with pytest.raises(UsageError, match="no message"):
        view.letter("000001.eml", Look.LIGHT, images=True)


def test_a_line_that_is_still_being_written_waits_for_its_end(tmp_path: Path) -> None:
    view = MailboxView(tmp_path)
    MailFolder(tmp_path).keep(b"Subject: x\n\n", ["ana@example.org"])
    line = (tmp_path / LOG).read_bytes()
    (tmp_path / LOG).write_bytes(line[:-20])
    assert view.messages() == []

    with (tmp_path / LOG).open("ab") as log:
        log.write(line[-20:])

    assert [each.to for each in view.messages()] == ["ana@example.org"]


def test_a_folder_that_was_emptied_begins_anew(tmp_path: Path) -> None:
    view = MailboxView(tmp_path)
    for name in ("ana", "bo"):
        MailFolder(tmp_path).keep(b"Subject: old\n\n", [f"{name}@example.org"])
    assert len(view.messages()) == 2
    for path in tmp_path.iterdir():
        path.unlink()
    assert view.messages() == []

    MailFolder(tmp_path).keep(b"Subject: new\n\n", ["cy@example.org"])

    assert [(each.subject, each.to) for each in view.messages()] == [("new", "cy@example.org")]


def test_of_very_many_the_latest_are_listed(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path)
    for _ in range(MOST + 3):
        folder.keep(b"Subject: x\n\n", ["ana@example.org"])

    listed = MailboxView(tmp_path).messages()

    assert len(listed) == MOST
    assert listed[0].file == f"{MOST + 3:06d}.eml"
