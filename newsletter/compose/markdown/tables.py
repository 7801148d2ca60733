"""Tables in Markdown: as wide as a phone, and clear to those who hear them."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import Treeprocessor

from newsletter.compose.markdown.folding import columns, pieces
from newsletter.compose.markdown.limits import check_columns

HEAD = re.compile(r".*\n *[|:-][|: -]*(?:\n|$)")
"""A line, and below it a line of nothing but what rules off the header."""

ROOM_ON_A_PHONE = 200
"""Pixels, on a screen of 320, within a box or a list."""

COLUMN = 8
PADDING = 10
"""Pixels of a character on average, and between cells; text is 16 px high."""


class Tables(Extension):
    """The library's tables, with a limit, header cells that say so, and words that may break."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the parts."""
        md.ESCAPED_CHARS.append("|")
        processor = _LimitedTables(md.parser, {"use_align_attribute": True})
        md.parser.blockprocessors.register(processor, "table", 75)
        md.treeprocessors.register(_FinishTables(md), "finish-tables", 0)


class _LimitedTables(TableProcessor):
    """Looks at the columns before it makes cells: few characters can ask for millions of them.

    And looks at two lines before the library looks at all of them, which it does for every block.
    """

    def test(self, parent: Element, block: str) -> bool:
        is_table = bool(HEAD.match(block)) and super().test(parent, block)
        if is_table:
            check_columns(len(self.separator), block)
        return is_table


class _FinishTables(Treeprocessor):
    """Says which cells are headers, and makes room on a phone."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            for cell in table.iter("th"):
                cell.set("scope", "col")
            _fit(table)


def _fit(table: Element) -> None:
    """Let words break if they must; columns are as wide as their longest words ask for."""
    needs = [max(map(_narrowest, cells)) for cells in zip(*table.iter("tr"), strict=True)]
    if sum(needs) > ROOM_ON_A_PHONE:
        table.set("class", "tight")
        for cell, need in zip(table.iter("th"), needs, strict=True):
            cell.set("width", f"{100 * need // sum(needs)}%")


def _narrowest(cell: Element) -> int:
    """The pixels that a cell needs when no word is broken."""
    return PADDING + COLUMN * max(map(columns, pieces("".join(cell.itertext()))), default=0)
