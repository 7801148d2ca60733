"""The lists of a workspace: every issue and every snippet, with what is known of it at once.

Nothing is composed or checked for them: a badge that is None comes later, when somebody looks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from newsletter.model import Finding, Issue, Level, Snippet
from newsletter.studio.affected import ALONE
from newsletter.studio.meter import count_words
from newsletter.studio.outline import Counts, count_at
from newsletter.studio.revisions import Known, Studio
from newsletter.studio.standings import State, count_approved, state_of

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Progress:
    """How the newest mailing of an issue stands, and how many of its letters have gone."""

    state: str
    planned: int | None = None
    sent: int | None = None


NOT_SCHEDULED = Progress(DRAFT)


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue in the list; `bytes` are those of its largest variant's HTML.

    `send_at_local` is `send_at` as the issue says it: on the clock of a place, which it names.
    """

    slug: str
    subject: str
    send_at: datetime | None
    send_at_local: str | None
    state: str
    planned: int | None
    sent: int | None
    errors: int | None
    warnings: int | None
    approved: int | None
    sheets: int | None
    bytes: int | None


@dataclass(frozen=True, slots=True)
class SnippetRow:
    """A snippet in the list, with the issues that carry it."""

    id: str
    title: str
    kind: str
    file: str
    issues: tuple[str, ...]
    errors: int | None
    warnings: int | None
    review: State | None
    words: int


def list_issues(studio: Studio, mailings: Mapping[str, Progress]) -> tuple[IssueRow, ...]:
    """Every issue, in the order of the library; `mailings` goes by slug."""
    return tuple(
        _issue_row(issue, studio.known(slug), mailings.get(slug, NOT_SCHEDULED))
        for slug, issue in studio.library.issues.items()
    )


def list_snippets(studio: Studio, on: date) -> tuple[SnippetRow, ...]:
    """Every snippet, in the order of the library; reviews as they stand on a day."""
    library = studio.library
    carried: dict[str, list[str]] = {id: [] for id in library.snippets}
    for slug, issue in library.issues.items():
        for snippet in issue.snippets:
            carried[snippet.id].append(slug)
    return tuple(
        _snippet_row(
            snippet,
            tuple(carried[id]),
            [studio.known(name) for name in (f"{ALONE}{id}", *carried[id])],
            on,
        )
        for id, snippet in library.snippets.items()
    )


def _issue_row(issue: Issue, known: Known, progress: Progress) -> IssueRow:
    view, counts = known.view, _count(known.findings)
    approved, sheets = count_approved(view.proof.standings) if view else (None, None)
    return IssueRow(
        slug=issue.slug,
        subject=issue.subject,
        send_at=issue.send_at.utc() if issue.send_at else None,
        send_at_local=str(issue.send_at) if issue.send_at else None,
        state=progress.state,
        planned=progress.planned,
        sent=progress.sent,
        errors=counts.errors,
        warnings=counts.warnings,
        approved=approved,
        sheets=sheets,
        bytes=max(len(page.html.encode()) for page in view.proof.pages) if view else None,
    )


def _snippet_row(
    snippet: Snippet, issues: tuple[str, ...], known: Iterable[Known], on: date
) -> SnippetRow:
    letters = tuple(known)
    found = [each.findings for each in letters if each.findings is not None]
    counts = count_at(snippet.path, dict.fromkeys(_together(found)) if found else None)
    return SnippetRow(
        id=snippet.id,
        title=snippet.title,
        kind=snippet.kind,
        file=snippet.path.as_posix(),
        issues=issues,
        errors=counts.errors,
        warnings=counts.warnings,
        review=next(_states(snippet.path, letters, on), None),
        words=count_words(snippet),
    )


def _count(findings: Iterable[Finding] | None) -> Counts:
    """How many findings a letter has in all its files."""
    if findings is None:
        return Counts()
    levels = [each.level for each in findings if not each.allowed]
    return Counts(levels.count(Level.ERROR), levels.count(Level.WARNING))


def _together(found: Iterable[Iterable[Finding]]) -> Iterator[Finding]:
    """Yield what was found in several letters: the same snippet may stand in each."""
    for each in found:
        yield from each


def _states(path: Path, letters: Iterable[Known], on: date) -> Iterator[State | None]:
    """Yield how the sheet of a file stands, as the letters that carry it know."""
    for known in letters:
        for standing in known.view.proof.standings if known.view else ():
            if standing.sheet.at.path == path:
                yield state_of(standing, on)
