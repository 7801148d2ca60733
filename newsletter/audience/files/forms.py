"""What a file of readers is: its encoding, its delimiter, its columns; found before it is read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from newsletter.audience.files.cards import read_cards
from newsletter.audience.files.encoding import Encoding, find_encoding
from newsletter.audience.files.headings import find_headings
from newsletter.audience.files.lines import read_lines
from newsletter.audience.files.quoting import shown
from newsletter.audience.files.records import Record, Records
from newsletter.audience.files.rows import Declared
from newsletter.errors import UsageError
from newsletter.model import Location, spell_in_files

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
SEPARATOR = re.compile(r"""\"?sep=([^\w\n\r '"@.-])\"?""", re.IGNORECASE)
"""What Excel writes above a table to say how it is delimited."""

TOP = 50
"""Lines within which the headings must end."""

MOST_COLUMNS = 1000
AS_CSV = "Save the table as “CSV UTF-8” and import that file."


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written, and what of it is read.

    `delimiter` is empty for vCards. `header` holds the headings of all columns, `places` where
    those are that are read, by meaning, `unread` the headings of the others. The first reader
    stands below line `before`; `named` says whether a line of headings stands above them.
    """

    encoding: Encoding
    delimiter: str
    header: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    before: int = 0
    named: bool = True

    @property
    def columns(self) -> dict[str, str]:
        """The heading of each column that is read, by what it means."""
        return {meaning: shown(self.header[place]) for meaning, place in self.places.items()}

    @property
    def spelt(self) -> str:
        """What the file is, in words."""
        if not self.delimiter:
            return f"vCards in {self.encoding.name}"
        delimiter = DELIMITERS.get(self.delimiter, f"“{self.delimiter}”")
        return f"CSV in {self.encoding.name}, delimited by {delimiter}"


def inspect(path: Path, declared: Declared) -> Form:
    """Find out what a file of readers is.

    Raises:
        UsageError: it cannot be read, is no table, or has no column of addresses.
    """
    with _readable(path):
        encoding = find_encoding(path)
        with open_text(path, encoding) as file:
            top = [*islice(read_lines(file), TOP)]
            if is_cards(top):
                file.seek(0)
                unread = {name for card in read_cards(read_lines(file)) for name in card.unread()}
                return Form(encoding, "", unread=tuple(sorted(unread)))
    return _Table(path, encoding, declared).find_form(top)


@contextmanager
def open_text(path: Path, encoding: Encoding) -> Iterator[TextIO]:
    """Open a file of readers as text, its line ends as they are.

    Raises:
        UsageError: it cannot be read.
    """
    with (
        _readable(path),
        path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as file,
    ):
        yield file


def is_cards(lines: Iterable[str]) -> bool:
    """Whether a file that begins with these lines holds vCards."""
    first = next((line for line in lines if line.strip()), "")
    return first.strip().upper() == "BEGIN:VCARD"


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}", remedy="Check its name and permissions."
        ) from error


class _Table:
    """A CSV file whose first lines are looked at."""

    def __init__(self, path: Path, encoding: Encoding, declared: Declared) -> None:
        self._path = path
        self._encoding = encoding
        self._fields = declared.own_fields

    def find_form(self, top: Sequence[str]) -> Form:
        """Choose the delimiter by which most columns are understood."""
        named = SEPARATOR.fullmatch(top[0].strip()) if top else None
        forms, mistakes = [], []
        for delimiter in named[1] if named else DELIMITERS:
            try:
                forms += self._try(top, delimiter, 1 if named else 0)
            except UsageError as error:
                mistakes.append(error)
        if not forms:
            nothing = self._refuse(1, "no column holds the addresses", self._name_columns())
            raise (mistakes or [nothing])[0]
        return max(forms, key=lambda form: (form.named, len(form.places), len(form.header)))

    def _try(self, top: Sequence[str], delimiter: str, above: int) -> list[Form]:
        """Read the first line by a delimiter; nothing where that leads to no address."""
        records = (each for each in Records(top, delimiter) if each.line > above)
        first = next(records, Record(1, []))
        if first.fault:
            raise self._refuse(first.line, first.fault, AS_CSV)
        if len(first.cells) > MOST_COLUMNS:
            problem = f"there are {len(first.cells):,} columns; at most {MOST_COLUMNS:,} are read"
            raise self._refuse(first.line, problem, AS_CSV)
        try:
            found = find_headings(first.cells, self._fields)
        except ValueError as error:
            raise self._refuse(first.line, str(error), "Give each its own heading.") from error
        if found is None:
            return []
        before = first.line if found.names else first.line - 1
        unread = tuple(map(shown, found.unread))
        table = (found.headings, found.places, unread, before, found.names)
        return [Form(self._encoding, delimiter, *table)]

    def _name_columns(self) -> str:
        own = map(spell_in_files, self._fields)
        names = ["email", "name", "time zone", "language", "topics", "consent", *own]
        return f"Name the columns in the first line: {', '.join(names)}."

    def _refuse(self, line: int, problem: str, remedy: str) -> UsageError:
        return UsageError(problem, remedy=remedy, at=Location(self._path, line))
