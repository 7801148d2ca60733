import smtplib
import socket
from email import message_from_bytes
from pathlib import Path

import pytest

from newsletter.errors import NewsletterError
from newsletter.mailbox import Mailbox
from newsletter.mailfolder import read_log
from newsletter.settings import LOOPBACK

MESSAGE = "Subject: hello\r\nMessage-ID: <a@b.test>\r\n\r\nText\r\n..dot\r\n"


def send(mailbox: Mailbox, *recipients: str) -> None:
    with smtplib.SMTP(LOOPBACK, mailbox.port, "test") as client:
        client.sendmail("desk@example.org", list(recipients), MESSAGE)


def test_what_arrives_is_kept_and_logged(tmp_path: Path) -> None:
    with Mailbox(tmp_path) as mailbox:
        send(mailbox, "ana@example.org")
        send(mailbox, "bo@example.org", "cy@example.org")

    received = list(read_log(tmp_path))
    kept = message_from_bytes((tmp_path / received[0].file).read_bytes())
    assert [each.recipient for each in received] == [
        "ana@example.org",
        "bo@example.org",
        "cy@example.org",
    ]
    assert {each.message_id for each in received} == {"<a@b.test>"}
    assert received[1].file == received[2].file != received[0].file
    assert kept["Subject"] == "hello"


def test_a_mailbox_opened_again_goes_on_counting(tmp_path: Path) -> None:
    for _ in range(2):
        with Mailbox(tmp_path) as mailbox:
            send(mailbox, "ana@example.org")

    assert [each.file for each in read_log(tmp_path)] == ["000001.eml", "000002.eml"]


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NewsletterError, match=f"{port}") as caught:
            Mailbox(tmp_path, port).__enter__()

    assert "--port" in caught.value.remedy
