"""Rules about the page itself: whether its tags fit together, and all that was written is in it."""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from textwrap import shorten
from urllib.parse import unquote

from newsletter.checks.letterpage import LetterPage
from newsletter.checks.manuscript import Manuscript, Passage, plain
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.checks.tags import Tag
from newsletter.model import CITATION, Level, Location

MOST_DEPTH = 60
"""Elements inside each other; letters of this program have about half of that."""

END_ITSELF = {"body", "dd", "dt", "head", "html", "li", "option", "p", "tbody", "td", "th", "thead",
              "tr"}  # fmt: skip
"""Elements that HTML ends without being told."""

ADDRESS = re.compile(
    r"""\]\(\s*<?(?P<address>(?!\{\{)[^()\s<>]+(?:\([^()\s]*\)[^()\s<>]*)?)>?[^()]*\)"""
)
PUT_IN = re.compile(rf"{CITATION.pattern}|{ADDRESS.pattern}|\{{\{{.*?\}}\}}")
"""Where a letter puts something in: a number, an address, what is known of a reader."""

NO_LETTERS = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W_]+")
LONGEST = 60


@rule(
    "structure",
    Proof,
    Level.WARNING,
    because="Mail programs mend broken HTML, each in its own way.",
    remedy="Correct the template.",
)
def structure(proof: Proof) -> Iterator[Hit]:
    """Yield tags that do not fit together: once for each reason."""
    hits = (
        Hit(_place(page, tag), problem) for page in proof.pages for tag, problem in _misfits(page)
    )
    yield from dict.fromkeys(hits)


def _misfits(page: LetterPage) -> Iterator[tuple[Tag, str]]:
    yield from _written_twice(page.tags)
    yield from _same_ids(page.tags)
    yield from _unended(page.tags)
    yield from ((tag, f"{problem}, for Outlook") for tag, problem in _unended(page.outlook_tags))
    yield from _too_deep(page.tags)


def _written_twice(tags: tuple[Tag, ...]) -> Iterator[tuple[Tag, str]]:
    for tag in tags:
        # Few tags have anything twice, and counting is slow.
        counted = (
            Counter(name for name, _ in tag.pairs) if len(tag.attributes) < len(tag.pairs) else {}
        )
        for name, count in counted.items():
            if count > 1:
                yield tag, f"<{tag.name}> has “{name}” {count} times; only the first one counts"


def _same_ids(tags: tuple[Tag, ...]) -> Iterator[tuple[Tag, str]]:
    seen: set[str] = set()
    for tag in tags:
        id = tag.attributes.get("id", "")
        if id in seen:
            yield tag, f"two elements have the id “{id}”; a link to it leads to the first one"
        seen.update({id} - {""})


def _unended(tags: tuple[Tag, ...]) -> Iterator[tuple[Tag, str]]:
    """Yield elements without an end, and ends without an element."""
    open_ones: list[Tag] = []
    for tag in tags:
        if not tag.closes:
            open_ones += [] if tag.stands_alone else [tag]
        elif all(each.name != tag.name for each in open_ones):
            yield tag, f"</{tag.name}> ends nothing"
        else:
            while (left := open_ones.pop()).name != tag.name:
                yield from _unless_ended(left, f" before </{tag.name}>")
    for left in open_ones:
        yield from _unless_ended(left)


def _unless_ended(tag: Tag, before: str = "") -> Iterator[tuple[Tag, str]]:
    if tag.name not in END_ITSELF:
        yield tag, f"<{tag.name}> has no end{before}"


def _too_deep(tags: tuple[Tag, ...]) -> Iterator[tuple[Tag, str]]:
    depth = 0
    for tag in tags:
        if not tag.stands_alone:
            depth += -1 if tag.closes else 1
        if depth > MOST_DEPTH:
            yield tag, f"more than {MOST_DEPTH} elements stand inside each other"
            return


def _place(page: LetterPage, tag: Tag) -> Location:
    snippet = page.snippet_at(tag.start)
    return Location(snippet.path, 1) if snippet else page.at


@rule(
    "content-kept",
    Proof,
    Level.ERROR,
    because="What was written and reviewed must reach every reader, with pictures or without.",
    remedy="Print it in the template, or look for a mark of Markdown that swallows it.",
    allowable=False,
)
def content_kept(proof: Proof) -> Iterator[Hit]:
    """Yield words and links of the manuscripts that are not in the letter."""
    hits = (hit for page in proof.pages for hit in _lost(page))
    yield from dict.fromkeys(hits)


def _lost(page: LetterPage) -> Iterator[Hit]:
    links = {_same(node.attributes.get("href") or "") for node in page.tree.css("a[href]")}
    plain_text = unquote(page.plain_text)
    for where, shown in (("HTML", page.text), ("plain text", page.plain_text)):
        letters, words = _letters(shown), set(WORD.findall(shown.casefold()))
        for passage in _markdown(page.manuscripts):
            yield from _lost_words(passage, letters, words, where)
    for passage in _markdown(page.manuscripts):
        for match in ADDRESS.finditer(passage.source):
            address = _same(match["address"])
            for where, kept in (("HTML", address in links), ("plain text", address in plain_text)):
                if not kept:
                    problem = f"the link to {match['address']} is not in the letter's {where}"
                    yield Hit(passage.place(match.start()), problem)


def _markdown(manuscripts: tuple[Manuscript, ...]) -> Iterator[Passage]:
    """What stands in Markdown, and the titles above it."""
    for manuscript in manuscripts:
        yield from (each for each in manuscript.passages if each.field == "title")
        yield from manuscript.body


def _lost_words(passage: Passage, letters: str, words: set[str], where: str) -> Iterator[Hit]:
    for offset, stretch in _stretches(passage.source):
        # The plain text folds a table's cells, so that only its words can be looked for.
        if "|" in passage.source:
            kept = words.issuperset(WORD.findall(stretch.casefold()))
        else:
            kept = _letters(stretch) in letters
        if not kept:
            quoted = shorten(stretch, LONGEST, placeholder=" …")
            yield Hit(passage.place(offset), f"“{quoted}” is not in the letter's {where}")


def _stretches(source: str) -> Iterator[tuple[int, str]]:
    """Yield the words between the places where a letter puts something in, with their offsets."""
    start = 0
    for match in PUT_IN.finditer(source):
        yield start, unescape(plain(source[start : match.start()]))
        start = match.end()
    yield start, unescape(plain(source[start:]))


def _letters(text: str) -> str:
    return NO_LETTERS.sub("", text.casefold())


def _same(address: str) -> str:
    """An address in one spelling, whatever is escaped in it."""
    return unquote(unescape(address))
