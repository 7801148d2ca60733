"""A parsed Markdown tree -> plain text of 72 columns that reads like a letter."""

import re
import textwrap
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

WIDTH = 72
NARROWEST = 24

BLOCKS = {"p", "ul", "ol", "blockquote", "pre", "hr", "h3", "h4"}
REFERENCE = re.compile(r"&(#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);", re.IGNORECASE)


def write_blocks(root: Element) -> str:
    """Return the text of a tree: blocks apart by an empty line, no line end at the end."""
    return "\n\n".join(block for child in root for block in _block(child, WIDTH))


def hang(text: str, first: str, rest: str | None = None) -> str:
    """Fold paragraphs anew behind a mark such as “1. ”; `rest` stands before all other lines."""
    indent = " " * len(first) if rest is None else rest
    paragraphs = [" ".join(paragraph.split("\n")) for paragraph in text.split("\n\n")]
    marks = [first, *[indent] * (len(paragraphs) - 1)]
    folded = (
        wrap(each, first=mark, indent=indent) for each, mark in zip(paragraphs, marks, strict=True)
    )
    return f"\n{indent.rstrip()}\n".join(folded)


def wrap(text: str, width: int = WIDTH, indent: str = "", first: str | None = None) -> str:
    """Fold at spaces only, never inside an address; keep the line breaks that are there."""
    lines = []
    for number, line in enumerate(text.split("\n")):
        lines.append(
            textwrap.fill(
                line,
                width,
                initial_indent=indent if number or first is None else first,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    return "\n".join(lines)


def _block(element: Element, width: int) -> Iterator[str]:
    match element.tag:
        case "ul" | "ol":
            yield _list(element, width)
        case "blockquote":
            quoted = "\n\n".join(_flow(element, max(width - 2, NARROWEST)))
            yield textwrap.indent(quoted, "> ", lambda _: True)
        case "pre":
            code = _characters("".join(element.itertext()))
            yield textwrap.indent(code.rstrip("\n"), "    ")
        case "hr":
            yield "* * *"
        case _:
            yield wrap(_inline(element).strip(), width)


def _flow(element: Element, width: int) -> Iterator[str]:
    """What an element holds, in order: runs of words, and the blocks between them."""
    run = [_squeeze(element.text)]
    for child in element:
        if child.tag in BLOCKS:
            if words := "".join(run).strip():
                yield wrap(words, width)
            yield from _block(child, width)
            run = [_squeeze(child.tail)]
        else:
            run += _with_tail(child)
    if words := "".join(run).strip():
        yield wrap(words, width)


def _list(element: Element, width: int) -> str:
    start = int(element.get("start", "1"))
    items = []
    for number, item in enumerate(element, start):
        mark = f"{number}. " if element.tag == "ol" else "- "
        room = max(width - len(mark), NARROWEST)
        inner = textwrap.indent("\n".join(_flow(item, room)), " " * len(mark))
        items.append((mark + inner[len(mark) :]).rstrip())
    return "\n".join(items)


def _inline(element: Element) -> str:
    """The words of an element that holds no blocks."""
    words = [_squeeze(element.text)]
    for child in element:
        words += _with_tail(child)
    return "".join(words)


def _with_tail(child: Element) -> tuple[str, str]:
    """The words of a child and those after it; a line that was broken starts without a space."""
    tail = _squeeze(child.tail)
    return _span(child), tail.lstrip() if child.tag == "br" else tail


def _span(element: Element) -> str:
    match element.tag:
        case "br":
            return "\n"
        case "sup":
            return f" [{element.text}]"
        case "a":
            return _link(_inline(element), _characters(element.get("href", "")))
        case _:
            return _inline(element)


def _link(words: str, address: str) -> str:
    bare = address.removeprefix("mailto:")
    return bare if words in (address, bare) else f"{words} ({bare})"


def _squeeze(text: str | None) -> str:
    """Line ends in the source are spaces to a reader."""
    return _characters(" ".join(text.split("\n"))) if text else ""


def _characters(text: str) -> str:
    """Show references such as `&amp;` as a browser does: those that end in a semicolon."""
    return REFERENCE.sub(lambda match: unescape(match[0]), text)
