"""The first line of a table: which column is what, in the words that people and programs use."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from newsletter.audience.addresses import parse_address
from newsletter.model import Field

ADDRESS = "address"

WORDS = {
    ADDRESS: (
        "email", "email address", "mail", "mail address", "courriel", "adresse email",
        "adresse mail", "adresse courriel", "adresse de courriel", "adresse électronique",
        "adresse", "address",
    ),
    "name": ("name", "full name", "display name", "nom complet", "nom et prénom", "nom"),
    "time_zone": ("time zone", "timezone", "zone", "tz", "fuseau horaire", "fuseau"),
    "language": ("language", "lang", "locale", "langue"),
    "topics": ("topics", "topic", "thèmes", "thème"),
    "consent": ("consent", "basis", "consent basis", "consentement", "base du consentement"),
    "state": ("state",),
}  # fmt: skip
"""Headings by what they mean, in English and French, the clearest first: where a file has both
“email” and “address”, the second is where people live."""


@dataclass(frozen=True, slots=True)
class Headings:
    """What the columns are called, and where those stand that are read; `unread` are the others.

    `names` is false where the first line is a reader already; columns are counted then.
    """

    headings: tuple[str, ...]
    places: Mapping[str, int]
    unread: tuple[str, ...]
    names: bool = True


def fold(heading: str) -> str:
    """A heading as it is compared: “E-Mail”, “e_mail” and “email” are the same."""
    words = " ".join(re.split(r"[\s_-]+", normalize("NFKC", heading).strip().casefold()))
    return re.sub(r"\be mail\b", "email", words)


def find_headings(cells: Sequence[str], fields: Mapping[str, Field]) -> Headings | None:
    """Find out the columns of a table from its first line; None where no address is among them.

    Each of `fields` may have a column: “first-name”, “first name” or “first_name”. A file of
    addresses alone needs no headings.

    Raises:
        ValueError: two columns have the same heading.
    """
    headings = [fold(cell) for cell in cells]
    words = WORDS | {name: (fold(name),) for name in fields}
    taken = {word for name in fields for word in words[name]}
    places = {}
    for meaning, known in words.items():
        usual = (word for word in known if meaning in fields or word not in taken)
        if word := next((each for each in usual if each in headings), ""):
            places[meaning] = _only(headings, word)
    if ADDRESS in places:
        stripped = tuple(cell.strip() for cell in cells)
        return Headings(stripped, places, _unread(stripped, places))
    addresses = [place for place, cell in enumerate(cells) if _is_address(cell)]
    if len(addresses) != 1:
        return None
    alone = {ADDRESS: addresses[0]}
    numbers = tuple(f"column {place}" for place in range(1, len(cells) + 1))
    return Headings(numbers, alone, _unread(numbers, alone), names=False)


def _only(headings: Sequence[str], word: str) -> int:
    if headings.count(word) > 1:
        raise ValueError(f"two columns are called “{word}”")
    return headings.index(word)


def _is_address(cell: str) -> bool:
    try:
        return bool(parse_address(cell))
    except ValueError:
        return False


def _unread(cells: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    read = set(places.values())
    return tuple(cell for place, cell in enumerate(cells) if place not in read and cell)
