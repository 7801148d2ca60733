"""Rules about evidence: what is said must be known from somewhere."""

from collections.abc import Iterator

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.rule import Hit, rule
from newsletter.model import CITATION, Level


@rule(
    "source-needed",
    Manuscript,
    Level.ERROR,
    because="A statement marked [@?] is one that nobody has looked up yet.",
    remedy="Cite one as [@id], or take the statement out.",
)
def source_needed(manuscript: Manuscript) -> Iterator[Hit]:
    """Yield every `[@?]`."""
    for passage in manuscript.passages:
        for match in CITATION.finditer(passage.source):
            if match[1].strip() == "?":
                place = passage.place(match.start())
                yield Hit(place, "this statement still needs a source: [@?]")
