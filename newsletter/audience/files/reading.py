"""Reading a file of readers row by row, without holding it in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsletter.audience.files.cards import read_cards
from newsletter.audience.files.forms import Form, open_text
from newsletter.audience.files.lines import read_lines
from newsletter.audience.files.records import Record, Records
from newsletter.audience.files.rows import Declared, Row, RowMaker
from newsletter.model import Finding, Level, Location

REMEDY = "Correct it, or take it out."


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be added: why, and what stands in it."""

    finding: Finding
    cells: tuple[str, ...]


def read_rows(
    path: Path, form: Form, declared: Declared, basis: str = ""
) -> Iterator[Row | Refusal]:
    """Yield what every row says of a reader, or why it cannot be added.

    `basis` says why readers may be written to of whom the file does not say so.

    Raises:
        UsageError: the file cannot be read.
    """
    maker = RowMaker(declared, basis)
    with open_text(path, form.encoding) as file:
        lines = read_lines(file)
        rows = _read_table(lines, form, maker) if form.delimiter else _read_cards(lines, maker)
        for line, row, cells in rows:
            if isinstance(row, Row):
                yield row
            else:
                at = Location(path, line)
                finding = Finding("subscriber", Level.ERROR, at, row, REMEDY)
                yield Refusal(finding, tuple(cells))


Read = Iterator[tuple[int, Row | str, list[str]]]
"""The line of a row, the row or why there is none, and the cells it was made of."""


def _read_table(lines: Iterator[str], form: Form, maker: RowMaker) -> Read:
    places, width = tuple(form.places.items()), len(form.header)
    for record in Records(lines, form.delimiter):
        if record.line > form.before and (record.fault or any(map(str.strip, record.cells))):
            try:
                yield record.line, maker.make(_values(record, places, width)), record.cells
            except ValueError as error:
                yield record.line, str(error), record.cells


def _values(record: Record, places: tuple[tuple[str, int], ...], width: int) -> dict[str, str]:
    """The cells of a record by what they mean; the last ones may be missing.

    Raises:
        ValueError: the record cannot be read, or has more cells than there are columns.
    """
    cells = record.cells
    if record.fault:
        raise ValueError(record.fault)
    if len(cells) > width and any(map(str.strip, cells[width:])):
        raise ValueError(f"the line has {len(cells):,} cells for {width} columns")
    stripped = [*map(str.strip, cells)]
    return {meaning: stripped[place] for meaning, place in places if place < len(stripped)}


def _read_cards(lines: Iterator[str], maker: RowMaker) -> Read:
    for card in read_cards(lines):
        try:
            yield card.line, maker.make(card.values()), []
        except ValueError as error:
            yield card.line, str(error), card.summary()
