"""Words that stand together, and the sentences in them, each with its place in the file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from newsletter.checks.marks import cells
from newsletter.model import CITATION, Location

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*%?")
ADDRESS = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S{1,64}@\S+", re.IGNORECASE)
BEFORE_A_MARK = re.compile(r" (?=[.,;:!?](?:\s|$))")
"""The space that a mark of Markdown leaves behind: “It *works*.”"""

LINE_END = re.compile(r"\n")

CLOSERS = "\"'”’»)\\]"
SENTENCE_END = re.compile(
    rf"(?<![.!?…])(?P<marks>[.!?…]++)(?P<closers>[{CLOSERS}]*+)(?=\s|$)|[。！？]+[{CLOSERS}」』]*"
)
NEXT = re.compile(r"\s*(\S)")
LONGEST_BEFORE = 40
"""Characters that tell whether a full stop ends a sentence; no name or abbreviation is longer."""

LAST_WORD = re.compile(r"(?:[^\W\d_]\.)*\w+$")

NEVER_LAST = frozenset({"dr", "prof", "mr", "mrs", "ms", "st", "e.g", "i.e", "vs", "cf", "approx"})
"""A sentence goes on after these, whatever follows."""

SELDOM_LAST = frozenset({"etc", "al", "a.m", "p.m", "jr", "sr", "ltd", "inc", "dept", "max", "min"})
"""It goes on after these in small letters, digits or brackets."""

BEFORE_A_NUMBER = frozenset({"no", "nos", "fig", "vol", "p", "pp"})
TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, in one line, and where its first word stands.

    `breaks` are the places in `text`, in rising order, at which the lines below that one began.
    """

    text: str
    at: Location
    breaks: tuple[int, ...] = ()

    def place(self, offset: int) -> Location:
        """Where a character of `text` stands in the file."""
        return Location(self.at.path, self.at.line + bisect_right(self.breaks, offset))

    @property
    def words(self) -> list[str]:
        """Its words, without marks around them; addresses are no words."""
        return WORD.findall(ADDRESS.sub(" ", self.text))


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, an entry of a list, a table, or what a field says.

    `text` has the length of `source`, which is as it was written. `field` is the field's name in
    the file; for what stands below the front matter “text”, or “answer” with its `person`.
    """

    text: str
    source: str
    at: Location
    field: str
    person: str = ""

    def place(self, offset: int) -> Location:
        """Where a character stands in the file."""
        return Location(self.at.path, self.at.line + bisect_left(self._line_ends, offset))

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in LINE_END.finditer(self.source)]

    @cached_property
    def cites(self) -> bool:
        """Whether it names a source."""
        return any(match[1].strip() != "?" for match in CITATION.finditer(self.source))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The passage cut at the ends of its sentences; each cell of a table is cut on its own."""
        spans = (span for cell in cells(self.source) for span in _split(self.text, *cell))
        return tuple(filter(None, (self._sentence(*span) for span in spans)))

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that a mark belongs to: also when it stands behind the full stop."""
        starts = [
            span
            for cell in cells(self.source)
            for span in _split(self.text, *cell)
            if (first := WORD.search(self.text, *span)) and first.start() < offset
        ]
        return self._sentence(*starts[-1]) if starts else next(iter(self.sentences), None)

    def _sentence(self, start: int, end: int) -> Sentence | None:
        """The sentence that stands there; None where no words are."""
        first = WORD.search(self.text, start, end)
        if not first:
            return None
        words, lines = _on_one_line(self.text[start:end])
        begin = WORD.search(words)
        breaks = tuple(each for each in lines if begin and each > begin.start())
        return Sentence(words, self.place(first.start()), breaks)


def _on_one_line(words: str) -> tuple[str, list[int]]:
    """Words with single spaces between them, and where in these each line begins."""
    parts: list[str] = []
    lines: list[int] = []
    length = 0
    for line in words.split("\n"):
        part = BEFORE_A_MARK.sub("", " ".join(["", *line.split()]))
        part = part if length else part.lstrip()
        lines.append(length + part.startswith(" "))
        parts.append(part)
        length += len(part)
    return "".join(parts), lines


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end between two offsets."""
    for mark in SENTENCE_END.finditer(text, start, end):
        before = text[max(start, mark.start() - LONGEST_BEFORE) : mark.start()]
        if _ends(before.lstrip(" \t\n(“‘\"'"), mark, NEXT.match(text, mark.end(), end)):
            yield start, mark.end()
            start = mark.end()
    yield start, end


def _ends(before: str, mark: re.Match[str], after: re.Match[str] | None) -> bool:
    """Whether a sentence ends at this mark, with these words before it."""
    goes_on = after[1] if after else ""
    if mark["marks"] == "." and not mark["closers"]:
        return _ends_at_a_stop(before, goes_on)
    quoted = bool(mark["closers"]) or (mark["marks"] or "").endswith(("…", ".."))
    return not (quoted and goes_on.islower())


def _ends_at_a_stop(before: str, goes_on: str) -> bool:
    if before.isdigit():
        # “1.” numbers what follows; a year or a count has words before it.
        return False
    match = LAST_WORD.search(before)
    word = match[0] if match else ""
    short = word.casefold()
    if short in NEVER_LAST or (short in BEFORE_A_NUMBER and goes_on.isdigit()):
        return False
    if short in SELDOM_LAST:
        return not goes_on or goes_on.isupper()
    return not _is_initial(before, word)


def _is_initial(before: str, word: str) -> bool:
    """Whether this is the J of “Dr J. Smith”, not the A of “vitamin A.”."""
    if len(word) != 1 or not word.isupper():
        return False
    earlier = before.split()[:-1]
    return not earlier or earlier[-1].rstrip(".").casefold() in TITLES or _is_dotted(earlier[-1])


def _is_dotted(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."
