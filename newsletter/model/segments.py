"""Segments: named groups of readers, told from each other by rules that anybody can read.

A rule is a tree, frozen, and the same as JSON: a mailing keeps the one that it was planned with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic import Field as Tagged

from newsletter.localtime import LocalTime
from newsletter.model.fields import Field
from newsletter.model.finding import Location

EVERYONE = "everyone"
"""The audience that has no rule."""


class _Rule(BaseModel):
    """A frozen question about one reader."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AllOf(_Rule):
    """Every one of these holds; so they do where there are none."""

    kind: Literal["all"] = "all"
    rules: tuple["Rule", ...]


class AnyOf(_Rule):
    """At least one of these holds."""

    kind: Literal["any"] = "any"
    rules: tuple["Rule", ...]


class NoneOf(_Rule):
    """Not one of these holds."""

    kind: Literal["none"] = "none"
    rules: tuple["Rule", ...]


class Speaks(_Rule):
    """A reader's language is this one, or one within it: `en-GB` within `en`.

    `unsaid`: so is that of a reader who never named one, and reads the newsletter's own.
    """

    kind: Literal["language"] = "language"
    language: str
    unsaid: bool = False


class AsksFor(_Rule):
    """A topic is among those that a reader chose."""

    kind: Literal["topic"] = "topic"
    topic: str


class Has(_Rule):
    """A field of a reader has this value; `name` is spelt as in templates."""

    kind: Literal["field"] = "field"
    name: str
    value: str

    @property
    def spellings(self) -> frozenset[str]:
        """The value as people write it: in small letters, in capitals, with capitals in front."""
        value = self.value
        changed = (value.lower(), value.upper(), value.capitalize(), value.title())
        return frozenset((value, *changed))


class JoinedWithin(_Rule):
    """A reader came to the list at most so many times 24 hours ago, or later."""

    kind: Literal["joined-within"] = "joined-within"
    days: int


class JoinedAfter(_Rule):
    """A reader came to the list after the end of a day, on the clock of a place."""

    kind: Literal["joined-after"] = "joined-after"
    day: date
    zone: str

    @property
    def since(self) -> datetime:
        """The first moment that counts."""
        return _begin(self.day + timedelta(days=1), self.zone)


class JoinedBefore(_Rule):
    """A reader came to the list before the beginning of a day, on the clock of a place."""

    kind: Literal["joined-before"] = "joined-before"
    day: date
    zone: str

    @property
    def until(self) -> datetime:
        """The first moment that counts no longer."""
        return _begin(self.day, self.zone)


Combined = AllOf | AnyOf | NoneOf
Joined = JoinedWithin | JoinedAfter | JoinedBefore
Rule = Annotated[Combined | Speaks | AsksFor | Has | Joined, Tagged(discriminator="kind")]

RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of readers by the name that issues give as their audience; `at` is where it stands.

    `title` says who they are, in an editor's words, and may be empty.
    """

    id: str
    title: str
    rule: Rule
    at: Location


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What rules may speak of: declared fields and topics; what the newsletter itself speaks.

    `zone` is where days begin and end.
    """

    fields: tuple[Field, ...]
    topics: tuple[str, ...]
    language: str
    zone: str


def spell_rule(rule: Rule) -> dict[str, Any]:
    """A rule as JSON can hold it."""
    return rule.model_dump(mode="json")


def read_rule(written: Mapping[str, Any]) -> Rule:
    """Read back what `spell_rule` wrote."""
    return RULE.validate_python(written)


def is_within(language: str, wider: str) -> bool:
    """Whether a language is another one or a part of it, as en-GB is of en (RFC 4647 §3.3.1)."""
    return f"{language.casefold()}-".startswith(f"{wider.casefold()}-")


def _begin(day: date, zone: str) -> datetime:
    return LocalTime(datetime.combine(day, time()), zone).utc()
