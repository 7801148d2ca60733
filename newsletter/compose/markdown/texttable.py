"""A table as plain text: columns side by side where they fit, else one cell a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsletter.compose.markdown.folding import columns, wrap

GAP = "  "


@dataclass(frozen=True, slots=True)
class TextTable:
    """The words of a table's cells; `sides` is left, right or center, one a column."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    sides: Sequence[str]

    def write(self, width: int) -> str:
        """Return lines no wider than `width`, unless a single word is."""
        widths = [max(map(columns, column)) for column in zip(self.header, *self.rows, strict=True)]
        fits = sum(widths) + len(GAP) * (len(widths) - 1) <= width
        return "\n".join(self._grid(widths)) if fits else self._records(width)

    def _grid(self, widths: Sequence[int]) -> Iterable[str]:
        rule = ["-" * width for width in widths]
        for row in (self.header, rule, *self.rows):
            cells = map(_pad, row, widths, self.sides)
            yield GAP.join(cells).rstrip(" ")

    def _records(self, width: int) -> str:
        # A table without rows still says what its columns would be.
        rows = self.rows or [[""] * len(self.header)]
        return "\n\n".join(
            "\n".join(
                _named(*pair, width) for pair in zip(self.header, row, strict=True) if any(pair)
            )
            for row in rows
        )


def _pad(text: str, width: int, side: str) -> str:
    missing = width - columns(text)
    before = {"right": missing, "center": missing // 2}.get(side, 0)
    return " " * before + text + " " * (missing - before)


def _named(header: str, value: str, width: int) -> str:
    """One cell and what it is: “Dose: 10 mg”."""
    name = f"{header}:" if header else ""
    return wrap(f"{name} {value}", width, indent="  ", first="")
