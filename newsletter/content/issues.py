"""The page of an issue.md -> an issue with its snippets in place."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import Field

from newsletter.content.fields import Fields, Value
from newsletter.content.gathering import gathering
from newsletter.content.pages import Page, validate
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Id, Issue, Lines, Noun, Snippet, Text
from newsletter.validation import Place, nearest

SHARED = Path("issues/snippets")


class ForSome(Noun):
    """How an entry is written that is for some readers only: those with these values."""

    id: Text
    for_: Annotated[dict[Id, Text], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class _Choice:
    """One entry of an issue's list: where it stands, which snippet it names, and for whom."""

    place: Place
    id: str
    condition: Mapping[str, str]


def parse_issue(page: Page, named: Mapping[str, Path], snippets: Mapping[str, Snippet]) -> Issue:
    """Return the issue on a page; the name of its folder is the slug.

    `named` holds the file of every snippet, `snippets` those that could be read. A snippet that
    exists but could not be read is left out: its own mistakes are reported already.

    Raises:
        FoundErrors: every mistake in its fields.
    """
    fields, path = page.fields, page.path
    findings: list[Finding] = []
    computed: dict[str, object] = {
        "slug": path.parent.name,
        "path": path,
        "intro": page.body,
        "lines": Lines(fields.lines),
    }
    entries = fields.values.get("snippets")
    if isinstance(entries, list):
        # The noun holds snippets, the file holds their ids.
        choices = _read_choices(fields, entries, findings)
        findings += _check_choices(fields, choices, named)
        computed["snippets"] = tuple(snippets[each.id] for each in choices if each.id in snippets)
        computed["conditions"] = {each.id: each.condition for each in choices if each.condition}
        others = {name: value for name, value in fields.values.items() if name != "snippets"}
        fields = replace(fields, values=others)
    with gathering(findings):
        issue = validate(Issue, fields, computed)
    if findings:
        raise FoundErrors(findings)
    return issue


def list_ids(page: Page) -> tuple[str, ...]:
    """The ids that an issue's list names, as far as they can be read."""
    entries = page.fields.values.get("snippets")
    if not isinstance(entries, list):
        return ()
    return tuple(choice.id for choice in _read_choices(page.fields, entries, []))


def _read_choices(fields: Fields, entries: list[Value], findings: list[Finding]) -> list[_Choice]:
    choices: list[_Choice] = []
    if not entries:
        remedy = "List at least one id."
        findings.append(fields.finding(("snippets",), "this issue has no snippets", remedy))
    for position, entry in enumerate(entries):
        with gathering(findings):
            choices.append(_read_choice(fields, ("snippets", position), entry))
    return choices


def _read_choice(fields: Fields, place: Place, entry: Value) -> _Choice:
    if isinstance(entry, dict):
        some = validate(ForSome, fields.inside(place, entry), {})
        return _Choice(place, some.id, some.for_)
    if isinstance(entry, str) and entry.strip():
        return _Choice(place, entry, {})
    problem = "this is not the id of a snippet"
    raise FoundErrors([fields.finding(place, problem, "Write “- id” alone.")])


def _check_choices(
    fields: Fields, choices: Iterable[_Choice], named: Mapping[str, Path]
) -> Iterator[Finding]:
    seen: set[str] = set()
    for choice in choices:
        id, place = choice.id, choice.place
        if id not in named:
            yield fields.finding(place, f"there is no snippet “{id}”", nearest(id, named))
        elif id in seen:
            yield fields.finding(place, f"“{id}” stands in this issue twice", "Take one line out.")
        elif named[id].parent not in (SHARED, fields.path.parent):
            remedy = "Move it to issues/snippets/ to share it."
            yield fields.finding(place, f"“{id}” belongs to {named[id].parent.as_posix()}", remedy)
        seen.add(id)
