"""The folder of the local mailbox: what is kept in it, and what its log can be trusted for."""

from pathlib import Path
from threading import Thread

import pytest

from newsletter.mailfolder import MailFolder, parse_log, read_log

MESSAGE = b"Subject: hello\r\nMessage-ID: <a@b.test>\r\n\r\nText\r\n"


def test_a_message_is_kept_as_it_is_with_a_line_for_each_recipient(tmp_path: Path) -> None:
    name = MailFolder(tmp_path / "mailbox").keep(MESSAGE, ["ana@example.org", "bo@example.org"])

    assert (tmp_path / "mailbox" / name).read_bytes() == MESSAGE
    assert [(each.recipient, each.message_id) for each in read_log(tmp_path / "mailbox")] == [
        ("ana@example.org", "<a@b.test>"),
        ("bo@example.org", "<a@b.test>"),
    ]


def test_two_may_keep_messages_in_one_folder_at_once(tmp_path: Path) -> None:
    folders = [MailFolder(tmp_path) for _ in range(2)]

    def keep(folder: MailFolder) -> None:
        for _ in range(50):
            folder.keep(MESSAGE, ["ana@example.org"])

    threads = [Thread(target=keep, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    files = [each.file for each in read_log(tmp_path)]
    assert len(set(files)) == len(files) == 100
    assert {path.name for path in tmp_path.glob("*.eml")} == set(files)


def test_an_empty_mailbox_has_an_empty_log(tmp_path: Path) -> None:
    assert list(read_log(tmp_path / "nothing")) == []


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"recipient": "a", "message_id": "b"}',
        b'{"recipient": "a", "message_id": "b", "file": 1}',
        b'{"recipient": "a", "message_id": "b", "file": "../newsletter.key"}',
        b'{"recipient": "a", "message_id": "b", "file": "/000001.eml"}',
        b'{"recipient": "a", "message_id": "b", "file": "000001.eml\\n"}',
    ],
)
def test_what_is_no_line_of_a_log_names_no_file(line: bytes) -> None:
    assert list(parse_log([line])) == []
