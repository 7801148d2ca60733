"""A parsed Markdown tree -> the text of a sheet, with each mark that changes what readers see.

Bold, italic, code and headings are written as an editor writes them; the same signs as plain
characters have a backslash in front, so that no two letters have one sheet.
"""

import re
from xml.etree.ElementTree import Element

from newsletter.compose.markdown.plaintext import LinkNumbers, Stretch

UNFOLDED = 1_000_000
"""Columns of a line on a sheet: a paragraph that an editor folds elsewhere stays the same."""

MARKS = {"strong": "**", "em": "_", "code": "`"}
LOOKS_LIKE_A_MARK = re.compile(r"[\\*`]|(?<!\w)_|_(?!\w)|\[(?=\S)|<(?=[^\s<>]+[:@])")
OPENS_A_BLOCK = re.compile(r"^(?=(?:[-+>]|#{1,6}|\d+\.)(?: |$))", re.MULTILINE)


def write_marked(root: Element, numbers: LinkNumbers) -> str:
    """Return the text of a tree as `write_text` does, in long lines and with its marks."""
    return _Marked(numbers).write(root, UNFOLDED)


class _Marked(Stretch):
    """A stretch of prose in which nothing that readers see goes unsaid."""

    def _paragraph(self, words: str, width: int) -> str:
        return OPENS_A_BLOCK.sub(r"\\", super()._paragraph(words, width))

    def _heading(self, element: Element, width: int) -> str:
        return f"{'#' * int(element.tag[1])} {super()._heading(element, width)}"

    def _item(self, element: Element, mark: str, width: int) -> str:
        """An entry; one that holds paragraphs has space below it in the letter, too."""
        below = "\n" if element.find("p") is not None else ""
        return super()._item(element, mark, width) + below

    def _span(self, element: Element) -> str:
        mark = MARKS.get(element.tag, "")
        return f"{mark}{super()._span(element)}{mark}"

    def _words(self, text: str | None) -> str:
        return LOOKS_LIKE_A_MARK.sub(r"\\\g<0>", super()._words(text))

    def _address(self, address: str) -> str:
        return f"<{address}>"
