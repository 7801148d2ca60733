"""How mail programs cut a sender, a subject and a preheader in their lists of letters.

They cut by pixels, and screens differ: the numbers of characters are approximate.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

CUT = "…"
BETWEEN = 3
"""Characters between subject and preheader where both stand in one line."""

JOINER = "\u200d"
REGIONAL = range(0x1F1E6, 0x1F200)
"""Two of them make a flag."""

MODIFIERS = range(0x1F3FB, 0x1F400)
"""Colours of skin; they belong to the emoji before."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a list shows, in characters: about so many of the sender and the subject.

    `preheader` is the room that it has of its own, or, where `one_line`, together with the subject.
    """

    client: str
    sender: int
    subject: int
    preheader: int
    one_line: bool = False


ROOMS = (
    Room("Gmail, desktop", sender=20, subject=70, preheader=100, one_line=True),
    Room("Gmail, phone", sender=24, subject=38, preheader=42),
    Room("Apple Mail, Mac", sender=32, subject=48, preheader=110),
    Room("Apple Mail, iPhone", sender=26, subject=36, preheader=81),
    Room("Outlook, Windows", sender=27, subject=52, preheader=50),
    Room("Outlook, phone", sender=26, subject=36, preheader=74),
    Room("Samsung Email", sender=24, subject=36, preheader=38),
)
"""The lists of the main programs, at usual sizes of window and letters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in the list of one program."""

    client: str
    sender: str
    subject: str
    preheader: str
    sender_cut: bool
    subject_cut: bool
    preheader_cut: bool


def show_in_inboxes(sender: str, subject: str, preheader: str) -> tuple[Line, ...]:
    """The letter as each of the main programs lists it."""
    return tuple(_show(room, sender, subject, preheader) for room in ROOMS)


def cut(text: str, most: int) -> str:
    """The text in at most so many characters, its end given up where it has more.

    A wide character counts as two; what is seen as one character is never taken apart.
    """
    if width_of(text) <= most:
        return text
    kept, room = "", most - len(CUT)
    for cluster in clusters_of(text):
        room -= width_of(cluster)
        if room < 0:
            break
        kept += cluster
    return kept.rstrip() + CUT


def width_of(text: str) -> int:
    """How much room a text takes, in characters of usual width."""
    return sum(_width(cluster) for cluster in clusters_of(text))


def clusters_of(text: str) -> Iterator[str]:
    """Yield what readers see as one character each: letters with their marks, emoji, flags.

    Source: UAX #29 §3.1.1, as far as letters of this kind need it.
    """
    cluster = ""
    for character in text:
        if cluster and not _goes_on(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _show(room: Room, sender: str, subject: str, preheader: str) -> Line:
    shown = cut(subject, room.subject)
    left = room.preheader - width_of(shown) - BETWEEN if room.one_line else room.preheader
    name, more = cut(sender, room.sender), cut(preheader, max(left, len(CUT)))
    return Line(room.client, name, shown, more, name != sender, shown != subject, more != preheader)


def _goes_on(cluster: str, character: str) -> bool:
    """Whether a character belongs to those before."""
    if cluster.endswith(JOINER) or character == JOINER or ord(character) in MODIFIERS:
        return True
    if ord(character) in REGIONAL:
        return len(cluster) == 1 and ord(cluster) in REGIONAL
    return unicodedata.category(character) in ("Mn", "Me", "Mc")


def _width(cluster: str) -> int:
    wide = unicodedata.east_asian_width(cluster[0]) in ("W", "F") or ord(cluster[0]) in REGIONAL
    return 2 if wide else 1
