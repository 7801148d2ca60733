"""The folder of the local mailbox: one file for each message, one line of a log for each copy.

What the log says is what arrived. The mailbox itself and the preview studio may both keep messages
in it, at the same time.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from itertools import count
from pathlib import Path

LOG = "log.jsonl"
FILE = re.compile(r"[0-9]{6,}\.eml")


@dataclass(frozen=True, slots=True)
class Received:
    """One copy of a message in the mailbox: who it was for, and the file it is kept in."""

    recipient: str
    message_id: str
    file: str


class MailFolder:
    """Keeps messages in a folder; it is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._next = 1 + max((int(each.file[:-4]) for each in read_log(folder)), default=0)

    def keep(self, content: bytes, recipients: Iterable[str]) -> str:
        """Keep a message for its recipients; return the name of its file."""
        # Letters hold what is known of their readers.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = self._write(content)
        message_id = _name(content)
        lines = [
            json.dumps({"recipient": recipient, "message_id": message_id, "file": name}) + "\n"
            for recipient in recipients
        ]
        with (self.folder / LOG).open("a", encoding="utf-8") as log:
            log.write("".join(lines))
        return name

    def find(self, content: bytes) -> str | None:
        """The file of a message that somebody has kept here just now, by its Message-ID."""
        wanted = _name(content)
        found = [each.file for each in read_log(self.folder) if each.message_id == wanted]
        return found[-1] if wanted and found else None

    def _write(self, content: bytes) -> str:
        """Write a file of the next free number: somebody else may keep messages here as well."""
        for number in count(self._next):
            name = f"{number:06d}.eml"
            try:
                with (self.folder / name).open("xb") as file:
                    file.write(content)
            except FileExistsError:
                continue
            self._next = number + 1
            return name
        raise AssertionError("numbers do not end")


def read_log(folder: Path) -> Iterator[Received]:
    """Yield what a mailbox has received, oldest first."""
    log = folder / LOG
    if log.exists():
        with log.open("rb") as lines:
            yield from parse_log(lines)


def parse_log(lines: Iterable[bytes]) -> Iterator[Received]:
    """Yield what the lines of a log say; what is no line of a log says nothing."""
    for line in lines:
        try:
            told = Received(**json.loads(line))
        except (ValueError, TypeError, RecursionError):
            continue
        texts = (told.recipient, told.message_id, told.file)
        if all(isinstance(each, str) for each in texts) and FILE.fullmatch(told.file):
            yield told


def _name(content: bytes) -> str:
    return str(BytesHeaderParser().parsebytes(content)["Message-ID"] or "")
