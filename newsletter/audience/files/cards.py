"""vCards, as address books write them: the name and the address of each.

Versions 3.0 (RFC 2426) and 4.0 (RFC 6350). Version 2.1 has encodings of its own and is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsletter.audience.files.lines import find_fault

PROPERTY = re.compile(r'(?:[\w-]++\.)?([\w-]++)((?:[^":]|"[^"]*")*+):(.*)', re.DOTALL)
"""Group, name, parameters, value; possessive, so that a line costs its length.

Source: RFC 6350 §3.3.
"""

VERSIONS = ("3.0", "4.0")
READ = {"FN", "N", "EMAIL", "LANG", "TZ", "VERSION", "BEGIN", "END"}
SILENT = {"PRODID", "REV", "UID", "KIND", "SOURCE", "CLIENTPIDMAP"}
"""What says nothing about a reader."""

LONGEST = 10_000
"""Characters of an unfolded line that is kept: nothing that is read comes near; pictures do."""

MOST_PROPERTIES = 1000


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its name and parameters in upper case, its value with escapes undone."""

    name: str
    parameters: str
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The value of a property that has one part alone."""
        return ";".join(self.parts)


@dataclass(slots=True)
class Card:
    """What stands between BEGIN:VCARD and END:VCARD, or why it cannot be read."""

    line: int
    properties: list[Property] = field(default_factory=list)
    fault: str = ""

    def values(self) -> dict[str, str]:
        """What the card says of a reader, by meaning.

        Raises:
            ValueError: the card cannot be read.
        """
        version = self._first("VERSION")
        if self.fault:
            raise ValueError(self.fault)
        if version not in VERSIONS:
            raise ValueError("the card is not a vCard 3.0 or 4.0; choose one when you export it")
        if any("QUOTED-PRINTABLE" in each.parameters for each in self.properties):
            raise ValueError("the card is written in quoted-printable, as vCard 2.1 is")
        if not (address := self._address()):
            raise ValueError("the card has no EMAIL")
        zone = self._first("TZ")
        return {
            "address": address.removeprefix("mailto:"),
            "name": self._first("FN") or self._name(),
            "language": self._first("LANG"),
            "time_zone": zone if "/" in zone else "",
        }

    def unread(self) -> set[str]:
        """The properties that mean nothing here, and addresses beside the one that is read."""
        names = [each.name for each in self.properties]
        others = {name for name in names if name not in READ | SILENT}
        return others | ({"further EMAIL"} if names.count("EMAIL") > 1 else set())

    def summary(self) -> list[str]:
        """What a person needs to find the card again: the address and the name that it gives."""
        return [self._address(), self._first("FN") or self._name()]

    def _first(self, name: str) -> str:
        return next((each.text.strip() for each in self.properties if each.name == name), "")

    def _address(self) -> str:
        """The address that is preferred, else the first."""
        emails = [each for each in self.properties if each.name == "EMAIL"]
        preferred = [each for each in emails if re.search(r"\bPREF\b", each.parameters)]
        return next((each.text.strip() for each in preferred + emails), "")

    def _name(self) -> str:
        """Given, additional and family names. Source: RFC 6350 §6.2.2."""
        parts = next((each.parts for each in self.properties if each.name == "N"), ())
        family, given, additional, *_ = (*parts, "", "", "")
        return " ".join(" ".join((given, additional, family)).split())


def read_cards(lines: Iterable[str]) -> Iterator[Card]:
    """Yield every card; text outside of cards is a card that cannot be read."""
    card: Card | None = None
    for number, line, fault in _unfold(lines):
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if card:
                yield Card(card.line, fault="the card has no END:VCARD")
            card = Card(number)
        elif mark == "END:VCARD" and card:
            yield card
            card = None
        elif card:
            _add(card, line, fault)
        elif mark:
            yield Card(number, fault=fault or "this line stands outside of a card")
    if card:
        yield Card(card.line, fault="the card has no END:VCARD")


def _unfold(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Yield logical lines with the number of their first and its fault. Source: RFC 6350 §3.2."""
    first, text, fault = 1, "", ""
    for number, line in enumerate(lines, 1):
        if line[:1] in (" ", "\t") and number > 1:
            text += line[1:].rstrip("\r\n")[: LONGEST - len(text)]
        else:
            if number > 1:
                yield first, text, fault
            first, text, fault = number, line.rstrip("\r\n")[:LONGEST], ""
        fault = fault or find_fault(line)
    if text:
        yield first, text, fault


def _add(card: Card, line: str, fault: str) -> None:
    if len(card.properties) == MOST_PROPERTIES:
        fault = f"the card has more than {MOST_PROPERTIES:,} lines"
    elif match := PROPERTY.fullmatch(line):
        name, parameters, value = match.groups()
        parts = tuple(map(_unescape, re.split(r"(?<!\\);", value))) if name.upper() in READ else ()
        card.properties.append(Property(name.upper(), parameters.upper(), parts))
    elif line.strip():
        fault = fault or "a line of the card has no name before a colon"
    card.fault = card.fault or fault


def _unescape(text: str) -> str:
    """Undo the escapes of a value; a line break in it stays one. Source: RFC 6350 §3.4."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)
