"""How the sheets of an issue stand with their reviewers, and what to do next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from newsletter.checks import Proof
from newsletter.model import Approval, Decision, Person, Standing
from newsletter.studio.differing import Difference, compare_lines
from newsletter.studio.standings import State, state_of

Records = Mapping[str, Sequence[Approval]]
"""What reviewers have said, by the name of the sheet; oldest first."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """One sheet for those who write and those who review; no `state` where nobody is asked.

    `reviewer` and `said_by` tell whose the newest word on it is, and `until` on what day it ends.
    `diff` is against the last text that was approved; None if there never was one, empty if it is
    the same. `command` is what to run next; empty if nothing has to be.
    """

    name: str
    kind: str
    state: State | None
    problem: str
    remedy: str
    reviewer: str
    said_by: str
    until: date | None
    sheet: str
    diff: Difference | None
    command: str


def read_sheets(proof: Proof, records: Records) -> tuple[SheetView, ...]:
    """Return the sheets of an issue: its own first, then those of its snippets, by language.

    `records` are what reviewers have said so far.
    """
    day, people = _day_of(proof), proof.background.library.people
    return tuple(
        _view(each, day, people, records.get(each.sheet.name, ())) for each in proof.standings
    )


def _day_of(proof: Proof) -> date:
    """The day on which an issue would be sent: today, if its own has passed."""
    today, send_at = proof.background.today, proof.issue.send_at
    return max(today, send_at.utc().astimezone(UTC).date()) if send_at else today


def _view(
    standing: Standing, day: date, people: Mapping[str, Person], said: Sequence[Approval]
) -> SheetView:
    sheet, newest = standing.sheet, standing.approval
    return SheetView(
        name=sheet.name,
        kind=sheet.kind,
        state=state_of(standing, day),
        problem=standing.problem,
        remedy=standing.remedy,
        reviewer=newest.reviewer if newest else "",
        said_by=newest.said_by if newest else "",
        until=standing.until,
        sheet=sheet.text,
        diff=_compare(said, sheet.text),
        command=_next_command(standing, people),
    )


def _compare(said: Iterable[Approval], text: str) -> Difference | None:
    approved = [each.sheet for each in said if each.decision is Decision.APPROVED]
    if not approved:
        return None
    return () if approved[-1] == text else compare_lines(approved[-1], text)


def _next_command(standing: Standing, people: Mapping[str, Person]) -> str:
    """How to write down that a reviewer approves; by the one who knows the sheet, if they may."""
    if standing.approved:
        return ""
    sheet, newest = standing.sheet, standing.approval
    allowed = [
        id
        for id, person in people.items()
        if person.reviewer and person.name and id not in sheet.authors
    ]
    by = newest.reviewer if newest and newest.reviewer in allowed else next(iter(allowed), "PERSON")
    return f"newsletter review approve {sheet.name} --by {by}"
