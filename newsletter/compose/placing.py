"""Fields of readers that stand where they may not, got lost, or were changed on the way."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from newsletter.compose.contexts import (
    ALLOWED,
    MAY_STAND,
    Context,
    Spot,
    find_in_html,
    find_in_text,
)
from newsletter.compose.engine import ORIGIN, read_origin
from newsletter.compose.slots import Slots, Use
from newsletter.errors import FoundErrors
from newsletter.model import FieldKind, Finding, Level, Location

BRACES = re.compile(r"\{\{[^{}]{0,80}\}\}|\{\{|\{%")
"""A place to fill that nobody fills: not an editor's, whose mistakes are named by line before."""

AT = re.compile(rf'\s{ORIGIN}="([^"]+)"')
"""What the loader writes into each tag: the template and the line that it comes from."""


class Placing:
    """Judges where the marks of one letter have ended up; `locate` finds a template's file."""

    def __init__(self, slots: Slots, locate: Callable[[str], Path]) -> None:
        self._slots = slots
        self._locate = locate

    def check(self, subject: str, layout: str, mjml: str, html: str, text: str) -> None:
        """Look at every mark of a letter that `layout` has written.

        Raises:
            FoundErrors: one stands where it may not, got lost, or was changed.
        """
        findings = [
            *self.in_subject(subject),
            *self.in_html(mjml, html),
            *self.in_text(text),
            *self.left_over(mjml, f"{layout}.mjml"),
            *self.left_over(text, f"{layout}.txt"),
        ]
        if findings:
            raise FoundErrors(dict.fromkeys(findings))

    def in_html(self, mjml: str, html: str) -> Iterator[Finding]:
        """Yield what is wrong with the marks between the engine's input and its output."""
        for spot in find_in_html(html, self._slots.pattern):
            yield from self._judge(spot, mjml)
        for mark in dict.fromkeys(self._slots.pattern.findall(mjml)):
            if html.count(mark) < mjml.count(mark):
                use = self._slots.uses[mark]
                problem = f"{_name(use)} stands where it gets lost"
                yield _finding(self._place(use, mark, mjml), problem, _remedy(use.field.kind))

    def in_text(self, text: str) -> Iterator[Finding]:
        """Yield what is wrong with the marks in plain text."""
        for spot in find_in_text(text, self._slots.pattern):
            yield from self._judge(spot, "")

    def in_subject(self, subject: str) -> Iterator[Finding]:
        """Yield what is wrong with the marks in a subject: it is words, and nothing to follow."""
        for mark in self._slots.pattern.findall(subject):
            yield from self._judge(Spot(mark, Context.TITLE), "")

    def left_over(self, written: str, template: str) -> Iterator[Finding]:
        """Yield what `template`, or what it includes, has left of places that are never filled."""
        yield from self._unfilled(written, template)
        whole = {found.start() + 2 for found in self._slots.pattern.finditer(written)}
        for found in self._slots.remains.finditer(written):
            if found.start() not in whole:
                place = self._tag_before(found.start(), written, template)
                problem = "a reader's field is cut short or put into other letters here"
                remedy = "Print the editor's text whole: take filters such as upper out."
                yield _finding(place, problem, remedy)

    def _unfilled(self, written: str, template: str) -> Iterator[Finding]:
        for found in BRACES.finditer(written):
            place = self._tag_before(found.start(), written, template)
            problem = f"readers would see “{found[0]}” as it stands"
            remedy = "Take it out of people.yml, sources.yml, the settings or this template."
            yield _finding(place, problem, remedy)

    def _judge(self, spot: Spot, mjml: str) -> Iterator[Finding]:
        use = self._slots.uses[spot.mark]
        if spot.context not in ALLOWED[use.field.kind]:
            problem = f"{_name(use)} stands {spot.context.value}"
            yield _finding(self._place(use, spot.mark, mjml), problem, _remedy(use.field.kind))

    def _place(self, use: Use, mark: str, mjml: str) -> Location:
        """Where a mark was written: an editor's line, or else the template's tag, or its file."""
        return use.at or self._tag_before(mjml.find(mark), mjml, use.template)

    def _tag_before(self, position: int, mjml: str, template: str) -> Location:
        """Template and line of the last tag that begins before a position; or the template."""
        inside = mjml.rfind("<", 0, position) > mjml.rfind(">", 0, position)
        end = mjml.find(">", position) if inside else position
        tags = AT.findall(mjml[: max(end, 0)])
        name, line = (tags and read_origin(tags[-1])) or (template, 0)
        return Location(self._locate(name), line)


def _name(use: Use) -> str:
    return f"“reader.{use.field.name}” (kind “{use.field.kind}”)"


def _remedy(kind: FieldKind) -> str:
    return f"A field of this kind may stand {MAY_STAND[kind]}."


def _finding(at: Location, problem: str, remedy: str) -> Finding:
    return Finding("slot", Level.ERROR, at, problem, remedy)
