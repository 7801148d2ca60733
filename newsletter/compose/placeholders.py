"""Readers' fields in editors' texts: `{{ reader.first_name }}` becomes a mark before all else.

An editor's text is data and never a template: no filter, no condition, no other variable. Marks are
put into the nouns themselves, so that Markdown, Jinja and MJML see nothing but plain letters.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar

from newsletter.compose.slots import Slots, Use
from newsletter.compose.variants import Edition
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Issue, Level, Library, Location, Noun, Part, Snippet
from newsletter.settings import Settings
from newsletter.validation import nearest

Page = TypeVar("Page", Issue, Snippet)
Place = tuple[str | int, ...]

BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\{%")
"""What looks like a place to fill, whole or broken."""

PRINTED = re.compile(r"\{\{\s*reader\.(\w+)\s*\}\}")
GUESS = re.compile(r"(?:reader\W+)?([\w-]+)")


def make_slots(edition: Edition, settings: Settings) -> Slots:
    """The marks of an edition; being made of all that people wrote, they cannot stand in it."""
    library = edition.library
    similar = list(_similar(edition.issue, library))
    written = (edition.issue, similar, library.people, library.sources, settings)
    nonce = hashlib.sha256(repr(written).encode("utf-8", "replace")).hexdigest()[:12]
    return Slots(settings.reader_fields, nonce)


def put_marks(edition: Edition, slots: Slots) -> Edition:
    """Return the edition with marks in every text of an editor that it may show.

    Raises:
        FoundErrors: what stands in braces somewhere is not a field of readers, alone.
    """
    placeholders = _Placeholders(slots)
    issue, library = placeholders.fill(edition.issue, edition.library)
    if placeholders.findings:
        raise FoundErrors(placeholders.findings)
    return replace(edition, issue=issue, library=library)


class _Placeholders:
    """Puts marks into nouns, and gathers what is wrong with the places that editors wrote."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self.findings: list[Finding] = []

    def fill(self, issue: Issue, library: Library) -> tuple[Issue, Library]:
        snippets = {each.id: self._in_page(each) for each in issue.snippets}
        for other in _similar(issue, library):
            # Only its title is shown; the rest is for the issues that it stands in.
            snippets.setdefault(other.id, self._in_title(other))
        words = self._in_page(issue.model_copy(update={"snippets": ()}))
        chosen = tuple(snippets[each.id] for each in issue.snippets)
        issue = words.model_copy(update={"snippets": chosen})
        return issue, replace(library, snippets=library.snippets | snippets)

    def _in_page(self, page: Page) -> Page:
        filled: Page = self._in_value(page, page, ())
        return filled

    def _in_title(self, snippet: Snippet) -> Snippet:
        title = self._in_value(snippet.title, snippet, ("title",))
        return snippet.model_copy(update={"title": title})

    def _in_value(self, value: Any, page: Issue | Snippet, place: Place) -> Any:
        """Return a value of a page with marks in its texts, and everything else as it is."""
        match value:
            case Enum():
                return value
            case str():
                return self._in_text(value, Location(page.path, page.lines.of(*place)))
            case Part():
                text = self._in_text(value.text, Location(page.path, value.line))
                heading = value.heading and self._in_text(
                    value.heading, Location(page.path, value.line - 1)
                )
                return replace(value, text=text, heading=heading)
            case tuple():
                return tuple(self._in_value(v, page, (*place, n)) for n, v in enumerate(value))
            case Noun():
                names = {
                    name: field.alias or name for name, field in type(value).model_fields.items()
                }
                update = {
                    name: self._in_value(getattr(value, name), page, (*place, alias))
                    for name, alias in names.items()
                }
                return value.model_copy(update=update)
        return value

    def _in_text(self, text: str, first: Location) -> str:
        """Put marks into a text that begins at `first`."""

        def put(match: re.Match[str]) -> str:
            line = first.line + text[: match.start()].count("\n")
            return self._mark(match[0], Location(first.path, line))

        return BRACES.sub(put, text)

    def _mark(self, written: str, at: Location) -> str:
        """The mark for what stands in braces; it stays where it is not a field alone."""
        printed = PRINTED.fullmatch(written)
        if printed and printed[1] in self._slots.fields:
            return self._slots.mark(Use(self._slots.fields[printed[1]], at))
        self.findings.append(_refuse(written, list(self._slots.fields), at))
        return written


def _similar(issue: Issue, library: Library) -> Iterator[Snippet]:
    for snippet in issue.snippets:
        yield from library.similar_to(snippet)


def _refuse(written: str, known: list[str], at: Location) -> Finding:
    guess = GUESS.search(written)
    hint = nearest(guess[1] if guess else "", known)
    problem = f"“{written}” is no field of readers alone"
    if PRINTED.fullmatch(written):
        problem = f"readers have no field “{guess[1] if guess else ''}”"
    remedy = f"Write {{{{ reader.{known[0]} }}}}, without filters; or take the braces out. {hint}"
    return Finding("slot", Level.ERROR, at, problem, remedy)
