"""Where readers' fields have ended up in a compiled letter, and whether they may stand there.

A value is escaped for words and quoted attributes. In a style, a script or the name of a host no
escaping would help, so that a field found there is refused before any reader is asked for.

Source: HTML Living Standard §13.2.5 for how a browser tells text, tags, values and comments apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from newsletter.model import FieldKind


class Context(Enum):
    """A place in a letter, in words that finish “stands …”."""

    WORDS = "among words"
    TITLE = "in the title"
    DESCRIPTION = "in words for those who do not see a picture"
    ADDRESS = "as the address of a link"
    IN_ADDRESS = "inside the address of a link"
    HOST = "in an address, before the end of its host"
    PICTURE = "in the address of something that is loaded"
    STYLE = "in a style"
    SCRIPT = "in a script"
    COMMENT = "in a comment, or in what only Outlook reads"
    UNQUOTED = "in a value without quotes"
    TAG = "in the name of a tag or an attribute"
    ATTRIBUTE = "in an attribute that is not words"
    BROKEN = "in markup that is not closed"


ALLOWED = {
    FieldKind.TEXT: {Context.WORDS, Context.TITLE, Context.DESCRIPTION},
    FieldKind.URL: {Context.WORDS, Context.ADDRESS},
    FieldKind.URLPART: {Context.IN_ADDRESS},
}

MAY_STAND = {
    FieldKind.TEXT: "among words, and in alt, title or aria-label",
    FieldKind.URL: "among words, and as the whole address of a link",
    FieldKind.URLPART: "inside the address of a link, after its host",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One mark in a compiled letter, and where it stands."""

    mark: str
    context: Context


MARKUP = re.compile(
    r"""(?P<comment><!--.*?(?:-->|\Z))
      | (?P<style><style\b.*?(?:</style\s*>|\Z))
      | (?P<script><script\b.*?(?:</script\s*>|\Z))
      | (?P<title><title>[^<]*</title\s*>)
      | (?P<declaration><[!?][^>]*(?:>|\Z))
      | (?P<tag></?[a-z](?:[^"'>]|"[^"]*"|'[^']*')*+>)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
NAME = re.compile(r"</?([^\s/>]+)")

ENTIRE = {
    "comment": Context.COMMENT,
    "style": Context.STYLE,
    "script": Context.SCRIPT,
    "title": Context.TITLE,
    "declaration": Context.COMMENT,
}
DESCRIBING = {"alt", "title", "aria-label", "aria-description"}
LOADING = {"src", "srcset", "background", "poster", "action", "href", "data", "xlink:href"}
LINKS = {("a", "href"), ("area", "href")}

HOST_IS_OVER = re.compile(r"https?://[^\s/?#]+[/?#]|mailto:[^\s?]+\?", re.IGNORECASE)
ADDRESS_BEFORE = re.compile(r"(?:https?://|mailto:)\S*\Z", re.IGNORECASE)


def find_in_html(html: str, mark: re.Pattern[str]) -> Iterator[Spot]:
    """Yield every mark in HTML, in order."""
    end, broken = 0, False
    for found in MARKUP.finditer(html):
        words = html[end : found.start()]
        yield from _in_words(words, mark, broken=broken)
        broken = broken or "<" in words
        end = found.end()
        if found.lastgroup == "tag":
            yield from _in_tag(found[0], mark)
        elif found.lastgroup:
            context = ENTIRE[found.lastgroup]
            yield from (Spot(each, context) for each in mark.findall(found[0]))
    yield from _in_words(html[end:], mark, broken=broken)


def find_in_text(text: str, mark: re.Pattern[str]) -> Iterator[Spot]:
    """Yield every mark in plain text, in order."""
    for found in mark.finditer(text):
        address = ADDRESS_BEFORE.search(text, 0, found.start())
        yield Spot(found[0], _in_address(address[0]) if address else Context.WORDS)


def _in_words(text: str, mark: re.Pattern[str], *, broken: bool) -> Iterator[Spot]:
    """Yield the marks between tags; `broken` when something that has no end stands before."""
    for found in mark.finditer(text):
        # What is left of markup here has no end: a browser would not take it for words.
        behind = broken or "<" in text[: found.start()]
        yield Spot(found[0], Context.BROKEN if behind else Context.WORDS)


def _in_tag(tag: str, mark: re.Pattern[str]) -> Iterator[Spot]:
    name = NAME.match(tag)
    attributes = list(ATTRIBUTE.finditer(tag))
    for found in mark.finditer(tag):
        around = [each for each in attributes if each.start() <= found.start() < each.end()]
        if not around or found.start() < around[0].end(1):
            yield Spot(found[0], Context.TAG)
        else:
            element = name[1].lower() if name else ""
            yield Spot(found[0], _in_attribute(element, around[0], found))


def _in_attribute(element: str, attribute: re.Match[str], found: re.Match[str]) -> Context:
    """Where in an attribute's value a mark stands; both were matched in the same tag."""
    name = attribute[1].lower()
    quoted = 2 if attribute[2] is not None else 3
    if attribute[4] is not None:
        return Context.UNQUOTED
    if name == "style":
        return Context.STYLE
    if name.startswith("on"):
        return Context.SCRIPT
    if (element, name) in LINKS:
        whole = attribute.span(quoted) == found.span()
        before = attribute.string[attribute.start(quoted) : found.start()]
        return Context.ADDRESS if whole else _in_address(before)
    if name in LOADING:
        return Context.PICTURE
    return Context.DESCRIPTION if name in DESCRIBING else Context.ATTRIBUTE


def _in_address(before: str) -> Context:
    """Where in an address a mark stands, by what is written before it."""
    return Context.IN_ADDRESS if HOST_IS_OVER.match(before) else Context.HOST
