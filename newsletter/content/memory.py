"""What was made before, given again as long as it would be made of the same things."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, TypeVarTuple

from newsletter.errors import FoundErrors
from newsletter.model import Finding

Given = TypeVarTuple("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What came of it, or the mistakes that nothing came of."""

    of: tuple[Any, ...]
    made: Any
    mistakes: tuple[Finding, ...]


@dataclass(slots=True)
class Memory:
    """Keeps what was made, at each place, in this round and the one before.

    Whatever makes something may change nothing that it is given, and look at nothing else.
    """

    _before: dict[Hashable, _Kept] = field(default_factory=dict)
    _now: dict[Hashable, _Kept] = field(default_factory=dict)

    def begin(self) -> None:
        """Begin a round: what was not asked for in the last one is forgotten."""
        self._before, self._now = self._now, {}

    def once(self, at: Hashable, make: Callable[[*Given], Made], *of: *Given) -> Made:
        """Return `make(*of)`: the same object as before, if all that it is made of is equal.

        `at` tells it from what else is made in the same way.

        Raises:
            FoundErrors: it cannot be made.
        """
        place = (make, at)
        kept = self._now.get(place) or self._before.get(place)
        if kept is None or kept.of != of:
            kept = _make(make, of)
        self._now[place] = kept
        if kept.mistakes:
            raise FoundErrors(kept.mistakes)
        made: Made = kept.made
        return made

    def every(
        self, at: Hashable, find: Callable[[*Given], Iterable[Made]], *of: *Given
    ) -> tuple[Made, ...]:
        """Return all that `find` yields, as `once`."""
        return self.once((find, at), _list, find, of)

    def same(self, at: Hashable, value: Made) -> Made:
        """Return what was here before, if it is equal to this."""
        return self.once(at, _itself, value)


def _make(make: Callable[..., object], of: tuple[Any, ...]) -> _Kept:
    try:
        return _Kept(of, make(*of), ())
    except FoundErrors as found:
        return _Kept(of, None, tuple(found.findings))


def _list(find: Callable[..., Iterable[Made]], of: tuple[Any, ...]) -> tuple[Made, ...]:
    return tuple(find(*of))


def _itself(value: Made) -> Made:
    return value
