"""Markdown -> safe HTML and plain text, in one parse.

Raw HTML is off: what an editor types is what a reader sees. The plain text comes from the same
tree as the HTML, so that the two cannot say different things.
"""

from dataclasses import dataclass

import nh3
from markupsafe import Markup

from newsletter.compose.markdown.citations import Citations
from newsletter.compose.markdown.dialect import TAB, Dialect
from newsletter.compose.markdown.folding import WIDTH
from newsletter.compose.markdown.limits import TooMuch
from newsletter.compose.markdown.markedtext import write_marked
from newsletter.compose.markdown.plaintext import LinkNumbers, write_text
from newsletter.compose.markdown.timelimit import TimeLimit
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Level, Location

SAFE_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "a", "sup",
    "h3", "h4", "blockquote", "pre", "code", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SAFE_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"}, "ol": {"start"}, "sup": {"class"}, "*": set(),
    "table": {"class"}, "th": {"scope", "align", "width"}, "td": {"align"},
}  # fmt: skip
SAFE_SCHEMES = {"http", "https", "mailto"}

CLEANER = nh3.Cleaner(
    tags=SAFE_TAGS, attributes=SAFE_ATTRIBUTES, url_schemes=SAFE_SCHEMES, link_rel=None
)

TOO_TANGLED = (
    "too many marks stand inside each other in this text",
    "Take marks out, or cut it into shorter paragraphs.",
)


@dataclass(frozen=True, slots=True)
class Prose:
    """One stretch of an editor's text; `links` are its addresses in reading order.

    `marked` is its text with marks for what is bold, italic, code or a heading, in long lines.
    """

    html: Markup
    text: str
    marked: str
    links: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.text)


class ProseReader:
    """Turns Markdown into prose, numbering citations and links: read snippets in reading order.

    `link` is what the plain text calls a link, in the letter's language.
    """

    def __init__(
        self, citations: Citations, link: str = "link", limit: TimeLimit | None = None
    ) -> None:
        self._limit = limit or TimeLimit()
        self._dialect = Dialect(citations, self._limit)
        self._numbers = LinkNumbers(link)

    def read(self, source: str, at: Location, width: int = WIDTH) -> Prose:
        """Return the prose of one stretch of Markdown that starts at a file's line.

        Its text is folded at `width` columns.

        Raises:
            FoundErrors: there is more of something in it than a letter can hold.
        """
        if not source.strip():
            return Prose(Markup(), "", "", ())
        try:
            self._limit.start(at.path)
            return self._read(source.replace("\0", "\ufffd"), width)
        except TooMuch as error:
            raise _found(error, source, at) from error
        except RecursionError as error:
            raise _found(TooMuch(0, *TOO_TANGLED), source, at) from error
        finally:
            self._limit.stop()

    def _read(self, source: str, width: int) -> Prose:
        written, tree = self._dialect.parse(source)
        links = tuple(anchor.get("href", "") for anchor in tree.iter("a"))
        text = write_text(tree, self._numbers, width)
        marked = write_marked(tree, self._numbers)
        return Prose(Markup(CLEANER.clean(written)), text, marked, links)


def _found(error: TooMuch, source: str, at: Location) -> FoundErrors:
    place = Location(at.path, at.line + _lines_above(source, error.where))
    return FoundErrors([Finding("markdown", Level.ERROR, place, error.problem, error.remedy)])


def _lines_above(source: str, where: int | str) -> int:
    """How many lines of the source stand above a place; none where it cannot be told."""
    if isinstance(where, int):
        return where
    start = where.strip().partition("\n")[0][:40].rstrip()
    lines = source.expandtabs(TAB).split("\n")
    return next((number for number, line in enumerate(lines) if start in line), 0)
