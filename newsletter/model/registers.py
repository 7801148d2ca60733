"""Who and what snippets draw upon: people, sources, terms, pictures."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from newsletter.model.finding import Location
from newsletter.model.values import Day, Lines, Noun, Text, WebAddress

ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, in the workspace or in a letter; width and height in pixels.

    `url` is where a letter's picture lies on the web; empty, it travels inside the letter.
    """

    path: str
    data: bytes
    media_type: str
    width: int
    height: int
    url: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def content_id(self) -> str:
        """How the letter's HTML names the picture inside the message (RFC 2392)."""
        return f"{self.digest[:20]}@letter"

    @property
    def name(self) -> str:
        """A name for its file outside the workspace; it says nothing of what is to be seen."""
        return self.digest + ENDINGS[self.media_type]

    @property
    def src(self) -> str:
        """What the letter's HTML writes to show the picture."""
        return self.url or f"cid:{self.content_id}"


class Person(Noun):
    """Who answers or reviews. `fictional` and `unnamed` are said to the reader."""

    name: Text | None = None
    role: Text
    photo: Text | None = None
    photo_alt: Text | None = None
    registration: Text | None = None
    interests: Text | None = None
    reviewer: bool = False
    unnamed: bool = False
    fictional: bool = False


class Seen(StrEnum):
    """How closely somebody looked at a source."""

    PAGE = "page"
    RECORD = "record"
    SECOND_HAND = "second-hand"
    COPY = "copy"


class Source(Noun):
    """What is cited: who said it, where, and when somebody last looked."""

    title: Text
    by: Text
    in_: Text | None = None
    doi: Text | None = None
    url: WebAddress | None = None
    kind: Text
    published: Text | None = None
    checked: Day
    seen: Seen

    @property
    def link(self) -> str | None:
        """The address a reader can open, if there is one."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Term:
    """What a word means, in plain words."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Register:
    """A side file of people, sources or terms: where it lies, and the lines of its fields."""

    path: Path
    lines: Lines

    def at(self, *place: str | int) -> Location:
        """Where a field stands: by the id of its entry, then its name."""
        return Location(self.path, self.lines.of(*place))
