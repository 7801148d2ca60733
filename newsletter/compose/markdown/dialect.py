"""The Markdown that editors write: Python-Markdown, without what a letter cannot hold.

Raw HTML, pictures inside text and obfuscated addresses are off; citations, tables and lists
inside lists are on; nothing in it takes longer than its time.
"""

import re
from collections.abc import Callable
from typing import Any, cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, AtomicString

from newsletter.compose.markdown.citations import Citations
from newsletter.compose.markdown.limits import check_lines, check_marks
from newsletter.compose.markdown.nesting import NUMBER, nest
from newsletter.compose.markdown.tables import Tables
from newsletter.compose.markdown.timelimit import TimeLimit
from newsletter.model import CITATION

Handler = Callable[[re.Match[str], str], Any]

TAB = 4
"""Columns of a tab."""

MAIL_ADDRESS = r"<([^<>\s!]+@[^<>\s@]+)>"

# What would let raw HTML, pictures or obfuscated addresses through.
SWITCHED_OFF = ("html", "entity", "image_link", "image_reference", "short_image_ref", "automail")


class Dialect:
    """Turns Markdown into HTML, not yet cleaned, and the tree it was written from."""

    def __init__(self, citations: Citations, limit: TimeLimit) -> None:
        self._citations = citations
        self._limit = limit
        self._idle: tuple[Markdown, _KeepTree] | None = None

    def parse(self, source: str) -> tuple[str, Element]:
        """Return HTML and tree.

        Raises:
            TooMuch: there is more of something than a letter can hold.
        """
        # A parser that was interrupted is in no state to go on: the next text gets a new one.
        (markdown, kept), self._idle = self._idle or self._build(), None
        html = markdown.reset().convert(source)
        self._idle = markdown, kept
        return html, kept.root

    def _build(self) -> tuple[Markdown, "_KeepTree"]:
        # By their names, the library would look through everything that is installed.
        markdown = Markdown(extensions=[SaneListExtension(), Tables()], tab_length=TAB)
        markdown.preprocessors.deregister("html_block")
        markdown.preprocessors.register(_Lines(markdown), "lines", 20)
        _limit_numbers(markdown)
        inline, tree = markdown.inlinePatterns, markdown.treeprocessors
        for name in SWITCHED_OFF:
            inline.deregister(name)
        inline.register(_Citation(self._citations), "citation", 185)
        inline.register(_MailAddress(MAIL_ADDRESS), "mail-address", 110)
        tree.register(_Marks(markdown), "marks", 30)
        tree.register(_LowerHeadings(markdown), "lower-headings", 1)
        # Last of all, when the tree is what the HTML will be written from.
        kept = _KeepTree(markdown)
        tree.register(kept, "keep-tree", -10)
        self._watch(markdown)
        return markdown, kept

    def _watch(self, markdown: Markdown) -> None:
        """Have the time looked at before each block and each mark."""
        first = _Watch(markdown.parser, self._limit)
        markdown.parser.blockprocessors.register(first, "watch", 1000)
        for pattern in markdown.inlinePatterns:
            # The library's types know only patterns of the old style, which are told less.
            watched = _watched(cast(Handler, pattern.handleMatch), self._limit)
            pattern.handleMatch = watched  # type: ignore[assignment, method-assign]


def _watched(step: Handler, limit: TimeLimit) -> Handler:
    """The same step, taken only while there is time."""

    def watched(match: re.Match[str], data: str) -> Any:
        limit.step(data)
        return step(match, data)

    return watched


def _limit_numbers(markdown: Markdown) -> None:
    """Number entries by a few plain digits: the library takes any, of any script."""
    for name in ("olist", "ulist"):
        processor = markdown.parser.blockprocessors[name]
        for pattern in ("RE", "CHILD_RE", "INDENT_RE"):
            written = getattr(processor, pattern).pattern
            setattr(processor, pattern, re.compile(written.replace(r"\d+", NUMBER)))


class _Lines(Preprocessor):
    """Checks the blocks, and indents lists as the library wants them."""

    def run(self, lines: list[str]) -> list[str]:
        check_lines(lines)
        return list(nest(lines))


class _Watch(BlockProcessor):
    """Is asked about each block before all others, and takes none."""

    def __init__(self, parser: BlockParser, limit: TimeLimit) -> None:
        super().__init__(parser)
        self._limit = limit

    def test(self, parent: Element, block: str) -> bool:
        _ = parent
        self._limit.step(block)
        return False


class _Marks(Treeprocessor):
    """Counts marks before the library looks for what they mean."""

    def run(self, root: Element) -> None:
        check_marks(root)


class _KeepTree(Treeprocessor):
    """Holds on to the finished tree."""

    root: Element

    def run(self, root: Element) -> None:
        self.root = root


class _LowerHeadings(Treeprocessor):
    """A card's title is the h2, so that headings inside it start at h3 and skip no level."""

    def run(self, root: Element) -> None:
        headings = [each for each in root.iter() if re.fullmatch(r"h[1-6]", each.tag)]
        top = max([2, *(int(each.tag[1]) for each in headings[:1])])
        for each in headings:
            each.tag = "h3" if int(each.tag[1]) <= top else "h4"


class _Citation(InlineProcessor):
    """`[@id]` becomes the number of the source."""

    def __init__(self, citations: Citations) -> None:
        # The space before it goes too: a number stays with the word it follows.
        super().__init__(rf"\s*{CITATION.pattern}")
        self._citations = citations

    def handleMatch(  # type: ignore[override]
        self, match: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        follows_another = data[: match.start(0)].endswith(ETX)
        element = Element("sup", {"class": "cite next" if follows_another else "cite"})
        element.text = self._citations.number(match[1].strip())
        return element, match.start(0), match.end(0)


class _MailAddress(InlineProcessor):
    """`<desk@example.org>` becomes a link, without the library's obfuscation."""

    def handleMatch(  # type: ignore[override]
        self, match: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        _ = data
        element = Element("a", {"href": f"mailto:{match[1]}"})
        element.text = AtomicString(match[1])
        return element, match.start(0), match.end(0)
