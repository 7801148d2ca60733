"""Which letters a mistake in a file speaks against: all others are shown as they are now."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from newsletter.content import SEGMENTS
from newsletter.model import Finding, Issue, Library
from newsletter.studio.affected import ALONE

Name = tuple[str, str]
"""What a file holds: an issue and its slug, a snippet and its id; segments hold neither."""


def find_doubts(
    slug: str, findings: Sequence[Finding], newest: Library, sound: Library
) -> tuple[Finding, ...]:
    """Return what speaks against a letter, among mistakes in the files of the newest library.

    `sound` is the last library that had none. What is no snippet's and no issue's is everybody's,
    but for segments: whoever gets a letter, it looks the same.
    """
    if _lacks_a_snippet(newest.issues.get(slug)):
        return tuple(findings)
    names = set(_names(slug, newest, sound))
    files = [(_name_of(finding.at.path), finding) for finding in findings]
    return tuple(finding for name, finding in files if name is None or name in names)


def restore(newest: Library, sound: Library) -> Library:
    """The newest library, and from the last sound one what could not be read any more."""
    return replace(
        newest,
        issues=dict(sorted({**sound.issues, **newest.issues}.items())),
        snippets={**sound.snippets, **newest.snippets},
    )


def _lacks_a_snippet(issue: Issue | None) -> bool:
    """Whether an issue's file lists more snippets than could be read."""
    if issue is None:
        return False
    listed = [place for place in issue.lines if len(place) == 2 and place[0] == "snippets"]
    return len(listed) > len(issue.snippets)


def _names(slug: str, newest: Library, sound: Library) -> Iterator[Name]:
    """Yield what a letter is made of, also what could not be read."""
    if slug.startswith(ALONE):
        yield "snippet", slug.removeprefix(ALONE)
        return
    yield "issue", slug
    for library in (newest, sound):
        if issue := library.issues.get(slug):
            yield from (("snippet", snippet.id) for snippet in issue.snippets)


def _name_of(path: Path) -> Name | None:
    """What a file holds, a page in whichever language; None for what all letters share."""
    if path == SEGMENTS:
        return ("segments", "")
    if path.suffix != ".md" or path.parts[0] != "issues":
        return None
    name = path.name.partition(".")[0]
    return ("issue", path.parent.name) if name == "issue" else ("snippet", name)
