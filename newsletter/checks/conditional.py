"""Conditional comments: what Outlook for Windows, which shows letters with Word, reads in a page.

Both views keep the length of the page, so that a place in one is the same place in the other.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

VERSION = 16
"""What every Outlook since 2016 says of itself."""

IF = r"<!--\[if\b(?P<asked>[^\]<>]*)\]>"
HIDDEN = re.compile(rf"(?s){IF}(?!\s*(?:<!)?-->)(?P<inside>.*?)<!\[endif\]-->")
REVEALED = re.compile(rf"(?s){IF}\s*(?:<!)?-->(?P<inside>.*?)(?:<!--\s*)?<!\[endif\](?:\s*-->|-->)")
OTHER_COMMENT = re.compile(r"(?s)<!--.*?-->")
MARK = re.compile(r"<!--\[if\b[^\]<>]*\]>|(?P<end><!\[endif\]-->)")
ATOM = re.compile(r"(?:(?P<than>gte|lte|gt|lt)\s+)?mso(?:\s+(?P<version>\d+))?")


@lru_cache(maxsize=64)
def for_word(html: str) -> str:
    """The page as Outlook for Windows reads it; what it does not read is blank."""
    return OTHER_COMMENT.sub(_blank, HIDDEN.sub(_if_asked, REVEALED.sub(_if_asked, html)))


@lru_cache(maxsize=64)
def for_others(html: str) -> str:
    """The page as every other mail program reads it: without its comments."""
    return OTHER_COMMENT.sub(_blank, HIDDEN.sub(_blank, REVEALED.sub(_keep, html)))


def holds(asked: str) -> bool:
    """Whether Word meets a condition: `mso`, `gte mso 9`, `!mso`, `mso | IE`."""
    return any(all(map(_holds, each.split("&"))) for each in asked.split("|"))


def _holds(condition: str) -> bool:
    name = condition.strip("() \t\n")
    if name.startswith("!"):
        return not _holds(name[1:])
    atom = ATOM.fullmatch(name.lower())
    if not atom:
        return False
    version = int(atom["version"] or VERSION)
    match atom["than"]:
        case "gte":
            return version <= VERSION
        case "gt":
            return version < VERSION
        case "lte":
            return version >= VERSION
        case "lt":
            return version > VERSION
        case _:
            return version == VERSION


def _if_asked(match: re.Match[str]) -> str:
    return _keep(match) if holds(match["asked"]) else _blank(match)


def _keep(match: re.Match[str]) -> str:
    """What stands inside the comment, at its place."""
    before = match.start("inside") - match.start()
    after = match.end() - match.end("inside")
    return f"{' ' * before}{match['inside']}{' ' * after}"


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def find_unbalanced(html: str) -> Iterator[str]:
    """Yield what is wrong with the conditional comments: one that has no end, or no beginning."""
    open_one = ""
    for mark in MARK.finditer(html):
        if not mark["end"]:
            if open_one:
                yield f"{open_one} has no end before {mark[0]}"
            open_one = mark[0]
        elif not open_one:
            yield f"{mark[0]} ends a condition that has no beginning"
        else:
            open_one = ""
    if open_one:
        yield f"{open_one} has no end"
