"""The rule about Outlook for Windows, which shows letters with Word."""

import re
from collections.abc import Iterator

from newsletter.checks.conditional import find_unbalanced
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.proof import Proof
from newsletter.checks.rule import Hit, rule
from newsletter.checks.tags import Tag
from newsletter.model import Level, Location

WIDTH = re.compile(r"\d+")
BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*url\(", re.IGNORECASE)
PIXELS = re.compile(r"(?<![\w-])width\s*:\s*\d+px", re.IGNORECASE)
MOST_WIDTH = re.compile(r"(?<![\w-])max-width\s*:\s*\d", re.IGNORECASE)


@rule(
    "outlook",
    Proof,
    Level.WARNING,
    because="Outlook for Windows shows letters with Word, which knows less than a browser.",
    remedy="Correct the template.",
)
def outlook(proof: Proof) -> Iterator[Hit]:
    """Yield what falls apart in Outlook for Windows: once for each place and reason."""
    hits = (hit for page in proof.pages for hit in _find(page))
    yield from dict.fromkeys(hits)


def _find(page: LetterPage) -> Iterator[Hit]:
    for problem in find_unbalanced(page.html):
        remedy = "End every <!--[if …]> of the template with <![endif]-->."
        yield Hit(page.at, problem, remedy, Level.ERROR)
    yield from _wide_pictures(page)
    yield from _backgrounds(page)
    yield from _unlimited(page)


def _wide_pictures(page: LetterPage) -> Iterator[Hit]:
    for tag in page.outlook_tags:
        if tag.name == "img" and not WIDTH.fullmatch(tag.attributes.get("width", "")):
            shown = tag.attributes.get("alt") or tag.attributes.get("src", "")
            problem = f"the picture “{shown}” has no width that Outlook understands"
            remedy = 'Write a whole number, width="520", into its <img> in the template.'
            yield Hit(_place(page, tag), problem, remedy)


def _backgrounds(page: LetterPage) -> Iterator[Hit]:
    """Yield pictures behind words for which there is no VML."""
    if any(tag.name in ("v:fill", "v:image") for tag in page.outlook_tags):
        return
    for tag in page.tags:
        if "background" in tag.attributes or BACKGROUND.search(tag.attributes.get("style", "")):
            problem = "Outlook does not show the picture behind these words"
            remedy = "Give the place a background colour as well, or show it with VML."
            if "background-color" not in tag.attributes.get("style", ""):
                yield Hit(_place(page, tag), problem, remedy)


def _unlimited(page: LetterPage) -> Iterator[Hit]:
    """Yield blocks whose width nothing limits in Outlook: no table stands around them."""
    around: list[Tag] = []
    for tag in page.outlook_tags:
        if tag.name == "table" and tag.closes:
            del around[-1:]
        elif tag.name == "table":
            around.append(tag)
        elif MOST_WIDTH.search(tag.attributes.get("style", "")) and not _is_limited(tag, around):
            problem = f"only “max-width” limits this <{tag.name}>, and Outlook does not know it"
            remedy = 'Put a table with width="600" around it, in <!--[if mso]>.'
            yield Hit(_place(page, tag), problem, remedy)


def _is_limited(tag: Tag, around: list[Tag]) -> bool:
    """Whether it has a width in pixels itself, or a table around it has."""
    return any(
        WIDTH.fullmatch(each.attributes.get("width", ""))
        or PIXELS.search(each.attributes.get("style", ""))
        for each in (tag, *around)
    )


def _place(page: LetterPage, tag: Tag) -> Location:
    """The snippet that a tag stands in, at the line of its picture where it has one."""
    if src := tag.attributes.get("src"):
        return page.place_of(src)
    snippet = page.snippet_at(tag.start)
    return Location(snippet.path, 1) if snippet else page.at
