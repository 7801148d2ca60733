"""What the local mailbox has received, newest first, and one message of it as a page."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from threading import Lock

from newsletter.errors import UsageError
from newsletter.mailfolder import LOG, parse_log
from newsletter.studio.mime import MailMessage, read_headers, read_message, read_pictures
from newsletter.studio.page import Look, make_page
from newsletter.studio.shown import Shown
from newsletter.studio.testing import TEST_MARK

MOST = 1000
"""Messages that are listed: the latest."""

HEAD = 64 * 1024
"""Bytes at the beginning of a message in which its headers stand."""

AS_TEXT = (
    "<!doctype html><pre style='white-space:pre-wrap;margin:16px;font:16px/1.5 sans-serif'>{}</pre>"
)
"""How a message without HTML is shown."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message in the list; `to` is everybody it was for, `size` is bytes."""

    file: str
    at: datetime
    from_: str
    to: str
    subject: str
    size: int
    test: bool


class MailboxView:
    """The folder of the mailbox, read as far as it has grown; any thread may ask."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._log = folder / LOG
        self._forget()

    def messages(self) -> list[Mail]:
        """The latest messages, newest first; files that are gone are left out."""
        latest = list(self._recipients())[: -MOST - 1 : -1]
        return [mail for file in latest if (mail := self._summary(file))]

    def message(self, file: str) -> MailMessage:
        """One message.

        Raises:
            UsageError: the mailbox has received none of that name, or it is gone.
        """
        return read_message(self._content(file))

    def letter(self, file: str, look: Look, *, images: bool) -> str:
        """The document that shows a message in the frame; raises as `message`."""
        content = self._content(file)
        message, pictures = read_message(content), read_pictures(content)
        shown = _shown(message, message.html or _as_page(message.text), pictures)
        try:
            return make_page(shown, look, images=images, word=False)
        except RecursionError:
            # Such as styles within styles without an end.
            shown = _shown(message, _as_page(message.html), pictures)
            return make_page(shown, look, images=images, word=False)

    def _content(self, file: str) -> bytes:
        if file in self._recipients():
            with contextlib.suppress(OSError):
                return (self._folder / file).read_bytes()
        problem = f"the mailbox has no message “{file[:40]}”"
        raise UsageError(problem, remedy="Choose one of those it lists.")

    def _forget(self) -> None:
        self._read, self._identity = 0, 0
        self._known: dict[str, list[str]] = {}
        self._head = lru_cache(maxsize=2 * MOST)(self._read_head)

    def _recipients(self) -> Mapping[str, list[str]]:
        """Everything in the log: recipients by file. What was read before is not read again."""
        with self._lock:
            try:
                status = self._log.stat()
            except OSError:
                self._forget()
                return {}
            if status.st_size < self._read or status.st_ino != self._identity:
                self._forget()
                self._identity = status.st_ino
            self._read_on()
            return dict(self._known)

    def _read_on(self) -> None:
        with self._log.open("rb") as log:
            log.seek(self._read)
            told = log.read()
        # A line that is being written counts when its end is there.
        whole = told[: told.rfind(b"\n") + 1]
        self._read += len(whole)
        for each in parse_log(whole.splitlines()):
            self._known.setdefault(each.file, []).append(each.recipient)

    def _summary(self, file: str) -> Mail | None:
        try:
            status = (self._folder / file).stat()
            head = self._head(file, status.st_mtime_ns)
        except OSError:
            return None
        subject = head.get("subject", "")
        return Mail(
            file=file,
            at=datetime.fromtimestamp(status.st_mtime, UTC),
            from_=head.get("from", ""),
            to=", ".join(self._known.get(file, ())),
            subject=subject,
            size=status.st_size,
            test=subject.startswith(TEST_MARK),
        )

    def _read_head(self, file: str, _changed: int) -> Mapping[str, str]:
        with (self._folder / file).open("rb") as opened:
            return read_headers(opened.read(HEAD))


def _shown(message: MailMessage, html: str, pictures: Mapping[str, str]) -> Shown:
    return Shown(html, message.text, message.subject, "", html, (), pictures)


def _as_page(text: str) -> str:
    return AS_TEXT.format(escape(text))
