"""What a rule is: a question put to what an editor wrote, and what to do about the answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from newsletter.model import Level, Location

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule points at. Its own remedy and level go before the rule's."""

    at: Location
    problem: str
    remedy: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """One question: about a manuscript, a proof (an issue and its letter) or the whole background.

    `because` and `remedy` are one line each. What is not `allowable` cannot be excused in a file.
    A rule about `english` words is not asked of other languages.
    """

    id: str
    about: type[Subject]
    level: Level
    because: str
    remedy: str
    find: Callable[[Subject], Iterable[Hit]]
    allowable: bool = True
    english: bool = False


def rule(
    id: str,
    about: type[Subject],
    level: Level,
    *,
    because: str,
    remedy: str,
    allowable: bool = True,
    english: bool = False,
) -> Callable[[Callable[[Subject], Iterable[Hit]]], Rule[Subject]]:
    """Make a rule of the function below it."""

    def make(find: Callable[[Subject], Iterable[Hit]]) -> Rule[Subject]:
        return Rule(id, about, level, because, remedy, find, allowable, english)

    return make


AnyRule = Rule[Any]
