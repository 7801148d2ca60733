"""From a fault in the finished MJML back to the line that somebody wrote."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from newsletter.compose.engine.markup import Document
from newsletter.compose.engine.origins import read_origin
from newsletter.compose.engine.tags import ORIGIN, OWNER, Fault, Tag
from newsletter.model import Finding, Level, Location, Snippet

Way = tuple[str | int, ...]
"""Field names and list positions, outermost first."""


def trace(
    document: Document,
    faults: Iterable[Fault],
    place: Path,
    locate: Callable[[str], Path],
    snippets: Iterable[Snippet],
) -> list[Finding]:
    """Return a finding for each fault, at the line to mend; a fault in a loop counts once.

    `locate` gives the path of a template by its name; `place` stands in where none is known.
    """
    trail = Trail(document)
    by_id = {snippet.id: snippet for snippet in snippets}
    findings = []
    for fault in faults:
        snippet = by_id.get(trail.owner(fault.start))
        name, line = trail.origin(fault.start)
        at = Location(locate(name) if name else place, line)
        at = (snippet and _field_with(fault.value, snippet)) or at
        findings.append(Finding("template", Level.ERROR, at, fault.problem, fault.remedy))
    return list(dict.fromkeys(findings))


class Trail:
    """What the marks in the tags say about every offset of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._marked = [tag for tag in document.tags if _origin(tag)]
        self._owned = [tag for tag in document.tags if tag.get(OWNER) is not None]

    def origin(self, offset: int) -> tuple[str, int]:
        """Template and line; no template, and perhaps no line, where the marks do not say."""
        if not self._marked:
            return "", self._document.line(offset)
        before, _ = _around(self._document.tags, offset)
        marked, following = _around(self._marked, offset)
        if not marked or (following and self._lies_between(marked, following, offset)):
            return "", 0
        name, line = _origin(marked) or ("", 0)
        if marked is before:
            # Nothing but the template's own text stands between.
            line += self._document.line(offset) - self._document.line(marked.start)
        return name, line

    def _lies_between(self, before: Tag, following: Tag, offset: int) -> bool:
        """Whether an offset is on a line after one template's tags and before another's."""
        one, other = _origin(before), _origin(following)
        ended = (before.closes or before.empty) and offset >= before.end
        apart = self._document.line(before.end) != self._document.line(offset)
        return bool(ended and apart and one and other and one[0] != other[0])

    def owner(self, offset: int) -> str:
        """The id of the snippet that is rendered there; empty for none."""
        owned, _ = _around(self._owned, offset)
        return (owned and owned.get(OWNER)) or ""


def _around(tags: Sequence[Tag], offset: int) -> tuple[Tag | None, Tag | None]:
    """The last tag that begins at the offset or before it, and the next one."""
    index = bisect_right(tags, offset, key=lambda tag: tag.start)
    return tags[index - 1] if index else None, tags[index] if index < len(tags) else None


def _origin(tag: Tag) -> tuple[str, int] | None:
    return read_origin(tag.get(ORIGIN) or "")


def _field_with(value: str, snippet: Snippet) -> Location | None:
    """Where the snippet's file says exactly this."""
    fields = snippet.model_dump(by_alias=True, exclude=set(snippet.from_the_file))
    for way, field in leaves(fields):
        if value.strip() == str(field):
            return Location(snippet.path, snippet.lines.of(*way))
    return None


def leaves(value: object, way: Way = ()) -> Iterator[tuple[Way, object]]:
    """Yield every value inside, with the way to it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves(inner, (*way, name))
    elif isinstance(value, tuple | list):
        for position, inner in enumerate(value):
            yield from leaves(inner, (*way, position))
    elif value is not None:
        yield way, value
