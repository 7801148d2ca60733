"""A parsed Markdown tree -> plain text of 72 columns that reads like a letter."""

import re
import textwrap
from collections.abc import Iterator
from html import unescape
from itertools import count
from xml.etree.ElementTree import Element

from newsletter.compose.markdown.folding import GLUE, SPACES, WIDTH, columns, wrap
from newsletter.compose.markdown.texttable import TextTable

NARROWEST = 24

BLOCKS = {"p", "ul", "ol", "blockquote", "pre", "hr", "h3", "h4", "table"}
REFERENCE = re.compile(r"&(#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);", re.IGNORECASE)


class LinkNumbers:
    """Gives each address of a letter's text the next number, and the same one when it returns.

    `word` tells a link from a source: `[link 1]`, where a source is `[1]`.
    """

    def __init__(self, word: str) -> None:
        self._word = word
        self._numbers: dict[str, int] = {}

    def mark(self, address: str) -> str:
        """What stands for an address in a text; lines never end inside it."""
        number = self._numbers.setdefault(address, len(self._numbers) + 1)
        return f"[{self._word} {number}]".replace(" ", GLUE)


def write_text(root: Element, numbers: LinkNumbers, width: int = WIDTH) -> str:
    """Return the text of a tree, and below it the addresses of its links.

    Blocks are apart by an empty line; there is no line end at the end.
    """
    return Stretch(numbers).write(root, width)


class Stretch:
    """One stretch of prose while it is written; `links` are its addresses by their marks."""

    def __init__(self, numbers: LinkNumbers) -> None:
        self._numbers = numbers
        self._links: dict[str, str] = {}

    def write(self, root: Element, width: int) -> str:
        """Return its text, and below it the addresses of its links."""
        blocks = [block for child in root for block in self._block(child, width)]
        addresses = [wrap(f"{mark} {address}", width) for mark, address in self._links.items()]
        if addresses:
            blocks.append("\n".join(addresses))
        return "\n\n".join(blocks).replace(GLUE, " ")

    def _block(self, element: Element, width: int) -> Iterator[str]:
        match element.tag:
            case "ul" | "ol":
                yield self._list(element, width)
            case "blockquote":
                quoted = "\n\n".join(self._flow(element, max(width - 2, NARROWEST)))
                yield textwrap.indent(quoted, "> ", lambda _: True)
            case "pre":
                yield _code(_characters("".join(element.itertext())), width)
            case "hr":
                yield "* * *"
            case "table":
                yield self._table(element).write(width)
            case "h3" | "h4":
                yield self._heading(element, width)
            case _:
                yield self._paragraph(self._inline(element), width)

    def _flow(self, element: Element, width: int) -> Iterator[str]:
        """What an element holds, in order: runs of words, and the blocks between them."""
        run = [self._words(element.text)]
        for child in element:
            if child.tag in BLOCKS:
                if words := "".join(run).strip():
                    yield self._paragraph(words, width)
                yield from self._block(child, width)
                run = [self._words(child.tail)]
            else:
                run += self._with_tail(child)
        if words := "".join(run).strip():
            yield self._paragraph(words, width)

    def _paragraph(self, words: str, width: int) -> str:
        return wrap(words.strip(), width)

    def _heading(self, element: Element, width: int) -> str:
        return self._paragraph(self._inline(element), width)

    def _list(self, element: Element, width: int) -> str:
        start = int(element.get("start", "1"))
        marks = (f"{number}. " if element.tag == "ol" else "- " for number in count(start))
        items = (self._item(item, mark, width) for item, mark in zip(element, marks, strict=False))
        return "\n".join(items)

    def _item(self, element: Element, mark: str, width: int) -> str:
        room = max(width - len(mark), NARROWEST)
        inner = textwrap.indent("\n".join(self._flow(element, room)), " " * len(mark))
        return (mark + inner[len(mark) :]).rstrip()

    def _table(self, element: Element) -> TextTable:
        header, *rows = element.iter("tr")
        return TextTable(
            header=[self._cell(cell) for cell in header],
            rows=[[self._cell(cell) for cell in row] for row in rows],
            sides=[cell.get("align", "left") for cell in header],
        )

    def _cell(self, element: Element) -> str:
        return SPACES.sub(" ", self._inline(element)).strip()

    def _inline(self, element: Element) -> str:
        """The words of an element that holds no blocks."""
        words = [self._words(element.text)]
        for child in element:
            words += self._with_tail(child)
        return "".join(words)

    def _with_tail(self, child: Element) -> tuple[str, str]:
        """The words of a child and those after it; a line that was broken has no space in front."""
        tail = self._words(child.tail)
        return self._span(child), tail.lstrip() if child.tag == "br" else tail

    def _span(self, element: Element) -> str:
        match element.tag:
            case "br":
                return "\n"
            case "sup":
                return f" [{element.text}]"
            case "a":
                return self._link(self._inline(element), _characters(element.get("href", "")))
            case _:
                return self._inline(element)

    def _words(self, text: str | None) -> str:
        """A run of words; line ends in the source are spaces to a reader."""
        return _characters(" ".join(text.split("\n"))) if text else ""

    def _link(self, words: str, address: str) -> str:
        bare = address.removeprefix("mailto:")
        if words in (address, bare):
            return self._address(bare)
        mark = self._numbers.mark(bare)
        self._links[mark] = bare
        return f"{words} {mark}"

    def _address(self, address: str) -> str:
        """A link whose words are its address."""
        return address


def _code(code: str, width: int) -> str:
    """Code keeps its lines and its spaces; only a line that is too wide is folded."""
    lines = (f"    {line}".rstrip() for line in code.rstrip("\n").split("\n"))
    return "\n".join(
        line if columns(line) <= width else wrap(line, width, indent="    ") for line in lines
    )


def _characters(text: str) -> str:
    """Show references such as `&amp;` as a browser does: those that end in a semicolon."""
    return REFERENCE.sub(lambda match: unescape(match[0]), text)
