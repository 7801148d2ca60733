"""YAML as editors mean it: every scalar is text, and every value knows its line.

The usual loaders turn `No` into False, `8:30` into 510 and a date into an object. Here a value
stays what was typed; the field it belongs to decides what it becomes.
"""

import contextlib
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import yaml
from yaml.reader import ReaderError

from newsletter.errors import FoundErrors
from newsletter.model import Finding, Level, Location
from newsletter.validation import Place

Value = str | list["Value"] | dict[str, "Value"]

DEEPEST = 8

READ_OTHERWISE = re.compile(r"(?s).*(?:[\t\ufeff]|[|>][-+\d]*+#)|[^\[{]*+[\[{].*\?")
"""What libyaml, ten times as fast, takes for something else than the library in Python does."""

NO_CHARACTER = re.compile(r"\\U(?!000[0-9a-fA-F]|0010)")
SURROGATE = re.compile("[\ud800-\udfff]")
NO_SUCH_CHARACTER = ("this code stands for no character", "Type the character itself.")

UNQUOTED_COLON = "mapping values are not allowed here"


@dataclass(slots=True, eq=False)
class Fields:
    """A mapping read from YAML; `lines` holds the line of every value by its place.

    Nobody changes one that was read: others may be given the same.
    """

    path: Path
    first_line: int
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, self.first_line)

    def inside(self, place: Place, values: dict[str, Value]) -> "Fields":
        """The fields of the mapping at this place, as if they stood alone."""
        depth = len(place)
        lines = {key[depth:]: line for key, line in self.lines.items() if key[:depth] == place}
        return Fields(self.path, self.line(place), values, lines)

    def finding(self, place: Place, problem: str, remedy: str) -> Finding:
        """A mistake at this place."""
        return content_error(self.path, self.line(place), problem, remedy)


def content_error(path: Path, line: int, problem: str, remedy: str) -> Finding:
    """A mistake in an editor's file."""
    return Finding("content", Level.ERROR, Location(path, line), problem, remedy)


def mistake(path: Path, line: int, problem: str, remedy: str) -> FoundErrors:
    """The error to raise for a single mistake."""
    return FoundErrors([content_error(path, line, problem, remedy)])


def parse_fields(text: str, path: Path, first_line: int = 1) -> Fields:
    """Read YAML that starts at `first_line` of the file `path`.

    Raises:
        FoundErrors: it is not YAML, not a mapping, or uses what these files do not: duplicate keys,
            aliases, tags, nesting without end.
    """
    lines = _Lines(text, first_line)
    if yaml.__with_libyaml__ and not READ_OTHERWISE.match(text):
        # What it refuses is refused below, in words that the remedies know.
        with contextlib.suppress(FoundErrors, yaml.YAMLError, ValueError, OverflowError):
            return _read(yaml.parse(text, Loader=yaml.CBaseLoader), path, lines)
    try:
        return _read(yaml.parse(text, Loader=yaml.BaseLoader), path, lines)
    except yaml.YAMLError as error:
        raise FoundErrors([_syntax_finding(error, path, lines)]) from error
    except (ValueError, OverflowError) as error:
        # The library lets Python's own complaint about a code such as \\U00110000 through.
        line = lines.of(NO_CHARACTER.search(text))
        raise mistake(path, line, *NO_SUCH_CHARACTER) from error


class _Lines:
    """The lines of a text as editors count them; YAML counts some other characters too."""

    def __init__(self, text: str, first_line: int) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self.first = first_line

    def at(self, position: int) -> int:
        """The line of a character."""
        return self.first + bisect_left(self._ends, position)

    def of(self, match: re.Match[str] | None) -> int:
        """The line where a match begins; the first one without a match."""
        return self.at(match.start()) if match else self.first


def _read(events: Iterator[yaml.Event], path: Path, lines: _Lines) -> Fields:
    fields = Fields(path, lines.first)
    fields.values = _Builder(fields, lines, events).build_document()
    return fields


@dataclass(slots=True)
class _Builder:
    """Turns YAML events into plain values, noting lines on the way."""

    fields: Fields
    text_lines: _Lines
    events: Iterator[yaml.Event]

    def build_document(self) -> dict[str, Value]:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return {}
        value = self._build(event, ())
        if not isinstance(value, dict):
            self._refuse(event, "these lines are not fields", "Write one “name: value” a line.")
        self._next()
        if isinstance(event := self._next(), yaml.DocumentStartEvent):
            self._refuse(event, "a second list of fields starts here", "Take this --- line out.")
        return value

    def _next(self) -> yaml.Event:
        return next(self.events)

    def _build(self, event: yaml.Event, place: Place) -> Value:
        self._check(event, place)
        self.fields.lines.setdefault(place, self._line(event))
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self._items(place))
        return self._mapping(place)

    def _items(self, place: Place) -> Iterator[Value]:
        position = 0
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._build(event, (*place, position))
            position += 1

    def _mapping(self, place: Place) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "a field's name must be one word", "Write “name: value”.")
            self._check(event, place)
            key = str(event.value)
            if key in mapping:
                first = self.fields.lines[(*place, key)]
                self._refuse(
                    event,
                    f"“{key}” stands here a second time; it is already on line {first}",
                    "Keep one of the two.",
                )
            self.fields.lines[(*place, key)] = self._line(event)
            mapping[key] = self._build(self._next(), (*place, key))
        return mapping

    def _check(self, event: yaml.Event, place: Place) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "“&” and “*” names are not used here", "Write the text out.")
        if getattr(event, "tag", None):
            self._refuse(event, "tags that start with “!” are not used here", "Take the tag out.")
        if SURROGATE.search(getattr(event, "value", "")):
            self._refuse(event, *NO_SUCH_CHARACTER)
        if len(place) > DEEPEST:
            self._refuse(event, "this is nested too deeply", "Look for a stray bracket or dash.")

    def _line(self, event: yaml.Event) -> int:
        return self.text_lines.at(event.start_mark.index if event.start_mark else 0)

    def _refuse(self, event: yaml.Event, problem: str, remedy: str) -> NoReturn:
        raise mistake(self.fields.path, self._line(event), problem, remedy)


def _syntax_finding(error: yaml.YAMLError, path: Path, lines: _Lines) -> Finding:
    if isinstance(error, ReaderError):
        remedy = "Take it out; it may be invisible."
        line = lines.at(error.position)
        return content_error(path, line, "there is a control character on this line", remedy)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = lines.at(mark.index if mark else 0)
    problem = str(getattr(error, "problem", None) or "it is not finished")
    if UNQUOTED_COLON in problem:
        remedy = 'Put the text in quotes, such as title: "Milia: tiny and white".'
        return content_error(path, line, "a colon inside the text makes this line unclear", remedy)
    if "\\t" in problem:
        return content_error(
            path, line, "there is a tab on this line", "Use spaces to indent, never tabs."
        )
    remedy = "Look for a missing quote, bracket or space after a colon, here or just above."
    return content_error(path, line, f"this line cannot be read: {problem}", remedy)
