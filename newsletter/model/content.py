"""What editors write: snippets of nine kinds, issues, people, sources, pictures."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from newsletter.localtime import LocalTime

CITATION = re.compile(r"\[@([^\[\]\n]+)\]")
"""`[@id]` cites a source; `[@?]` marks a statement that still needs one."""


def _id(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 80:
        raise PydanticCustomError(
            "id",
            "“{text}” cannot be an id",
            {
                "text": text,
                "remedy": "Use lower-case letters, digits, single hyphens.",
            },
        )
    return text


def _web_address(text: str) -> str:
    if not re.fullmatch(r"(https?://[^\s/]+|mailto:[^\s@]+@)\S*", text):
        raise PydanticCustomError(
            "web_address",
            "“{text}” is not an address to link to",
            {"text": text, "remedy": "Write it in full, such as https://example.org/page."},
        )
    return text


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("day", "this is not a date") from error


def _send_at(value: object) -> LocalTime:
    try:
        return value if isinstance(value, LocalTime) else LocalTime.parse(str(value))
    except ValueError as error:
        raise PydanticCustomError(
            "send_at",
            "{reason}",
            {"reason": str(error), "remedy": "Write it as 2026-12-01 08:00 Asia/Singapore."},
        ) from error


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[Text, AfterValidator(_id)]
WebAddress = Annotated[Text, AfterValidator(_web_address)]
OneOrMore = Annotated[
    tuple[Id, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)
]
Day = Annotated[date, BeforeValidator(_day)]
SendAt = Annotated[LocalTime, BeforeValidator(_send_at)]


class Noun(BaseModel):
    """A frozen value whose fields are written with hyphens in the editors' files."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        populate_by_name=False,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that travels inside the letter; width and height in pixels."""

    path: str
    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def content_id(self) -> str:
        """How the letter's HTML names the picture inside the message (RFC 2392)."""
        return f"{self.digest[:20]}@letter"


class Person(Noun):
    """Who answers or reviews. `fictional` and `unnamed` are said to the reader."""

    name: Text | None = None
    role: Text
    photo: Text | None = None
    photo_alt: Text | None = None
    registration: Text | None = None
    interests: Text | None = None
    reviewer: bool = False
    unnamed: bool = False
    fictional: bool = False


class Seen(StrEnum):
    """How closely somebody looked at a source."""

    PAGE = "page"
    RECORD = "record"
    SECOND_HAND = "second-hand"
    COPY = "copy"


class Source(Noun):
    """What is cited: who said it, where, and when somebody last looked."""

    title: Text
    by: Text
    in_: Text | None = None
    doi: Text | None = None
    url: WebAddress | None = None
    kind: Text
    published: Text | None = None
    checked: Day
    seen: Seen

    @property
    def link(self) -> str | None:
        """The address a reader can open, if there is one."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Term:
    """What a word means, in plain words."""

    word: str
    meaning: str


class Says(StrEnum):
    """What a claim says of its subject."""

    HELPS = "helps"
    DOES_NOT_HELP = "does not help"
    HARMS = "harms"
    UNCLEAR = "unclear"
    NOT_NEEDED = "not needed"


class Certainty(StrEnum):
    """How sure the evidence makes us."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"
    NONE = "none"


class Claim(Noun):
    """One statement about one subject; `by` makes it the opinion of named people."""

    about: Text
    says: Says
    certainty: Certainty
    by: OneOrMore = ()
    sources: OneOrMore = ()
    searched: Day | None = None


class Heard(Noun):
    """What is going round, recorded without making it our claim."""

    says: Says
    cites: Text


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


class Image(Noun):
    """A picture with what must stand beside it; `consent` names a form kept elsewhere."""

    file: Text
    alt: Text
    credit: Text | None = None
    consent: Text | None = None
    long: Text | None = None


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

    `id`, `path` and `parts` come from the file itself, everything else from its front matter.
    """

    from_the_file: ClassVar[frozenset[str]] = frozenset({"id", "path", "parts"})

    id: Id
    path: Path
    parts: tuple[Part, ...]

    kind: Kind
    title: Text
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    see_doctor: SeeDoctor | None = None
    claims: tuple[Claim, ...] = ()
    heard: tuple[Heard, ...] = ()
    image: Image | None = None
    similar: tuple[Id, ...] = ()
    region: Text | None = None
    sponsor: Text | None = None
    replaced_by: Id | None = None

    @property
    def answers(self) -> tuple[Part, ...]:
        """The parts that a person says, in order."""
        return tuple(part for part in self.parts if part.person)


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


SNIPPET_OF_KIND: dict[Kind, type[Snippet]] = {
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


class Issue(Noun):
    """A subject, a preheader, an intro and an ordered choice of snippets.

    `slug` is the name of its folder; `snippets` are resolved and in reading order.
    """

    from_the_file: ClassVar[frozenset[str]] = frozenset({"slug", "path", "intro"})

    slug: Id
    path: Path
    intro: Part

    subject: Text
    preheader: Text
    send_at: SendAt | None = None
    audience: Id = "everyone"
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a workspace holds: the issues, and what they draw upon, each by its id.

    `pictures` goes by path, relative to the workspace.
    """

    issues: dict[str, Issue]
    snippets: dict[str, Snippet]
    people: dict[str, Person]
    sources: dict[str, Source]
    glossary: dict[str, Term]
    pictures: dict[str, Picture]

    def similar_to(self, snippet: Snippet) -> list[Snippet]:
        """Snippets like this one, whichever of the two names the other, in library order."""
        return [
            other
            for other in self.snippets.values()
            if other.id in snippet.similar or snippet.id in other.similar
        ]
