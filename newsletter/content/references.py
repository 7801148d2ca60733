"""Names that must lead somewhere, and relations that must not go round."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsletter.content.fields import Fields, content_error
from newsletter.content.pages import Page, outside_code
from newsletter.model import CITATION, Finding, Part, Snippet
from newsletter.validation import Place, nearest

LOST_ANSWER = re.compile(r"#{1,6}[ \t]*@\S")
MARKDOWN_PICTURE = re.compile(r"!\[[^\]\n]*\][(\[]")


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that exist; None where a side file could not be read and nothing can be said."""

    people: frozenset[str] | None
    sources: frozenset[str] | None
    snippets: frozenset[str]


def find_in_text(page: Page, known: Known) -> Iterator[Finding]:
    """Yield what the text of a page names in vain, each with the nearest name that exists."""
    for part in page.parts:
        if part.person and known.people is not None and part.person not in known.people:
            remedy = nearest(part.person, known.people)
            problem = f"there is no person “{part.person}”"
            yield content_error(page.path, part.line - 1, problem, remedy)
        yield from _find_citations(page.path, part, known)
        yield from _find_pictures(page, part)
        yield from _find_lost_answers(page, part)


def find_in_fields(snippet: Snippet, fields: Fields, known: Known) -> Iterator[Finding]:
    """Yield what the fields of a snippet name in vain, each with the nearest name that exists."""
    for position, claim in enumerate(snippet.claims):
        place: Place = ("claims", position)
        yield from _unknown(claim.by, "person", known.people, fields, (*place, "by"))
        yield from _unknown(claim.sources, "source", known.sources, fields, (*place, "sources"))
    yield from _unknown(snippet.authors, "person", known.people, fields, ("authors",))
    for part in snippet.passages:
        yield from _find_citations(snippet.path, part, known)
    yield from _unknown(snippet.similar, "snippet", known.snippets, fields, ("similar",))
    if snippet.replaced_by:
        names = (snippet.replaced_by,)
        yield from _unknown(names, "snippet", known.snippets, fields, ("replaced-by",))


def find_circles(
    snippets: Mapping[str, Snippet], places: Mapping[str, Fields]
) -> Iterator[Finding]:
    """Yield one finding for each `similar` that closes a circle.

    The relation is shown from both sides, so one side is enough to write; a circle says the same
    thing twice and hides which of the two is kept up to date.
    """
    done: set[str] = set()
    for start in snippets:
        # The way from `start` to where we are; each step with what it has still to try.
        way = {start: enumerate(snippets[start].similar)} if start not in done else {}
        while way:
            id, rest = next(reversed(way.items()))
            position, other = next(rest, (0, None))
            if other is None:
                done.add(id)
                del way[id]
            elif other in way:
                yield _circle(id, position, other, list(way), places)
            elif other in snippets and other not in done:
                way[other] = enumerate(snippets[other].similar)


def _circle(
    id: str, position: int, other: str, way: list[str], places: Mapping[str, Fields]
) -> Finding:
    circle = " → ".join([*way[way.index(other) :], other])
    return places[id].finding(
        ("similar", position),
        f"“similar” goes round in a circle: {circle}",
        "Take this entry out: a relation is written once and shown from both sides.",
    )


def _find_citations(path: Path, part: Part, known: Known) -> Iterator[Finding]:
    for match in CITATION.finditer(part.text):
        id = match[1].strip()
        if id != "?" and known.sources is not None and id not in known.sources:
            line = part.line + part.text[: match.start()].count("\n")
            several = "Give each source brackets of its own: [@a] [@b]."
            remedy = several if "," in id or "@" in id else nearest(id, known.sources)
            yield content_error(path, line, f"there is no source “{id}”", remedy)


def _find_pictures(page: Page, part: Part) -> Iterator[Finding]:
    for match in MARKDOWN_PICTURE.finditer(part.text):
        line = part.line + part.text[: match.start()].count("\n")
        problem = "a picture cannot stand in the text"
        remedy = "Name it in the front matter, with “image:”, its file and its alt text."
        yield content_error(page.path, line, problem, remedy)


def _find_lost_answers(page: Page, part: Part) -> Iterator[Finding]:
    for line, text in outside_code(part):
        if LOST_ANSWER.match(text):
            problem = "this heading names a person, and starts no answer"
            yield content_error(page.path, line, problem, "Write it as “## @person-id”.")


def _unknown(
    names: tuple[str, ...], noun: str, known: frozenset[str] | None, fields: Fields, place: Place
) -> Iterator[Finding]:
    for position, name in enumerate(names):
        if known is not None and name not in known:
            problem = f"there is no {noun} “{name}”"
            yield fields.finding((*place, position), problem, nearest(name, known))
