"""The Markdown that editors write: Python-Markdown, without what a letter cannot hold.

Raw HTML, pictures inside text and obfuscated addresses are off; citations, tables and lists
inside lists are on; nothing in it takes longer than its time.
"""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
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
        self._task = _Task(citations, limit)

    def parse(self, source: str) -> tuple[str, Element]:
        """Return HTML and tree.

        Raises:
            TooMuch: there is more of something than a letter can hold.
        """
        parser = _take_parser()
        html, tree = parser.parse(source, self._task)
        # One that is interrupted is in no state to go on, and does not come back.
        _RESTING.append(parser)
        return html, tree


@dataclass(slots=True)
class _Task:
    """What a parser works with: it numbers sources, and looks at the time."""

    citations: Citations
    limit: TimeLimit


class _Parser:
    """The library's parser; making one takes as long as reading a page."""

    def __init__(self) -> None:
        self._task = _Task(Citations({}), TimeLimit())
        # By their names, the library would look through everything that is installed.
        markdown = Markdown(extensions=[SaneListExtension(), Tables()], tab_length=TAB)
        self._markdown = markdown
        markdown.preprocessors.deregister("html_block")
        markdown.preprocessors.register(_Lines(markdown), "lines", 20)
        _limit_numbers(markdown)
        inline, tree = markdown.inlinePatterns, markdown.treeprocessors
        for name in SWITCHED_OFF:
            inline.deregister(name)
        inline.register(_Citation(self._task), "citation", 185)
        inline.register(_MailAddress(MAIL_ADDRESS), "mail-address", 110)
        tree.register(_Marks(markdown), "marks", 30)
        tree.register(_LowerHeadings(markdown), "lower-headings", 1)
        # Last of all, when the tree is what the HTML will be written from.
        self._kept = _KeepTree(markdown)
        tree.register(self._kept, "keep-tree", -10)
        self._watch()

    def parse(self, source: str, task: _Task) -> tuple[str, Element]:
        """Return HTML and tree."""
        self._task.citations, self._task.limit = task.citations, task.limit
        html = self._markdown.reset().convert(source)
        return html, self._kept.root

    def _watch(self) -> None:
        """Have the time looked at before each block and each mark."""
        first = _Watch(self._markdown.parser, self._task)
        self._markdown.parser.blockprocessors.register(first, "watch", 1000)
        for pattern in self._markdown.inlinePatterns:
            # The library's types know only patterns of the old style, which are told less.
            watched = _watched(cast(Handler, pattern.handleMatch), self._task)
            pattern.handleMatch = watched  # type: ignore[assignment, method-assign]


_RESTING: list[_Parser] = []
"""Parsers that somebody has made and nobody is using."""


def _take_parser() -> _Parser:
    # Another thread may take the last one first.
    with contextlib.suppress(IndexError):
        return _RESTING.pop()
    return _Parser()


def _watched(step: Handler, task: _Task) -> Handler:
    """The same step, taken only while there is time."""

    def watched(match: re.Match[str], data: str) -> Any:
        task.limit.step(data)
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

    def __init__(self, parser: BlockParser, task: _Task) -> None:
        super().__init__(parser)
        self._task = task

    def test(self, parent: Element, block: str) -> bool:
        _ = parent
        self._task.limit.step(block)
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

    def __init__(self, task: _Task) -> None:
        # The space before it goes too: a number stays with the word it follows.
        super().__init__(rf"\s*{CITATION.pattern}")
        self._task = task

    def handleMatch(  # type: ignore[override]
        self, match: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        follows_another = data[: match.start(0)].endswith(ETX)
        element = Element("sup", {"class": "cite next" if follows_another else "cite"})
        element.text = self._task.citations.number(match[1].strip())
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
