"""What the page can ask for: views that the app is given, and how a letter is to be shown."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from newsletter.model import Finding
from newsletter.studio import Look


class Tab(StrEnum):
    """The sides of an issue, beside the letter itself."""

    TEXT = "text"
    HTML = "html"
    MJML = "mjml"
    MESSAGE = "message"
    CHECKS = "checks"
    SOURCES = "sources"
    REVIEW = "review"
    CHANGES = "changes"


class Steering(StrEnum):
    """What can be done to a mailing."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a letter is filled: a persona or a subscriber by id, and a variant by its key.

    Without a variant it is the one that the reader would get.
    """

    id: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """How a letter is shown: `word` stands for Outlook, which draws letters with Word."""

    look: Look = Look.LIGHT
    images: bool = True
    word: bool = False


class Letters(Protocol):
    """What the page asks about letters. Each view is plain data; any thread may ask.

    What is not there is a `UsageError`, a letter that never could be composed `FoundErrors`.
    """

    def desk(self) -> object:
        """The workspace at a glance: issues, snippets, personas."""

    def issue(self, slug: str, reader: Reader) -> object:
        """What stands around the letter of an issue, or of `snippet:ID` alone."""

    def tab(self, slug: str, tab: Tab, reader: Reader) -> object:
        """One side of an issue."""

    def letter(self, slug: str, reader: Reader, frame: Frame) -> str:
        """The HTML document of a letter."""

    def audience(self, slug: str) -> object:
        """How many readers would get each variant of a letter; may take seconds."""

    def problems(self, findings: Sequence[Finding]) -> object:
        """Findings as the page shows them, with the lines around."""

    def readers(self, text: str) -> object:
        """Subscribers that a text finds, their addresses masked."""


class Post(Protocol):
    """What the page asks about mailings, tests and the local mailbox, in the same way.

    A test that comes too soon after another is `TooOften`.
    """

    def queue(self) -> object:
        """Mailings and the calendar."""

    def fingerprint(self) -> Hashable:
        """What differs when the queue does; asked every second while a page is open."""

    def steer(self, mailing: int, how: Steering) -> object:
        """Pause, resume or cancel a mailing; return it as it is then."""

    def send_test(self, issue: str, reader: Reader, address: str) -> object:
        """Send one test letter; say where to."""

    def mailbox(self) -> object:
        """What the local mailbox has received."""

    def message(self, file: str) -> object:
        """One message of the mailbox."""

    def message_letter(self, file: str, frame: Frame) -> str:
        """The HTML document of a message."""
