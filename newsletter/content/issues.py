"""The page of an issue.md -> an issue with its snippets in place."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from newsletter.content.fields import Fields
from newsletter.content.gathering import gathering
from newsletter.content.pages import Page, validate
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Issue, Lines, Snippet
from newsletter.validation import nearest

SHARED = Path("issues/snippets")


def parse_issue(page: Page, named: Mapping[str, Path], snippets: Mapping[str, Snippet]) -> Issue:
    """Return the issue on a page; the name of its folder is the slug.

    `named` holds the file of every snippet, `snippets` those that could be read. A snippet that
    exists but could not be read is left out: its own mistakes are reported already.

    Raises:
        FoundErrors: every mistake in its fields.
    """
    fields, path = page.fields, page.path
    findings = list(_check_choice(fields, named))
    computed: dict[str, object] = {
        "slug": path.parent.name,
        "path": path,
        "intro": page.body,
        "lines": Lines(fields.lines),
    }
    ids = fields.values.get("snippets")
    if isinstance(ids, list):
        # The noun holds snippets, the file holds their ids.
        chosen = [snippets[id] for id in ids if isinstance(id, str) and id in snippets]
        computed["snippets"] = tuple(chosen)
        del fields.values["snippets"]
    with gathering(findings):
        issue = validate(Issue, fields, computed)
    if findings:
        raise FoundErrors(findings)
    return issue


def _check_choice(fields: Fields, named: Mapping[str, Path]) -> Iterator[Finding]:
    ids = fields.values.get("snippets")
    if not isinstance(ids, list):
        return
    if not ids:
        yield fields.finding(("snippets",), "this issue has no snippets", "List at least one id.")
    for position, id in enumerate(ids):
        place = ("snippets", position)
        if not isinstance(id, str) or not id.strip():
            yield fields.finding(place, "this is not the id of a snippet", "Write “- id” alone.")
        elif id not in named:
            yield fields.finding(place, f"there is no snippet “{id}”", nearest(id, named))
        elif id in ids[:position]:
            yield fields.finding(place, f"“{id}” stands in this issue twice", "Take one line out.")
        elif named[id].parent not in (SHARED, fields.path.parent):
            remedy = "Move it to issues/snippets/ to share it."
            yield fields.finding(place, f"“{id}” belongs to {named[id].parent.as_posix()}", remedy)
