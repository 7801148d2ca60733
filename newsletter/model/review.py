"""What reviewers read and say: a sheet, their word on it, and how it stands now."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from newsletter.model.finding import Location
from newsletter.model.registers import Person


class Decision(StrEnum):
    """What a reviewer says of a sheet."""

    APPROVED = "approved"
    CHANGES = "changes"
    WITHDRAWN = "withdrawn"


class How(StrEnum):
    """How a reviewer's word came to be written down.

    `signed` with the reviewer's own key; `recorded` by whoever may write to the workspace;
    `relayed` by an editor to whom the reviewer named the digest of the sheet.
    """

    SIGNED = "signed"
    RECORDED = "recorded"
    RELAYED = "relayed"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plain text of all that a reader will rely on, of one snippet or one issue.

    `name` is the id of the snippet or the slug of the issue; for a translation, followed by its
    language, as in `milia-basics.fr`. `at` is the file it is made of. `kind` is the snippet's, or
    “issue”; `authors` are the ids of those whose words it holds.
    """

    name: str
    kind: str
    text: str
    at: Location
    authors: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8, in hex; its first 8 characters name it to people."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Approval:
    """One reviewer's word on one sheet, as its file in `reviews/` holds it.

    `said_by` is how readers are told of the reviewer, at that time; `sheet` is the text that was
    read. `digest` is the file's SHA-256, empty before it is written.
    """

    name: str
    reviewer: str
    said_by: str
    decision: Decision
    how: How
    at: datetime
    sheet: str
    expires: date | None = None
    note: str = ""
    path: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sheet stands at some time: approved, or why not and what to do.

    `approval` is the newest word on it; `until` is the last day on which an approval holds.
    """

    sheet: Sheet
    approval: Approval | None
    problem: str = ""
    remedy: str = ""
    until: date | None = None

    @property
    def approved(self) -> bool:
        """Whether what the sheet says may go out."""
        return not self.problem


@dataclass(frozen=True, slots=True)
class Review:
    """Who read an issue before its readers do, when, and when it will be read again.

    `reviewer` is the person's id, by which a translation knows other words for them.
    """

    person: Person
    on: date
    until: date | None = None
    reviewer: str = ""
