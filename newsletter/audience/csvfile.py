"""Reading subscribers from CSV: any delimiter, any sensible header, errors by line."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.audience.addresses import Address, parse_address
from newsletter.errors import UsageError
from newsletter.localtime import find_zone
from newsletter.model import NAME, OUR_LINKS, Field, Finding, Level, Location

COLUMNS = {
    "address": ("address", "email", "e-mail", "mail", "email address", "e-mail address"),
    "name": ("name", "full name", "display name"),
    "time_zone": ("time zone", "time_zone", "timezone", "zone", "tz"),
    "language": ("language", "lang", "locale"),
}
EVERYBODYS = (NAME, *OUR_LINKS)
"""Fields that are no column of their own."""

DELIMITERS = ",;\t|"
CONTROLS = {chr(code) for code in (*range(32), 0x7F, 0x85, 0x2028, 0x2029)}
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One reader in a file; what the file does not say is empty."""

    address: Address
    name: str
    time_zone: str
    language: str
    fields: Mapping[str, str] = field(default_factory=dict)


def read_csv(path: Path, fields: Sequence[Field] = ()) -> Iterator[Row | Finding]:
    """Yield a row or what is wrong with it, line by line, without holding the file in memory.

    Each of `fields` may have a column of its own: “first-name”, “first name” or “first_name”.

    Raises:
        UsageError: the file cannot be read, is not text, or has no column of addresses.
    """
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            sample = file.read(8192)
            file.seek(0)
            yield from _Table(path, fields).read(file, _delimiter(sample))
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", remedy="Check its name and permissions."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"{path} is not a CSV file: {error}", remedy="Save it as CSV in UTF-8."
        ) from error


class _Table:
    """One file: where its columns stand, and what its lines say."""

    def __init__(self, path: Path, fields: Sequence[Field]) -> None:
        self._path = path
        self._fields = {each.name: each for each in fields if each.name not in EVERYBODYS}
        self._places: dict[str, int] = {}

    def read(self, lines: Iterable[str], delimiter: str) -> Iterator[Row | Finding]:
        """Yield what each line of the file says; the first one names the columns."""
        reader = csv.reader(lines, delimiter=delimiter)
        header: list[str] = next(reader, [])
        self._places = self._find_columns(header)
        if "@" in header[self._places["address"]]:
            yield self._parse_row(header, Location(self._path, 1))
        first = reader.line_num + 1
        for cells in reader:
            place, first = Location(self._path, first), reader.line_num + 1
            if reader.line_num > place.line and any("\n" in cell for cell in cells):
                problem = f"a quote opens here and closes on line {reader.line_num}"
                remedy = "Close it on its own line, or take it out; then import the file again."
                yield Finding("subscriber", Level.ERROR, place, problem, remedy)
            elif any(cell.strip() for cell in cells):
                yield self._parse_row(cells, place)

    def _find_columns(self, header: Sequence[str]) -> dict[str, int]:
        """Where each field stands; a file of addresses alone needs no header."""
        words = [cell.strip().casefold() for cell in header]
        own = {
            name: (each.spelt, name, name.replace("_", " ")) for name, each in self._fields.items()
        }
        meanings = {word: name for name, known in (COLUMNS | own).items() for word in known}
        places = {name: words.index(word) for word, name in meanings.items() if word in words}
        if "address" in places:
            return places
        addresses = [position for position, word in enumerate(words) if "@" in word]
        if len(addresses) == 1:
            return {"address": addresses[0]}
        names = ["email", "name", "time zone", "language"]
        names += [each.spelt for each in self._fields.values()]
        raise UsageError(
            f"{self._path}:1: no column holds the addresses",
            remedy=f"Name the columns in the first line: {', '.join(names)}.",
        )

    def _parse_row(self, cells: Sequence[str], at: Location) -> Row | Finding:
        values = {
            name: cells[place].strip() if place < len(cells) else ""
            for name, place in self._places.items()
        }
        name, zone = values.get("name", ""), values.get("time_zone", "")
        try:
            address = parse_address(values["address"])
            if zone:
                find_zone(zone)
            check_name(name)
            own = _check_fields(values, self._fields)
        except ValueError as error:
            shown = values["address"] or "this line"
            problem = f"{shown}: {error}"
            return Finding(
                "subscriber", Level.ERROR, at, problem, "Correct the line, or take it out."
            )
        return Row(address, name, zone, values.get("language", ""), own)


def _check_fields(values: Mapping[str, str], fields: Mapping[str, Field]) -> dict[str, str]:
    """Return what of `values` is kept: what is declared and not empty.

    Raises:
        ValueError: a letter could not print one of them as it is.
    """
    kept = {name: value for name, value in values.items() if name in fields and value}
    for name, value in kept.items():
        fields[name].check(value)
    return kept


def check_name(name: str) -> None:
    """Refuse names that could break a header.

    Raises:
        ValueError: there is a control character in it, or it is too long.
    """
    if CONTROLS & set(name):
        raise ValueError("the name holds a line break or another control character")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"the name is longer than {LONGEST_NAME} characters")


def _encoding(path: Path) -> str:
    """UTF-8, with or without its mark; UTF-16 by its mark; otherwise what Western Excel writes."""
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        file.seek(0)
        try:
            for line in file:
                line.decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _delimiter(sample: str) -> str:
    first = sample.partition("\n")[0]
    return max(DELIMITERS, key=first.count)
