"""MJML line by line, each with the place where somebody wrote it: in a template or in a text."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import accumulate
from pathlib import Path

from newsletter.compose.engine.cleaning import take_out_marks
from newsletter.compose.engine.markup import Document, parse
from newsletter.compose.engine.origins import read_origin
from newsletter.compose.engine.tags import HOLDS_CSS, ORIGIN
from newsletter.compose.engine.tracing import Trail, leaves
from newsletter.model import CITATION, Issue, Location, Snippet

RUN = 5
"""Words in a row that are no coincidence, on a line that a template has a part in."""

NUMBER = re.compile(r"<sup class=.cite[^<>]*>[^<>]*</sup>")
TAG = re.compile(r"<[^<>]*>")
ADDRESS = re.compile(r"\]\([^()\s]*")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class MjmlLine:
    """One line of MJML; `at` is in the text whose words it holds, or else in the template."""

    text: str
    at: Location


def trace_lines(mjml: str, issue: Issue, locate: Callable[[str], Path]) -> tuple[MjmlLine, ...]:
    """Return marked MJML without its marks and its empty lines.

    `issue` holds the texts that may be in it; `locate` gives the path of a template by its name.
    """
    document = parse(mjml)
    tracer = _Tracer(document, issue, locate)
    starts = accumulate((len(line) + 1 for line in mjml.split("\n")), initial=0)
    # A mark ends on the line on which it begins: without marks, there are as many lines.
    return tuple(
        MjmlLine(line.rstrip(), tracer.place(start, line))
        for start, line in zip(starts, take_out_marks(document).split("\n"), strict=False)
        if line.strip()
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """A tag that says where it comes from; `row` is its line in the finished MJML."""

    start: int
    row: int
    template: str
    line: int


class _Tracer:
    """Finds out where lines come from."""

    def __init__(self, document: Document, issue: Issue, locate: Callable[[str], Path]) -> None:
        self._document = document
        self._trail = Trail(document)
        self._marks = list(_read_marks(document))
        self._locate = locate
        self._opening = _Text(issue)
        self._texts = {each.id: _Text(each) for each in issue.snippets}

    def place(self, start: int, line: str) -> Location:
        """Where the line was written that begins at this offset."""
        row = self._document.line(start)
        following = bisect_left(self._marks, start, key=lambda mark: mark.start)
        own = next((each for each in self._marks[following:][:1] if each.row == row), None)
        before = line[: own.start - start] if own else line
        offset = start + len(line) - len(line.lstrip())
        text = self._texts.get(self._trail.owner(offset), self._opening)
        found = text.find(_words(before), 1) or text.find(_words(line), RUN)
        if found and not self._is_css(offset):
            return found
        return self._template(own, following, row)

    def _is_css(self, offset: int) -> bool:
        tags = self._document.tags
        before = tags[: bisect_left(tags, offset, key=lambda tag: tag.start)][-1:]
        return any(tag.name == HOLDS_CSS and not tag.closes for tag in before)

    def _template(self, own: _Mark | None, following: int, row: int) -> Location:
        """The line of the template that a row comes from, as far as the marks around it tell."""
        above, below = self._marks[:following][-1:], self._marks[following:][:1]
        mark = own or next(iter(above or below), None)
        if mark is None:
            return Location(Path())
        rows = row - mark.row
        # Between two marks may stand what another template has brought in.
        if rows and not any(_is_as_far(mark, each) for each in below):
            rows = 0
        return Location(self._locate(mark.template), mark.line + rows)


def _is_as_far(one: _Mark, other: _Mark) -> bool:
    """Whether two marks are as far from each other as in the one template that they come from."""
    apart = other.row - one.row == other.line - one.line
    return one.template == other.template and apart


def _read_marks(document: Document) -> Iterator[_Mark]:
    for tag in document.tags:
        if origin := read_origin(tag.get(ORIGIN) or ""):
            yield _Mark(tag.start, document.line(tag.start), *origin)


class _Text:
    """What a page says, as words that stand in a row, each with its line in the file."""

    def __init__(self, page: Issue | Snippet) -> None:
        self._path = page.path
        self._rows = [_Row(stretch) for stretch in _stretches(page)]

    def find(self, words: Sequence[str], least: int) -> Location | None:
        """Where the page says some of these words in a row: all of them, if they are only a few."""
        size = min(RUN, len(words))
        if size < least:
            return None
        runs = [words[start : start + size] for start in range(len(words) - size + 1)]
        lines = (row.find(run) for run in runs for row in self._rows)
        return next((Location(self._path, line) for line in lines if line), None)


class _Row:
    """Words with their lines."""

    def __init__(self, stretch: Sequence[tuple[int, str]]) -> None:
        pairs = [(word, line) for line, text in stretch for word in _words(text)]
        self._words = " ".join(["", *(word for word, _ in pairs), ""])
        self._lines = [line for _, line in pairs]

    def find(self, words: Sequence[str]) -> int | None:
        """The line on which these words begin."""
        place = self._words.find(f" {' '.join(words)} ")
        return self._lines[self._words.count(" ", 0, place)] if place >= 0 else None


def _stretches(page: Issue | Snippet) -> Iterator[list[tuple[int, str]]]:
    """Yield each text of a page as numbered lines: fields first, then what stands below them."""
    hidden = {*page.from_the_file, "snippets"}
    for way, value in leaves(page.model_dump(by_alias=True, exclude=hidden)):
        if isinstance(value, str):
            yield [(page.lines.of(*way), value)]
    for part in page.parts if isinstance(page, Snippet) else (page.intro,):
        yield [(part.line - 1, part.heading or "")]
        yield list(enumerate(part.text.split("\n"), part.line))


def _words(text: str) -> list[str]:
    """Words in small letters: no tags, nothing that cites a source, no address of a link."""
    words = unescape(TAG.sub(" ", NUMBER.sub(" ", text)))
    return WORD.findall(ADDRESS.sub(" ", CITATION.sub(" ", words)).casefold())
