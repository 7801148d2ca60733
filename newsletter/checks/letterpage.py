"""One variant of a letter as mail programs read it: its tags and words, and who brought them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsletter.checks.conditional import for_others, for_word
from newsletter.checks.manuscript import WORD, Manuscript
from newsletter.checks.tags import Tag, read_tags
from newsletter.model import FieldKind, Issue, Letter, Location, Pieces, Snippet, Variant

HEADING = re.compile(r"(?is)<h([1-6])\b[^>]*>(.*?)</h\1\s*>")
MARKUP = re.compile(r"<[^>]*>")
ENDING = {"1", "2"}
"""Headings that end a snippet; those of lower rank may stand within it."""

INLINE = {
    "a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "img", "s", "small", "span",
    "strike", "strong", "sub", "sup", "u",
}  # fmt: skip
SILENT = {"style", "script", "title", "head"}
UNSHOWN = re.compile(r"display\s*:\s*none|(?<![\w-])visibility\s*:\s*hidden", re.IGNORECASE)
READER = "Reader"


@dataclass(frozen=True)
class LetterPage:
    """One variant, read once for all rules.

    `manuscripts` are what it is made of, in its own language: the issue's words, then the snippets
    that its readers get, in reading order. `find_blank` gives the variant without any words.
    """

    letter: Letter
    variant: Variant
    find_blank: Callable[[], Variant]
    manuscripts: tuple[Manuscript, ...]

    @property
    def language(self) -> str:
        """The language of the variant."""
        return self.variant.language

    @property
    def issue(self) -> Issue:
        """The issue in the language of the variant."""
        (issue,) = (each.owner for each in self.manuscripts if isinstance(each.owner, Issue))
        return issue

    @property
    def at(self) -> Location:
        """The file of the issue: the place of what has no other."""
        return Location(self.issue.path, 1)

    @property
    def subject(self) -> str:
        """The subject for a reader of whom nothing is known."""
        return self.variant.subject.fill(self._values)

    @property
    def preheader(self) -> str:
        """The line beside the subject, for the same reader."""
        return self.variant.preheader.fill(self._values)

    @cached_property
    def html(self) -> str:
        """The page of a reader of whom nothing is known."""
        return self.fill(self.variant.html)

    @cached_property
    def blank_html(self) -> str:
        """The same reader's page without any snippet."""
        blank = self.find_blank()
        unknown = dict.fromkeys(blank.slots, READER)
        return blank.html.fill(unknown | self._values, escape)

    @cached_property
    def plain_text(self) -> str:
        """The plain text part of the same reader's message."""
        return self.variant.text.fill(self._values)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as a browser mends it, conditional comments left out. Rules do not change it."""
        return LexborHTMLParser(for_others(self.html))

    @cached_property
    def outlook(self) -> LexborHTMLParser:
        """The same as Outlook for Windows reads it."""
        return LexborHTMLParser(for_word(self.html))

    @cached_property
    def text(self) -> str:
        """The words that are shown, a line for each block; the page's title is not among them."""
        lines = "".join(_shown(self.tree.body)).split("\n") if self.tree.body else []
        return "\n".join(words for line in lines if (words := " ".join(line.split())))

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag as it is written, each with its offset in `html`."""
        return read_tags(for_others(self.html))

    @property
    def outlook_tags(self) -> tuple[Tag, ...]:
        """Every tag that Outlook for Windows reads, with the same offsets."""
        return read_tags(for_word(self.html))

    def line(self, *field: str) -> Location:
        """Where a field of the issue stands."""
        return Location(self.issue.path, self.issue.lines.of(*field))

    def fill(self, pieces: Pieces) -> str:
        """The pieces of a page for a reader of whom nothing is known."""
        return pieces.fill(self._values, escape)

    def snippet_at(self, offset: int) -> Snippet | None:
        """The snippet that a place in `html` belongs to, as far as headings tell."""
        return next((snippet for snippet, start, end in self.cards if start <= offset < end), None)

    @cached_property
    def cards(self) -> tuple[tuple[Snippet, int, int], ...]:
        """The stretch of `html` of each snippet: from its title to the next title or the ending."""
        return tuple(
            find_cards(self.html, [each.snippet for each in self.manuscripts if each.snippet])
        )

    def place_of(self, text: str) -> Location:
        """Where words, an address or the `src` of a picture came from; else the issue's file.

        Words are found whatever stands between them: marks of Markdown, line ends, a citation.
        """
        if text not in self._places:
            places = (self._place_in(manuscript, text) for manuscript in self.manuscripts)
            self._places[text] = next(filter(None, places), self.at)
        return self._places[text]

    @cached_property
    def _places(self) -> dict[str, Location]:
        """What was looked up already: many rules ask for the same links."""
        return {}

    def _place_in(self, manuscript: Manuscript, text: str) -> Location | None:
        words = r"[\W_]+".join(map(re.escape, WORD.findall(text)))
        for passage in manuscript.passages:
            found = passage.source.find(text)
            if found >= 0:
                return passage.place(found)
            if words and (match := re.search(rf"(?<!\w){words}(?!\w)", passage.text)):
                return passage.place(match.start())
        return self._field_in(manuscript, text)

    def _field_in(self, manuscript: Manuscript, text: str) -> Location | None:
        """The line of a field that holds an address or names a picture."""
        paths = {picture.src: picture.path for picture in self.letter.pictures}
        for place in (("button", "url"), ("url",), ("image", "file")):
            value: object = manuscript.owner
            for name in place:
                value = getattr(value, name, None)
            if value and value == paths.get(text, text):
                return manuscript.line(*place)
        return None

    @cached_property
    def _values(self) -> dict[str, str]:
        shown = {FieldKind.URL: self.letter.sender.public_url, FieldKind.TEXT: READER}
        values = {
            field.name: field.default or shown.get(field.kind, "")
            for field in self.letter.fields_in(self.variant)
        }
        missing = dict.fromkeys(self.variant.slots, READER)
        return missing | values | self.letter.sample_links


def find_cards(html: str, snippets: Sequence[Snippet]) -> Iterator[tuple[Snippet, int, int]]:
    """Yield each snippet whose title is a heading, with the stretch up to the next such heading."""
    titles = {_words(snippet.title): snippet for snippet in snippets}
    starts = [
        (heading.start(), titles.get(_words(unescape(MARKUP.sub("", heading[2])))))
        for heading in HEADING.finditer(html)
        if heading[1] in ENDING or _words(unescape(MARKUP.sub("", heading[2]))) in titles
    ]
    for (start, snippet), (end, _) in pairwise([*starts, (len(html), None)]):
        if snippet:
            yield snippet, start, end


def _words(text: str) -> str:
    return " ".join(WORD.findall(text))


def _shown(node: LexborNode) -> Iterator[str]:
    """Yield the texts below a node, with a line end around every block."""
    child = node.first_child
    while child:
        if child.tag == "-text":
            yield (child.text_content or "").replace("\n", " ")
        elif child.is_element_node and child.tag not in SILENT and not _is_hidden(child):
            edge = "" if child.tag in INLINE else "\n"
            yield edge
            yield from _shown(child)
            yield edge
        child = child.next


def _is_hidden(node: LexborNode) -> bool:
    return bool(UNSHOWN.search(node.attributes.get("style") or ""))
