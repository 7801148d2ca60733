"""What is wrong with a file, with the lines around it and a link that opens it there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsletter.content import read_text
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Location
from newsletter.settings import Preview

AROUND = 2
"""Lines that are shown on each side of the one in question."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file; `hit` is the one that is meant."""

    line: int
    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look: a file as seen from the workspace, and the link to it in a text editor.

    What lies elsewhere goes by its name alone: folders of a machine are nobody else's business.
    """

    file: str | None
    line: int | None
    open: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a letter from being made, where, and what to do."""

    problem: str
    remedy: str
    file: str | None
    line: int | None
    excerpt: tuple[Line, ...]
    open: str | None


def find_place(at: Location, root: Path, preview: Preview) -> Place:
    """The place as the page names it, and opens it where the settings name an editor."""
    link = preview.open_at(root / at.path, at.line)
    file = at.path.name if at.path.is_absolute() else at.path.as_posix()
    return Place(file, at.line or None, link or None)


def find_problems(findings: Iterable[Finding], root: Path, preview: Preview) -> tuple[Problem, ...]:
    """Findings as the page shows them; files are read for the lines around."""
    return tuple(_find_problem(finding, root, preview) for finding in findings)


def _find_problem(finding: Finding, root: Path, preview: Preview) -> Problem:
    place = find_place(finding.at, root, preview)
    excerpt = tuple(_lines_around(finding.at, root))
    return Problem(finding.problem, finding.remedy, place.file, place.line, excerpt, place.open)


def _lines_around(at: Location, root: Path) -> Iterator[Line]:
    """Yield the lines around a place; none where the file is gone, elsewhere, or no text."""
    if not at.line:
        return
    try:
        # With care: what is wrong may be that it is a pipe, or larger than any text.
        lines = read_text(root / at.path, root).removesuffix("\n").split("\n")
    except FoundErrors:
        return
    for number in range(max(at.line - AROUND, 1), min(at.line + AROUND, len(lines)) + 1):
        yield Line(number, lines[number - 1], number == at.line)
