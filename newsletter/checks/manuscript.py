"""An editor's words as rules read them: passages and sentences, each with its place in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from newsletter.checks.background import Background
from newsletter.checks.marks import cut, plain
from newsletter.checks.passages import WORD, Passage, Sentence
from newsletter.model import PLACEHOLDER, Issue, Location, Part, Snippet, primary_part

__all__ = ["RUNNING", "WORD", "Manuscript", "Passage", "Sentence", "plain"]

RUNNING = frozenset({"text", "answer", "steps", "quote"})
"""Fields of running text."""

SAID = {
    "see_doctor": {"routine", "urgent", "emergency"},
    "image": {"alt", "caption", "long"},
    "number": {"value", "who", "what"},
    "button": {"text"},
}
NOT_WORDS = {"verdict", "url"}


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


def _passages(owner: Snippet | Issue) -> Iterator[Passage]:
    if isinstance(owner, Issue):
        yield from _fields(owner, "subject", "preheader")
        yield from _running(owner, owner.intro)
        return
    yield from _fields(owner, "title")
    for part in owner.parts:
        if part.heading:
            at = Location(owner.path, part.line - 1)
            yield Passage(plain(part.heading), part.heading, at, "text")
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
    for name in type(owner).model_fields:
        value = getattr(owner, name)
        if isinstance(value, str) and name not in Snippet.model_fields and name not in NOT_WORDS:
            yield _passage(owner, value, _spelt(name))


def _spelt(name: str) -> str:
    return name.replace("_", "-")


def _fields(owner: Snippet | Issue, *names: str) -> Iterator[Passage]:
    for name in names:
        yield _passage(owner, getattr(owner, name), name)


def _passage(owner: Snippet | Issue, words: str, *place: str | int) -> Passage:
    field = ".".join(str(step) for step in place if isinstance(step, str))
    text = PLACEHOLDER.sub(lambda match: " " * len(match[0]), words)
    return Passage(text, words, Location(owner.path, owner.lines.of(*place)), field)


def _running(owner: Snippet | Issue, part: Part, field: str = "") -> Iterator[Passage]:
    """Cut a part into paragraphs, headings, entries of lists, and tables."""
    name = field or ("answer" if part.person else "text")
    for offset, source in cut(part.text):
        if source.strip():
            at = Location(owner.path, part.line + part.text.count("\n", 0, offset))
            yield Passage(plain(source), source, at, name, part.person or "")
