"""Whether all that stands in some MJML comes out of the engine where readers see it.

What the engine does not know, it passes through into cells without a size or leaves out, and says
nothing. So every word, address and description that went in is looked for in what came out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from html import unescape
from itertools import groupby
from pathlib import Path
from textwrap import shorten

from newsletter.compose.engine.normalising import NO_CHARACTER, TAG, read_attributes
from newsletter.compose.engine.origins import read_origin
from newsletter.compose.engine.shown import keeps_size, read_html, squeeze
from newsletter.compose.engine.tags import ORIGIN
from newsletter.model import Finding, Level, Location

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TOKEN = re.compile(rf"</(?P<end>[^\s>]+)[^>]*>|{TAG}|(?P<text>[^<]+)")
SILENT = {"mj-head", "mj-style", "script", "style"}
PICTURES = {"img", "area", "input"}
ADDRESSES = ("href", "src", "background", "background-url")
# HTML elements that have no end.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
LONGEST = 80


class What(Enum):
    """What can be lost, with what to say and what to do about it."""

    WORDS = (
        "readers would not see “{}”",
        "Put it into a component that shows text, such as mj-text.",
    )
    UNSEEN = (
        "“{}” is in the template and not in the letter",
        "Put it into a component that shows text, such as mj-text.",
    )
    ADDRESS = (
        "the address “{}” is in the template and not in the letter",
        "Put it into a component that uses it, such as mj-button or mj-image.",
    )
    DESCRIPTION = (
        "the description “{}” is in the template and not in the letter",
        "Give it to a component that prints it, such as mj-image.",
    )


@dataclass(frozen=True, slots=True)
class Written:
    """Something that went into the engine."""

    what: What
    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Element:
    """An element that is open: its texts are `what`, if anything, and have a size or none."""

    name: str
    at: Location
    what: What | None = What.WORDS
    sized: bool = True


def find_losses(
    mjml: str, html: str, place: Path, locate: Callable[[str], Path] = Path
) -> Iterator[Finding]:
    """Yield what stands in some MJML and not in the HTML that the engine made of it.

    The line of a finding is that of the nearest attribute such as `at="blocks/tip.mjml:12"`, and
    `locate` gives the template's path; without one, the finding is about `place`.
    """
    written = list(read_mjml(mjml, place, locate))
    shown = read_html(html)
    lost = [
        *_lost_words(_only(What.WORDS, written), shown.seen),
        *_lost_words(_only(What.UNSEEN, written), shown.seen + shown.unseen),
        *_lost_wholes(_only(What.ADDRESS, written), shown.addresses),
        *_lost_wholes(_only(What.DESCRIPTION, written), shown.descriptions),
    ]
    lost.sort(key=lambda piece: (piece.at, piece.what.name))
    for (what, at), pieces in groupby(lost, key=lambda piece: (piece.what, piece.at)):
        problem, remedy = what.value
        text = shorten(" ".join(piece.text for piece in pieces), LONGEST, placeholder=" …")
        yield Finding("content-loss", Level.ERROR, at, problem.format(text), remedy)


def read_mjml(mjml: str, place: Path, locate: Callable[[str], Path]) -> Iterator[Written]:
    """Yield what readers of some MJML are to see."""
    open_ones = [Element("", Location(place))]
    for token in TOKEN.finditer(NO_CHARACTER.sub("", COMMENT.sub("", mjml))):
        inside = open_ones[-1]
        if token["text"]:
            yield from _read_text(token["text"], inside)
        elif token["end"]:
            _close(open_ones, token["end"])
        else:
            attributes = {k: v for k, v in read_attributes(token["attributes"]).items() if v}
            origin = read_origin(attributes.get(ORIGIN, ""))
            at = Location(locate(origin[0]), origin[1]) if origin else inside.at
            element = _open(token["name"], attributes, inside, at)
            yield from _read_attributes(attributes, element)
            if "/" not in token["close"] and element.name not in VOID:
                open_ones.append(element)


def _open(name: str, attributes: dict[str, str], inside: Element, at: Location) -> Element:
    sized = keeps_size(attributes.get("style", ""), inside.sized)
    if name == "mj-title":
        return Element(name, at, What.DESCRIPTION)
    if name in SILENT or (inside.what is None and name != "mj-preview"):
        return Element(name, at, None)
    return Element(name, at, What.WORDS if sized else What.UNSEEN, sized)


def _close(open_ones: list[Element], name: str) -> None:
    """Leave the innermost element of this name, and those in it that have no end."""
    depth = next((n for n, each in reversed(list(enumerate(open_ones))) if each.name == name), None)
    if depth:
        del open_ones[depth:]


def _read_text(text: str, inside: Element) -> Iterator[Written]:
    words = squeeze(unescape(text))
    if words and inside.what:
        yield Written(inside.what, words, inside.at)


def _read_attributes(attributes: dict[str, str], element: Element) -> Iterator[Written]:
    if element.what is None:
        return
    described = element.name in PICTURES or element.name.startswith("mj-")
    for name, value in attributes.items():
        if name in ADDRESSES:
            yield Written(What.ADDRESS, squeeze(value), element.at)
        elif name == "title" or (name == "alt" and described):
            yield Written(What.DESCRIPTION, squeeze(value), element.at)


def _only(what: What, written: Iterable[Written]) -> list[Written]:
    return [piece for piece in written if piece.what is what and piece.text]


def _lost_words(written: list[Written], shown: Sequence[str]) -> Iterator[Written]:
    """The texts that words are missing from, first those that are gone as a whole."""
    words = [word for piece in written for word in piece.text.split()]
    missing = Counter(words) - Counter(shown)
    # HTML moves text out of a table's rows, where it may touch a word: then no letter is missing.
    if not missing or not Counter("".join(words)) - Counter("".join(shown)):
        return
    for piece in sorted(written, key=lambda piece: not missing.keys() >= {*piece.text.split()}):
        of_piece = Counter(piece.text.split()) & missing
        if of_piece:
            missing -= of_piece
            yield piece


def _lost_wholes(written: list[Written], shown: Counter[str]) -> Iterator[Written]:
    """What is missing; a navigation's or a network's address may stand within a longer one."""
    missing = Counter(piece.text for piece in written) - shown
    for piece in written:
        if missing[piece.text] > 0:
            wanted = sum(other.text == piece.text for other in written)
            if sum(count for whole, count in shown.items() if piece.text in whole) < wanted:
                missing[piece.text] -= 1
                yield piece
