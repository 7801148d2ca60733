"""How the words of a page look: colours, size, alignment, resolved from the page down to them."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from newsletter.checks.colours import read_colour
from newsletter.checks.conditional import for_others
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.styles import Declarations, read_dark_rules, read_style

SILENT = {"style", "script", "title", "head"}
BOLD_TAGS = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}
BOLD = re.compile(r"(?<![\w#])(bold|bolder|[6-9]00)(?![\w%])")
SIZE = re.compile(r"(?<![\w#.])(\d*\.?\d+)(px|pt|r?em|%)")
LINK_BLUE = "#0000ee"
TO_PIXELS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}
GONE = {"display": "none", "visibility": "hidden"}
NOTHING = re.compile(r"0+(\.0+)?([a-z]+|%)?")

Added = dict[int, dict[str, str]]
"""Declarations by the node that a style sheet adds them to."""


@dataclass(frozen=True, slots=True)
class Look:
    """How words look. `ground` is None where a picture lies behind them."""

    colour: str = "#000000"
    ground: str | None = "#ffffff"
    size: float = 16.0
    bold: bool = False
    justified: bool = False
    capitals: bool = False
    hidden: bool = False

    def under(self, tag: str, declared: Declarations) -> "Look":
        """How words look inside a tag that carries these declarations."""
        return _look_under(self, tag, tuple(declared.items()))


@lru_cache(maxsize=4096)
def _look_under(around: Look, tag: str, declarations: tuple[tuple[str, str], ...]) -> Look:
    """A letter has few different tags, and each of them many times."""
    declared = dict(declarations)
    return Look(
        colour=_colour(tag, declared) or around.colour,
        ground=_ground(declared, around.ground),
        size=_size(declared, around.size),
        bold=around.bold or tag in BOLD_TAGS or _is_bold(declared),
        justified=declared.get("text-align", "justify" * around.justified) == "justify",
        capitals=declared.get("text-transform", "uppercase" * around.capitals) == "uppercase",
        hidden=around.hidden or _is_gone(declared),
    )


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand in one tag, as they look by day and in the dark.

    `plain_link`: they are a link that neither a line nor a box of its own tells from other words.
    """

    text: str
    light: Look
    dark: Look
    plain_link: bool = False


def read_words(page: LetterPage) -> tuple[Words, ...]:
    """All words of a page's body, those that are hidden among them."""
    return _read(page.html)


@lru_cache(maxsize=16)
def _read(html: str) -> tuple[Words, ...]:
    tree = LexborHTMLParser(for_others(html))
    if not tree.root:
        return ()
    return tuple(_walk(tree.root, Words("", Look(), Look()), _added_by_the_dark(tree, html)))


def _added_by_the_dark(tree: LexborHTMLParser, html: str) -> Added:
    added: Added = {}
    for selector, declared in read_dark_rules(html):
        # A selector that nobody can read selects nothing.
        with contextlib.suppress(SelectolaxError, ValueError):
            for node in tree.css(selector):
                added.setdefault(node.mem_id, {}).update(declared)
    return added


def _walk(node: LexborNode, around: Words, added: Added) -> Iterator[Words]:
    """Yield the words below a node; `around` is how they look unless something says otherwise."""
    child = node.first_child
    while child:
        text = child.text_content if child.tag == "-text" else ""
        if text and text.strip():
            yield replace(around, text=" ".join(text.split()))
        elif child.is_element_node and child.tag and child.tag not in SILENT:
            yield from _walk(child, _inside(child, around, added), added)
        child = child.next


def _inside(node: LexborNode, around: Words, added: Added) -> Words:
    tag = node.tag or ""
    declared = _declared_by(node)
    plain = around.plain_link or (tag == "a" and _is_plain_link(node, declared))
    return Words(
        "",
        around.light.under(tag, declared),
        around.dark.under(tag, {**declared, **added.get(node.mem_id, {})}),
        plain,
    )


def _declared_by(node: LexborNode) -> Declarations:
    """What a tag says of its looks, by style or by attribute."""
    attributes = {"background-color": "bgcolor", "text-align": "align", "color": "color"}
    # Every look at a tag's attributes reads all of them.
    given = node.attributes
    old = {name: given.get(spelt) or "" for name, spelt in attributes.items()}
    return {name: value.lower() for name, value in old.items() if value} | {
        **read_style(given.get("style") or "")
    }


def _is_plain_link(node: LexborNode, declared: Declarations) -> bool:
    """Whether a link has no line, and no box that holds nothing else."""
    if "none" not in declared.get("text-decoration", ""):
        return False
    box, words = node.parent, node.text().split()
    boxes = [declared]
    if box and box.text().split() == words:
        boxes.append(_declared_by(box))
    return not any(_ground(each, None) or "border" in each for each in boxes)


def _colour(tag: str, declared: Declarations) -> str | None:
    return read_colour(declared.get("color", "")) or (LINK_BLUE if tag == "a" else None)


def _ground(declared: Declarations, around: str | None) -> str | None:
    written = f"{declared.get('background', '')} {declared.get('background-color', '')}"
    if "url(" in written:
        return None
    colours = [read_colour(part) for part in re.findall(r"rgb\([^)]*\)|\S+", written)]
    return next((colour for colour in reversed(colours) if colour), around)


def _size(declared: Declarations, around: float) -> float:
    for name in ("font-size", "font"):
        if match := SIZE.search(declared.get(name, "")):
            number = float(match[1])
            if match[2] in TO_PIXELS:
                return number * TO_PIXELS[match[2]]
            return around * (number / 100 if match[2] == "%" else number)
        if name in declared and NOTHING.fullmatch(declared[name]):
            return 0.0
    return around


def _is_bold(declared: Declarations) -> bool:
    return any(BOLD.search(declared.get(name, "")) for name in ("font-weight", "font"))


def _is_gone(declared: Declarations) -> bool:
    """Whether nothing inside is to be seen."""
    clipped = "hidden" in declared.get("overflow", "") and any(
        NOTHING.fullmatch(declared.get(name, "")) for name in ("max-height", "height", "max-width")
    )
    return (
        clipped
        or any(declared.get(name) == value for name, value in GONE.items())
        or bool(NOTHING.fullmatch(declared.get("opacity", "")))
        or bool(re.match(r"-\d{3,}", declared.get("text-indent", "")))
    )
