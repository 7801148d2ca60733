"""The blocks of a letter in reading order, each with its size, its findings and its review."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.checks import LetterPage
from newsletter.model import Finding, Issue, Level, Snippet, Standing
from newsletter.studio.affected import ALONE
from newsletter.studio.meter import count_words
from newsletter.studio.standings import State, state_of

INTRO = "intro"
"""The id of what comes before the first snippet."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings there are, but for those that are allowed; None: not known yet."""

    errors: int | None = None
    warnings: int | None = None


UNKNOWN = Counts()


@dataclass(frozen=True, slots=True)
class Block:
    """A snippet in a letter, or what its issue says first; `bytes` are those of its HTML."""

    id: str
    title: str
    kind: str
    file: str
    line: int
    bytes: int
    words: int
    errors: int | None
    warnings: int | None
    review: State | None


def outline(
    page: LetterPage,
    standings: Iterable[Standing],
    findings: Iterable[Finding] | None,
    on: date,
) -> tuple[Block, ...]:
    """The blocks of a variant; `findings` are None while nobody has asked for them.

    Bytes are told by headings: a snippet whose title is not shown as one has none of its own.
    """
    known = None if findings is None else tuple(findings)
    states = {each.sheet.at.path: state_of(each, on) for each in standings}
    sizes = dict(_sizes(page))
    owners = [each.owner for each in page.manuscripts if not _is_alone(each.owner)]
    return tuple(
        _block(each, sizes, count_at(each.path, known), states.get(each.path)) for each in owners
    )


def count_at(path: Path, findings: Iterable[Finding] | None) -> Counts:
    """How many findings there are in a file; None: nobody has asked."""
    if findings is None:
        return UNKNOWN
    levels = [each.level for each in findings if each.at.path == path and not each.allowed]
    return Counts(levels.count(Level.ERROR), levels.count(Level.WARNING))


def _block(
    owner: Snippet | Issue, sizes: Mapping[str, int], counts: Counts, review: State | None
) -> Block:
    snippet = owner if isinstance(owner, Snippet) else None
    id = snippet.id if snippet else INTRO
    return Block(
        id=id,
        title=snippet.title if snippet else "Intro",
        kind=snippet.kind if snippet else INTRO,
        file=owner.path.as_posix(),
        line=1,
        bytes=sizes.get(id, 0),
        words=count_words(owner),
        errors=counts.errors,
        warnings=counts.warnings,
        review=review,
    )


def _is_alone(owner: Snippet | Issue) -> bool:
    """Whether it stands for an issue that nobody has written."""
    return isinstance(owner, Issue) and owner.slug.startswith(ALONE)


def _sizes(page: LetterPage) -> Iterator[tuple[str, int]]:
    """Yield the bytes of each block's HTML; what comes before the first snippet is the intro's."""
    html = page.html
    first = min((start for _, start, _ in page.cards), default=len(html))
    yield INTRO, len(html[:first].encode())
    for snippet, start, end in page.cards:
        yield snippet.id, len(html[start:end].encode())
