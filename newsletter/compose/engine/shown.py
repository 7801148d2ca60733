"""What readers are shown by some HTML: its words, the addresses in use, and its descriptions."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

FONT = re.compile(r"(?:^|;)\s*font(?:-size)?\s*:\s*([^;]+)", re.IGNORECASE)
NO_SIZE = re.compile(r"(?:0+\.?0*|\.0+)(?:[a-z]+|%)?\s*(?:!\s*important\s*)?", re.IGNORECASE)
SIZE_OF_PARENT = re.compile(r"[\d.]+(?:em|ex|ch|%)|larger|smaller|inherit", re.IGNORECASE)
URL = re.compile(r"""url\(\s*(['"]?)(.*?)\1\s*\)""")
SILENT = {"script", "style"}
TEXT = "-text"
USED = "a[href],area[href],link[href],img[src],input[src],source[src],video[src],[background]"
DESCRIBED = "img[alt],area[alt],input[alt],[title],[aria-label]"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page holds outside its comments; `unseen` words stand in a size of nothing."""

    seen: tuple[str, ...]
    unseen: tuple[str, ...]
    addresses: Counter[str]
    descriptions: Counter[str]


def read_html(html: str) -> Shown:
    """Read a whole page."""
    tree = LexborHTMLParser(html)
    texts = list(_read_texts(tree.body)) if tree.body else []
    return Shown(
        seen=tuple(word for words, seen in texts if seen for word in words),
        unseen=tuple(word for words, seen in texts if not seen for word in words),
        addresses=Counter(_read_addresses(tree)),
        descriptions=Counter(_read_descriptions(tree)),
    )


def squeeze(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return " ".join(text.split())


def keeps_size(style: str, of_parent: bool) -> bool:
    """Tell whether text has a size under this style, given whether the parent's text has one."""
    size = _size(style)
    return of_parent if size is None else size


@lru_cache
def _size(style: str) -> bool | None:
    """Whether a style gives text a size: None leaves it as it is around."""
    value = next((match[1].strip() for match in reversed(list(FONT.finditer(style)))), "")
    if NO_SIZE.fullmatch(value):
        # Only a component that is meant to show text names a font beside the size.
        return "font-family" in style
    return None if not value or SIZE_OF_PARENT.match(value) else True


def _read_texts(body: LexborNode) -> Iterator[tuple[list[str], bool]]:
    """The words of each text, and whether they have a size; parents come before their children."""
    has_size: dict[int, bool] = {}
    for node in body.traverse(include_text=True):
        parent = node.parent
        around = has_size.get(parent.mem_id, True) if parent else True
        if node.tag == TEXT and parent and parent.tag not in SILENT:
            yield (node.text_content or "").split(), around
        elif node.tag and not node.tag.startswith("-"):
            has_size[node.mem_id] = keeps_size(node.attributes.get("style") or "", around)


def _read_addresses(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css(USED):
        for name in ("href", "src", "background"):
            yield squeeze(node.attributes.get(name) or "")
    for node in tree.css("[style*='url(']"):
        for match in URL.finditer(node.attributes.get("style") or ""):
            yield squeeze(match[2])


def _read_descriptions(tree: LexborHTMLParser) -> Iterator[str]:
    yield from (squeeze(node.text()) for node in tree.css("title"))
    for node in tree.css(DESCRIBED):
        if not (node.tag or "").startswith("mj-"):
            for name in ("alt", "title", "aria-label"):
                yield squeeze(node.attributes.get(name) or "")
