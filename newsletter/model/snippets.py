"""What editors write: snippets of nine kinds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, create_model, field_validator, model_validator
from pydantic_core import PydanticCustomError

from newsletter.model.claims import Claim, Heard
from newsletter.model.values import Id, Lines, Noun, OneOrMore, Text, WebAddress


class SeeDoctor(Noun):
    """When to get help, in three levels. Each text finishes the sentence “… if”."""

    routine: Text | None = None
    urgent: Text | None = None
    emergency: Text | None = None

    @model_validator(mode="after")
    def _require_a_level(self) -> Self:
        if not (self.routine or self.urgent or self.emergency):
            raise PydanticCustomError(
                "see_doctor",
                "it names no level",
                {"remedy": "Write routine, urgent or emergency below it."},
            )
        return self


UNWRITTEN = "TODO"
"""How a text begins that somebody has yet to write."""


class Image(Noun):
    """A picture with what must stand beside it; `consent` names a form kept elsewhere.

    A `sensitive` picture is not shown in a letter: a sentence says that there is one.
    """

    file: Text
    alt: Text
    caption: Text | None = None
    credit: Text | None = None
    consent: Text | None = None
    long: Text | None = None
    sensitive: bool = False

    @field_validator("alt")
    @classmethod
    def _require_words(cls, alt: str) -> str:
        if alt.startswith(UNWRITTEN):
            raise PydanticCustomError(
                "unwritten",
                "it is not written yet",
                {"remedy": "Say what somebody who cannot see the picture should know."},
            )
        return alt


class Quote(Noun):
    """Somebody's own words, and whose they are."""

    text: Text
    who: Text


UPPER_BOUNDS = ("up to", "at most", "under", "fewer than", "less than")


class Number(Noun):
    """A frequency that never travels without its denominator and its group."""

    value: Text
    out_of: Annotated[int, Field(ge=1)]
    who: Text
    what: Text

    @property
    def least(self) -> int:
        """The first number in the value: of “4 to 5”, 4; of “up to 5” or words alone, 0."""
        return 0 if self.value.casefold().startswith(UPPER_BOUNDS) else self._numbers[0]

    @property
    def most(self) -> int:
        """The last number in the value: of “4 to 5”, 5; of words alone, 0."""
        return self._numbers[-1]

    @property
    def _numbers(self) -> list[int]:
        numbers = re.findall(r"\d+(?:[.,]\d+)?", self.value)
        return [int(float(number.replace(",", "."))) for number in numbers] or [0]


class TranslatedNumber(Number):
    """A number in the words of another language; how much it is, the original says."""

    original: Number

    @property
    def least(self) -> int:
        """The original's."""
        return self.original.least

    @property
    def most(self) -> int:
        """The original's."""
        return self.original.most


class Button(Noun):
    """One thing to do."""

    text: Text
    url: WebAddress


class Verdict(StrEnum):
    """What a checked saying turned out to be."""

    TRUE = "true"
    PARTLY = "partly"
    UNPROVEN = "unproven"
    FALSE = "false"


class Kind(StrEnum):
    """The nine kinds of snippet."""

    QUESTION = "question"
    EXPLAINER = "explainer"
    MYTH = "myth"
    EVIDENCE = "evidence"
    TIP = "tip"
    NUMBERS = "numbers"
    GET_HELP = "get-help"
    CALL = "call"
    POLL = "poll"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of Markdown: a body, one person's answer, or what follows the answers."""

    text: str
    line: int
    heading: str | None = None
    person: str | None = None


class Snippet(Noun):
    """One Markdown file: one question, tip, myth … about one subject.

    `id`, `path`, `parts` and `lines` come from the file itself, everything else from its front
    matter. `lines` holds the line of every field by its place, as `Fields.lines` does. `allow` says
    by rule why a finding may stand.
    """

    from_the_file: ClassVar[frozenset[str]] = frozenset({"id", "path", "parts", "lines"})

    id: Id
    path: Path
    parts: tuple[Part, ...]
    lines: Lines = Lines()

    kind: Kind
    title: Text
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    see_doctor: SeeDoctor | None = None
    claims: tuple[Claim, ...] = ()
    heard: tuple[Heard, ...] = ()
    image: Image | None = None
    steps: tuple[Text, ...] = ()
    quote: Quote | None = None
    similar: tuple[Id, ...] = ()
    region: Text | None = None
    sponsor: Text | None = None
    replaced_by: Id | None = None
    authors: OneOrMore = ()
    allow: Mapping[Id, Text] = {}

    @property
    def answers(self) -> tuple[Part, ...]:
        """The parts that a person says, in order."""
        return tuple(part for part in self.parts if part.person)

    @property
    def passages(self) -> tuple[Part, ...]:
        """The Markdown that stands in fields: each step, and what the quote says."""
        steps = [Part(step, self.lines.of("steps", place)) for place, step in enumerate(self.steps)]
        quotes = [Part(self.quote.text, self.lines.of("quote", "text"))] if self.quote else []
        return (*steps, *quotes)


class Question(Snippet):
    """A question that one or more people answer."""

    kind: Literal[Kind.QUESTION]


class Explainer(Snippet):
    """What something is."""

    kind: Literal[Kind.EXPLAINER]


class Myth(Snippet):
    """A saying, and what is true of it."""

    kind: Literal[Kind.MYTH]
    verdict: Verdict


class Evidence(Snippet):
    """What is known about a treatment, and how surely."""

    kind: Literal[Kind.EVIDENCE]
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]


class Tip(Snippet):
    """Something to do."""

    kind: Literal[Kind.TIP]


class Numbers(Snippet):
    """One figure that is worth knowing."""

    kind: Literal[Kind.NUMBERS]
    number: Number


class GetHelp(Snippet):
    """When to see somebody."""

    kind: Literal[Kind.GET_HELP]
    see_doctor: SeeDoctor


class Call(Snippet):
    """An invitation: ask a question, sign up."""

    kind: Literal[Kind.CALL]
    topics: tuple[Id, ...] = ()
    button: Button


class Poll(Snippet):
    """A question to the readers; with no `url` they answer by reply."""

    kind: Literal[Kind.POLL]
    topics: tuple[Id, ...] = ()
    options: Annotated[tuple[Text, ...], Field(min_length=2)]
    url: WebAddress | None = None


SNIPPET_OF_KIND: dict[str, type[Snippet]] = {
    Kind.QUESTION: Question,
    Kind.EXPLAINER: Explainer,
    Kind.MYTH: Myth,
    Kind.EVIDENCE: Evidence,
    Kind.TIP: Tip,
    Kind.NUMBERS: Numbers,
    Kind.GET_HELP: GetHelp,
    Kind.CALL: Call,
    Kind.POLL: Poll,
}


@cache
def make_kind(name: str, needs: tuple[str, ...], may: tuple[str, ...]) -> type[Snippet]:
    """A kind of a workspace's own: a snippet with these fields of text besides the usual ones.

    A field written `serves-up` is the attribute `serves_up`.
    """
    fields: dict[str, Any] = {"kind": (Literal[name], ...)}
    fields |= {field.replace("-", "_"): (Text, ...) for field in needs}
    fields |= {field.replace("-", "_"): (Text | None, None) for field in may}
    return create_model(name, __base__=Snippet, **fields)
