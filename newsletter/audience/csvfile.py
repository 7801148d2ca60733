"""Reading subscribers from CSV: any delimiter, any sensible header, errors by line."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.audience.addresses import Address, parse_address
from newsletter.errors import UsageError
from newsletter.localtime import find_zone
from newsletter.model import Finding, Level, Location

COLUMNS = {
    "address": ("address", "email", "e-mail", "mail", "email address", "e-mail address"),
    "name": ("name", "full name", "display name"),
    "time_zone": ("time zone", "time_zone", "timezone", "zone", "tz"),
    "language": ("language", "lang", "locale"),
}
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


def read_csv(path: Path) -> Iterator[Row | Finding]:
    """Yield a row or what is wrong with it, line by line, without holding the file in memory.

    Raises:
        UsageError: the file cannot be read, is not text, or has no column of addresses.
    """
    try:
        with path.open(encoding=_encoding(path), newline="") as file:
            sample = file.read(8192)
            file.seek(0)
            yield from _read_rows(file, _delimiter(sample), path)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", remedy="Check its name and permissions."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(
            f"{path} is not a CSV file: {error}", remedy="Save it as CSV in UTF-8."
        ) from error


def _read_rows(lines: Iterable[str], delimiter: str, path: Path) -> Iterator[Row | Finding]:
    reader = csv.reader(lines, delimiter=delimiter)
    header: list[str] = next(reader, [])
    places = _find_columns(header, path)
    if "@" in header[places["address"]]:
        yield _parse_row(header, places, Location(path, 1))
    first = reader.line_num + 1
    for cells in reader:
        place, first = Location(path, first), reader.line_num + 1
        if reader.line_num > place.line and any("\n" in cell for cell in cells):
            problem = f"a quote opens here and closes on line {reader.line_num}"
            remedy = "Close it on its own line, or take it out; then import the file again."
            yield Finding("subscriber", Level.ERROR, place, problem, remedy)
        elif any(cell.strip() for cell in cells):
            yield _parse_row(cells, places, place)


def _find_columns(header: Sequence[str], path: Path) -> dict[str, int]:
    """Where each field stands; a file of addresses alone needs no header."""
    words = [cell.strip().casefold() for cell in header]
    places = {
        field: words.index(name)
        for field, names in COLUMNS.items()
        for name in names
        if name in words
    }
    if "address" in places:
        return places
    addresses = [position for position, word in enumerate(words) if "@" in word]
    if len(addresses) == 1:
        return {"address": addresses[0]}
    raise UsageError(
        f"{path}:1: no column holds the addresses",
        remedy="Name the columns in the first line: email, name, time zone, language.",
    )


def _parse_row(cells: Sequence[str], places: dict[str, int], at: Location) -> Row | Finding:
    values = {
        field: cells[place].strip() if place < len(cells) else "" for field, place in places.items()
    }
    name, zone = values.get("name", ""), values.get("time_zone", "")
    try:
        address = parse_address(values["address"])
        if zone:
            find_zone(zone)
        check_name(name)
    except ValueError as error:
        shown = values["address"] or "this line"
        problem = f"{shown}: {error}"
        return Finding("subscriber", Level.ERROR, at, problem, "Correct the line, or take it out.")
    return Row(address, name, zone, values.get("language", ""))


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
