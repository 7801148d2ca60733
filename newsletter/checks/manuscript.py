"""An editor's words as rules read them: passages and sentences, each with its place in the file.

Marks of Markdown become spaces, so that every word keeps its offset and therefore its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from newsletter.checks.background import Background
from newsletter.model import CITATION, Issue, Location, Part, Snippet, primary_part


@dataclass(frozen=True)
class Passage:
    """Words that stand together: a paragraph, an entry of a list, a title, the words for a picture.

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
        return Location(self.at.path, self.at.line + self.source.count("\n", 0, offset))

    @property
    def cites(self) -> bool:
        """Whether it names a source."""
        return any(match[1].strip() != "?" for match in CITATION.finditer(self.source))

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """The passage cut at the ends of its sentences."""
        return tuple(_sentences(self))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and where it begins."""

    text: str
    at: Location

    @property
    def words(self) -> list[str]:
        """Its words, without marks around them."""
        return WORD.findall(self.text)


@dataclass(frozen=True)
class Manuscript:
    """One snippet, or what an issue says itself: subject, preheader and opening words."""

    owner: Snippet | Issue
    background: Background
    language: str

    @property
    def snippet(self) -> Snippet | None:
        """The snippet; None if this is an issue."""
        return self.owner if isinstance(self.owner, Snippet) else None

    @property
    def is_english(self) -> bool:
        """Whether rules about English words can say anything of it."""
        return primary_part(self.language).casefold() == "en"

    @property
    def path(self) -> Path:
        """The file it stands in."""
        return self.owner.path

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All that readers will read of it, in the order of the letter."""
        return tuple(_passages(self.owner))

    @property
    def body(self) -> tuple[Passage, ...]:
        """The passages of running text: what stands below the front matter, steps, the quote."""
        return tuple(each for each in self.passages if each.field in RUNNING)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all passages."""
        return tuple(sentence for passage in self.passages for sentence in passage.sentences)

    @property
    def text(self) -> str:
        """All of it, a passage a line."""
        return "\n".join(passage.text for passage in self.passages)

    def line(self, *place: str | int) -> Location:
        """Where a field stands in the file."""
        return Location(self.path, self.owner.lines.of(*place))


RUNNING = frozenset({"text", "answer", "steps", "quote"})
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*%?")

ABBREVIATIONS = {"dr", "prof", "mr", "mrs", "ms", "st", "e.g", "i.e", "etc", "vs", "approx", "no"}
SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
LIST_MARK = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
MARKS = re.compile(
    r"""(?P<citation>\[@[^\[\]\n]+\])
      | (?P<address>(?<=\])\([^()\s]*(?:\s+"[^"]*")?\))
      | (?P<mark>^[ \t]*(?:\#{1,6}|>|[-*+]|\d+[.)])(?=[ \t]) | [*`\[\]|]+ | (?<!\w)_+|_+(?!\w))""",
    re.VERBOSE | re.MULTILINE,
)


def plain(source: str) -> str:
    """The words of a stretch of Markdown; its marks become spaces, one for each character."""
    return MARKS.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)


def _passages(owner: Snippet | Issue) -> Iterator[Passage]:
    if isinstance(owner, Issue):
        yield from _fields(owner, "subject", "preheader")
        yield from _running(owner, owner.intro)
        return
    yield from _fields(owner, "title")
    for part in owner.parts:
        if part.heading:
            yield Passage(part.heading, part.heading, Location(owner.path, part.line - 1), "text")
        yield from _running(owner, part)
    for number, part in enumerate(owner.passages):
        yield from _running(owner, part, "steps" if number < len(owner.steps) else "quote")
    yield from _other_words(owner)


def _other_words(owner: Snippet) -> Iterator[Passage]:
    """What stands in fields beside the running text."""
    for field in ("see_doctor", "image", "number", "button"):
        noun = getattr(owner, field, None)
        for name, value in noun if noun else ():
            if isinstance(value, str) and name in SAID[field]:
                yield _passage(owner, value, _spelt(field), name)
    for number, option in enumerate(getattr(owner, "options", ())):
        yield _passage(owner, option, "options", number)
    for name in type(owner).model_fields.keys() - Snippet.model_fields.keys() - NOT_WORDS:
        value = getattr(owner, name)
        if isinstance(value, str):
            yield _passage(owner, value, _spelt(name))


SAID = {
    "see_doctor": {"routine", "urgent", "emergency"},
    "image": {"alt", "caption", "long"},
    "number": {"value", "who", "what"},
    "button": {"text"},
}
NOT_WORDS = {"verdict", "url"}


def _spelt(name: str) -> str:
    return name.replace("_", "-")


def _fields(owner: Snippet | Issue, *names: str) -> Iterator[Passage]:
    for name in names:
        yield _passage(owner, getattr(owner, name), name)


def _passage(owner: Snippet | Issue, words: str, *place: str | int) -> Passage:
    field = ".".join(str(step) for step in place if isinstance(step, str))
    return Passage(words, words, Location(owner.path, owner.lines.of(*place)), field)


def _running(owner: Snippet | Issue, part: Part, field: str = "") -> Iterator[Passage]:
    """Cut a part into paragraphs and entries of lists."""
    name = field or ("answer" if part.person else "text")
    for paragraph in PARAGRAPH.finditer(part.text):
        cuts = [match.start() for match in LIST_MARK.finditer(paragraph[0])]
        edges = sorted({0, *cuts, len(paragraph[0])})
        for start, end in pairwise(edges):
            source = paragraph[0][start:end]
            above = part.text.count("\n", 0, paragraph.start() + start)
            at = Location(owner.path, part.line + above)
            yield Passage(plain(source), source, at, name, part.person or "")


def _sentences(passage: Passage) -> Iterator[Sentence]:
    start = 0
    for end in SENTENCE_END.finditer(passage.text):
        before = passage.text[start : end.start()].split()
        if before and before[-1].lower().lstrip("(“\"'") in ABBREVIATIONS and end[0] == ".":
            continue
        yield from _sentence(passage, start, end.end())
        start = end.end()
    yield from _sentence(passage, start, len(passage.text))


def _sentence(passage: Passage, start: int, end: int) -> Iterator[Sentence]:
    text = passage.text[start:end]
    if text.strip():
        blank = len(text) - len(text.lstrip())
        yield Sentence(" ".join(text.split()), passage.place(start + blank))
