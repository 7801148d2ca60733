"""Whether records of reviews can be believed: readable, by known reviewers, signed, all there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from newsletter.content import load_people
from newsletter.errors import FoundErrors, NewsletterError
from newsletter.model import Approval, Decision, Finding, Level, Location
from newsletter.review import (
    FOLDER,
    Change,
    find_changes,
    make_signature_check,
    read_records,
)
from newsletter.workspace import Workspace

RESTORE = "Take it back from git; to end an approval, use “newsletter review withdraw”."


def audit(workspace: Workspace, now: datetime) -> tuple[int, list[Finding]]:
    """Return how many records there are, and all that is wrong with them and their history.

    Raises:
        FoundErrors: people cannot be read.
    """
    findings = list(_history(workspace.root))
    try:
        records = read_records(workspace.root)
    except FoundErrors as error:
        return 0, [*error.findings, *findings]
    findings += _reviewers(workspace.root, records)
    findings += _signatures(workspace, records, now)
    return sum(map(len, records.values())), findings


def _reviewers(root: Path, records: Mapping[str, Sequence[Approval]]) -> Iterator[Finding]:
    """Yield the records of people whom nobody knows."""
    people = load_people(root)
    for approval in _all(records):
        if approval.reviewer not in people:
            problem = f"“{approval.reviewer}” is not in people.yml"
            yield _finding(approval.path, problem, "Put the reviewer back; records name people.")


def _signatures(
    workspace: Workspace, records: Mapping[str, Sequence[Approval]], now: datetime
) -> Iterator[Finding]:
    """Yield what is wrong with the approvals that count now, where they have to be signed."""
    try:
        check = make_signature_check(workspace.root, workspace.settings.review, now)
    except NewsletterError as error:
        yield _finding(FOLDER.as_posix(), error.problem, error.remedy)
        return
    for said in records.values():
        if said[-1].decision is Decision.APPROVED and (problem := check(said[-1])):
            remedy = "Let the reviewer approve it again, with --key."
            yield _finding(said[-1].path, f"this approval {problem}", remedy)


def _history(root: Path) -> Iterator[Finding]:
    """Yield what was done to records after they were written."""
    try:
        changes = find_changes(root)
    except NewsletterError as error:
        yield _finding(FOLDER.as_posix(), error.problem, error.remedy)
        return
    for change in changes:
        yield _finding(change.path, _tell(change), RESTORE)


def _tell(change: Change) -> str:
    when = (
        f"in commit {change.commit} of {change.day}" if change.commit else "since the last commit"
    )
    return f"this record was {change.what} {when}"


def _all(records: Mapping[str, Sequence[Approval]]) -> Iterator[Approval]:
    for said in records.values():
        yield from said


def _finding(path: str, problem: str, remedy: str) -> Finding:
    return Finding("record", Level.ERROR, Location(Path(path)), problem, remedy)
