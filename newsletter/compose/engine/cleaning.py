"""MJML without the marks of its origin, and with its blanks where the engine can bear them.

The engine refuses blanks and remarks in places where MJML allows them. In HTML it swallows a line
end that stands alone between two tags, and with it the space between two words. A “>” that follows
a letter beyond ASCII takes it down.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from newsletter.compose.engine.components import COMPONENTS, Holds
from newsletter.compose.engine.markup import Document, Element, Node
from newsletter.compose.engine.tags import HOLDS_CSS, ORIGIN, OWNER, Tag, Text

Edit = tuple[int, int, str]
"""Offsets from and to, and what stands there instead."""

BLANK = " \t\r\n"
CSS = (HOLDS_CSS, "style")


def clean(document: Document) -> str:
    """Return the source of a document without faults, ready for the engine."""
    edits = [*_marks(document.tags), *_content(document.children, "", Holds.COMPONENTS)]
    return _edit(document.source, edits)


def take_out_marks(document: Document) -> str:
    """Return the source of a document as it is but for the marks of its origin."""
    return _edit(document.source, _marks(document.tags))


def _edit(source: str, edits: Iterable[Edit]) -> str:
    written, done = [], 0
    for start, end, instead in sorted(edits):
        written += [source[done:start], instead]
        done = end
    return "".join([*written, source[done:]])


def _marks(tags: Iterable[Tag]) -> Iterator[Edit]:
    for tag in tags:
        for attribute in tag.attributes:
            if attribute.name in (ORIGIN, OWNER):
                yield attribute.before, attribute.end, ""


def _content(nodes: Sequence[Node], owner: str, holds: Holds) -> Iterator[Edit]:
    """Go through what stands in an element; HTML keeps all but the blanks at its edges."""
    in_html = holds in (Holds.HTML, Holds.TAGS)
    edges = (*nodes[:1], *nodes[-1:]) if owner in COMPONENTS else ()
    for node in nodes:
        if isinstance(node, Element):
            component = COMPONENTS.get(node.name)
            inner = holds if in_html or not component else component.holds
            yield from _content(node.children, owner if owner == "pre" else node.name, inner)
        elif isinstance(node, Text) and node.text.strip(BLANK):
            yield node.start, node.end, _text(node.text, owner)
        elif not in_html or (isinstance(node, Text) and node in edges):
            yield node.start, node.end, ""
        elif isinstance(node, Text):
            # A space in front, and the engine lets it be.
            yield node.start, node.end, f" {node.text}" if owner == "pre" else " "


def _text(text: str, owner: str) -> str:
    if owner in CSS:
        return re.sub(r"[^\x00-\x7f]", lambda sign: f"\\{ord(sign[0]):06x}", text)
    if owner == "script":
        return text
    return text.replace(">", "&gt;")
