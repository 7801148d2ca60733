"""Markdown -> safe HTML and plain text, in one parse.

Raw HTML is off: what an editor types is what a reader sees. The plain text comes from the same
tree as the HTML, so that the two cannot say different things.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, AtomicString
from markupsafe import Markup

from newsletter.compose.citations import Citations
from newsletter.compose.plaintext import write_blocks
from newsletter.model import CITATION

SAFE_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "a", "sup",
    "h3", "h4", "blockquote", "pre", "code", "hr",
}  # fmt: skip
SAFE_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"}, "ol": {"start"}, "sup": {"class"}, "*": set(),
}  # fmt: skip
SAFE_SCHEMES = {"http", "https", "mailto"}
MAIL_ADDRESS = r"<([^<>\s!]+@[^<>\s@]+)>"

# What would let raw HTML, pictures or obfuscated addresses through.
SWITCHED_OFF = ("html", "entity", "image_link", "image_reference", "short_image_ref", "automail")


@dataclass(frozen=True, slots=True)
class Prose:
    """One stretch of an editor's text; `links` are its addresses in reading order."""

    html: Markup
    text: str
    links: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.text)


class ProseReader:
    """Turns Markdown into prose, numbering citations as it goes: read snippets in reading order."""

    def __init__(self, citations: Citations) -> None:
        self._markdown = Markdown(extensions=["sane_lists"])
        self._tree = _KeepTree(self._markdown)
        for name in SWITCHED_OFF:
            self._markdown.inlinePatterns.deregister(name)
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.inlinePatterns.register(_Citation(citations), "citation", 185)
        self._markdown.inlinePatterns.register(_MailAddress(MAIL_ADDRESS), "mail-address", 110)
        self._markdown.treeprocessors.register(_LowerHeadings(), "lower-headings", 1)
        # Last of all, when the tree is what the HTML will be written from.
        self._markdown.treeprocessors.register(self._tree, "keep-tree", -10)

    def read(self, source: str) -> Prose:
        """Return the prose of one stretch of Markdown."""
        if not source.strip():
            return Prose(Markup(), "", ())
        written = self._markdown.reset().convert(source)
        safe = nh3.clean(
            written,
            tags=SAFE_TAGS,
            attributes=SAFE_ATTRIBUTES,
            url_schemes=SAFE_SCHEMES,
            link_rel=None,
        )
        links = tuple(anchor.get("href", "") for anchor in self._tree.root.iter("a"))
        return Prose(Markup(safe), write_blocks(self._tree.root), links)


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
