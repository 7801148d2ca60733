"""Writing readers as CSV that every spreadsheet opens, and none of them runs."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from newsletter.audience.files.forms import Form
from newsletter.audience.files.quoting import defuse
from newsletter.audience.files.reading import Refusal
from newsletter.audience.files.rows import Row
from newsletter.errors import UsageError
from newsletter.model import Field, Subscriber

EMAIL = "email"
COLUMNS = (EMAIL, "name", "state", "language", "time zone", "topics", "joined")
CARD_COLUMNS = (EMAIL, "name")

MOST_CELLS, LONGEST_CELL = 100, 1000
"""How much of a refused row is copied: who has longer ones looks into the file itself."""

WriteRow = Callable[[Iterable[str]], None]


def write_readers(path: Path, readers: Iterable[Subscriber], fields: Sequence[Field]) -> int:
    """Write readers with their own fields, in the columns that import reads; return how many.

    Raises:
        UsageError: the file cannot be written.
    """
    written = 0
    with _table(path, (*COLUMNS, *(each.spelt for each in fields))) as write:
        for reader in readers:
            write(_cells(reader, [each.name for each in fields]))
            written += 1
    return written


def divert_refusals(
    rows: Iterable[Row | Refusal], form: Form, path: Path
) -> Iterator[Row | Refusal]:
    """Pass rows on, and write the refused ones to a file, each with its line and the reason.

    There is no file where none is refused.

    Raises:
        UsageError: the file cannot be written.
    """
    with ExitStack() as stack:
        write: WriteRow | None = None
        for row in rows:
            if isinstance(row, Refusal):
                header = ("line", "reason", *_headings(form))
                write = write or stack.enter_context(_table(path, header))
                cells = (cell[:LONGEST_CELL] for cell in row.cells[:MOST_CELLS])
                write((str(row.finding.at.line), row.finding.problem, *cells))
            yield row


def _headings(form: Form) -> Sequence[str]:
    """What to put above the cells, so that the file can be imported when it is mended."""
    if not form.delimiter:
        return CARD_COLUMNS
    address = form.places["address"]
    return [EMAIL if place == address else cell for place, cell in enumerate(form.header)]


def _cells(reader: Subscriber, fields: Iterable[str]) -> Iterator[str]:
    yield from (reader.address, reader.name, reader.state, reader.language, reader.time_zone)
    yield ";".join(reader.topics)
    yield reader.joined_at.isoformat(timespec="seconds") if reader.joined_at else ""
    yield from (reader.fields.get(name, "") for name in fields)


@contextmanager
def _table(path: Path, header: Iterable[str]) -> Iterator[WriteRow]:
    """Write a file that is there when it is whole, and that its owner alone may read."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        # Excel knows UTF-8 by the mark at its start; what is no character becomes a question mark.
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(map(defuse, header))
            yield lambda cells: writer.writerow(map(defuse, cells))
        part.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}", remedy="Choose another place."
        ) from error
    finally:
        part.unlink(missing_ok=True)
