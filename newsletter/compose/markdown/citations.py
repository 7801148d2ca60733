"""Numbers for sources, in the order readers meet them."""

from collections.abc import Mapping

from newsletter.model import Source


class Citations:
    """Gives each cited source the next number, and the same number when it is cited again."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._numbers: dict[str, str] = {}

    def number(self, id: str) -> str:
        """The number of a source; `?` for a statement that still needs one."""
        if id == "?":
            return "?"
        return self._numbers.setdefault(id, str(len(self._numbers) + 1))

    @property
    def numbers(self) -> dict[str, int]:
        """The number of everything cited so far, by id, in order."""
        return {id: int(number) for id, number in self._numbers.items()}

    @property
    def cited(self) -> list[tuple[str, Source]]:
        """Number and source of everything cited so far, in order."""
        return [(number, self._sources[id]) for id, number in self._numbers.items()]
