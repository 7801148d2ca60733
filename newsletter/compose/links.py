"""Links that editors wrote: each must lead somewhere from inside a letter."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from newsletter.errors import FoundErrors
from newsletter.model import WEB_ADDRESS, Finding, Issue, Level, Location, Part, Snippet

Link = tuple[Snippet | Issue, Part, str]
"""Whose it is, the text that it stands in, and its address."""


def check_links(links: Iterable[Link]) -> None:
    """Refuse addresses that lead nowhere.

    Raises:
        FoundErrors: each of them, by file and line.
    """
    findings = []
    seen: Counter[tuple[Path, int, str]] = Counter()
    for owner, part, link in links:
        if not WEB_ADDRESS.fullmatch(link):
            place = (owner.path, part.line, link)
            line = part.line + _line_of_link(part.text, link, seen[place])
            seen[place] += 1
            problem = f"“{link}” leads nowhere from a letter"
            remedy = "Write the whole address, such as https://example.org/page."
            findings.append(
                Finding("link", Level.ERROR, Location(owner.path, line), problem, remedy)
            )
    if findings:
        raise FoundErrors(findings)


def _line_of_link(text: str, link: str, number: int) -> int:
    """How many lines down a link stands, the `number`th of its kind, counted from 0."""
    written = re.finditer(rf"(\(\s*<?|<|\]:\s*<?){re.escape(link)}(?=[\s>)]|$)", text)
    places = [text[: match.start()].count("\n") for match in written]
    return places[min(number, len(places) - 1)] if places else 0
