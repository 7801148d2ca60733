"""The form of a record: a few lines that say who, what and when, then the sheet as it was read.

    newsletter review 1
    sheet: milia-basics
    reviewer: dr-hale
    as: Dr Robin Hale, Skin doctor
    decision: approved
    how: recorded
    at: 2026-11-21T09:30:00Z
    expires: 2027-11-21
    note: Please keep the line on babies.
    ---
    (the sheet, verbatim)

There is one way to write a record: what reads otherwise was edited, and is refused.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from newsletter.model import Approval, Decision, Finding, How, Level, Location

MAGIC = "newsletter review 1"
END = "---"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
FIELDS = ("sheet", "reviewer", "as", "decision", "how", "at", "expires", "note")
OPTIONAL = ("expires", "note")

Value = TypeVar("Value")

RESTORE = "Take it back from git: a record is never edited."


class Unreadable(Exception):
    """A file that is no record, or no more; `line` counts from 1, and is 0 for the whole file."""

    def __init__(self, line: int, problem: str, remedy: str = RESTORE) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem
        self.remedy = remedy

    def finding(self, path: Path) -> Finding:
        """What is wrong with the file at this path."""
        place = Location(path, self.line)
        return Finding("record", Level.ERROR, place, self.problem, self.remedy)


def render_record(approval: Approval) -> bytes:
    """Return the bytes of a record: what is written, and what is signed."""
    values = {
        "sheet": approval.name,
        "reviewer": approval.reviewer,
        "as": approval.said_by,
        "decision": approval.decision,
        "how": approval.how,
        "at": approval.at.astimezone(UTC).strftime(MOMENT),
        "expires": approval.expires.isoformat() if approval.expires else "",
        "note": approval.note,
    }
    folded = {name: " ".join(value.split()) for name, value in values.items()}
    lines = [MAGIC, *(f"{name}: {value}" for name, value in folded.items() if value), END]
    return ("\n".join(lines) + "\n" + approval.sheet).encode()


def parse_record(data: bytes) -> Approval:
    """Read a record; line ends of another system, which git may have put in, are taken back.

    Raises:
        Unreadable: it is none.
    """
    if data.startswith(f"{MAGIC}\r\n".encode()):
        data = data.replace(b"\r\n", b"\n")
    header, sheet = _split(data)
    values = dict(_read_fields(header))
    for name in FIELDS:
        if name not in values and name not in OPTIONAL:
            raise Unreadable(len(header) + 1, f"“{name}:” is missing")
    approval = _make(values, header, sheet)
    if render_record(approval) != data:
        raise Unreadable(1, "this record was edited, or written by another program")
    return approval


def _split(data: bytes) -> tuple[list[str], str]:
    """The lines before the mark that ends them, and the sheet after it."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(0, "this is not text in UTF-8") from error
    if not text.startswith(f"{MAGIC}\n"):
        raise Unreadable(1, f"this is no review: it does not begin with “{MAGIC}”")
    header, mark, sheet = text.partition(f"\n{END}\n")
    if not mark:
        raise Unreadable(0, f"no line “{END}” stands before a sheet: the file is cut off")
    return header.split("\n"), sheet


def _read_fields(header: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(header[1:], 2):
        name, colon, value = line.partition(": ")
        if not colon or name not in FIELDS:
            raise Unreadable(number, f"“{line}” says nothing that a review says")
        yield name, value


def _make(values: dict[str, str], header: list[str], sheet: str) -> Approval:
    def convert(name: str, make: Callable[[str], Value]) -> Value:
        try:
            return make(values[name])
        except ValueError as error:
            number = next(n for n, line in enumerate(header, 1) if line.startswith(f"{name}: "))
            raise Unreadable(number, f"“{name}” cannot be “{values[name]}”") from error

    return Approval(
        name=values["sheet"],
        reviewer=values["reviewer"],
        said_by=values["as"],
        decision=convert("decision", Decision),
        how=convert("how", How),
        at=convert("at", _moment),
        sheet=sheet,
        expires=convert("expires", date.fromisoformat) if "expires" in values else None,
        note=values.get("note", ""),
    )


def _moment(text: str) -> datetime:
    return datetime.strptime(text, MOMENT).replace(tzinfo=UTC)
