"""An approval taken back: nothing that carries the sheet goes on, and what went is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from newsletter.content import load_people
from newsletter.delivery import Accounts, Mailings
from newsletter.editorial.approving import find_reviewer
from newsletter.errors import UsageError
from newsletter.model import Approval, Decision, How, Mailing
from newsletter.review import date_word, read_records, said_of, write_record
from newsletter.validation import nearest


@dataclass(frozen=True, slots=True)
class Reached:
    """A mailing that carried a sheet, and how many people have had it."""

    mailing: Mailing
    readers: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What came of it: the record, the mailings that are held now, and those that had gone out."""

    record: Approval
    held: tuple[Mailing, ...]
    sent: tuple[Reached, ...]


def withdraw(
    root: Path,
    mailings: Mailings,
    accounts: Accounts,
    name: str,
    reviewer: str,
    note: str,
    now: datetime,
) -> Withdrawal:
    """Take back the approval of a sheet, whatever its file says now.

    It needs no more of the workspace than people and records: files with mistakes do not keep
    anybody from stopping a letter.

    Raises:
        UsageError: nobody has approved a sheet of that name, or this is no reviewer.
        FoundErrors: people or records cannot be read.
    """
    person = find_reviewer(load_people(root), reviewer)
    said = _read_said(root, name)
    approved = [each for each in said if each.decision is Decision.APPROVED]
    withdrawn = replace(
        approved[-1],
        reviewer=reviewer,
        said_by=said_of(person),
        decision=Decision.WITHDRAWN,
        how=How.RECORDED,
        at=date_word(now, said),
        expires=None,
        note=note,
    )
    # The record first: what starts between the two is stopped by the one or by the other.
    record = write_record(root, withdrawn)
    carriers = [each for each in mailings.all() if carries(each, name)]
    reason = f"the approval of “{name}” was withdrawn by {person.name}: {note}"
    held = tuple(each for each in carriers if mailings.hold(each.id, reason))
    return Withdrawal(record, held, tuple(_reached(carriers, accounts)))


def carries(mailing: Mailing, name: str) -> bool:
    """Whether a sheet is in the letter of a mailing."""
    return any(each.sheet == name for each in mailing.contents)


def _read_said(root: Path, name: str) -> Sequence[Approval]:
    """All that was said of a sheet; at least one word is an approval."""
    records = read_records(root)
    said = records.get(name, [])
    if not any(each.decision is Decision.APPROVED for each in said):
        problem = f"there is no approval of “{name}” to withdraw"
        other = f"Ask for changes: newsletter review changes {name} --by PERSON --note “…”."
        raise UsageError(problem, remedy=other if said else nearest(name, records))
    return said


def _reached(carriers: Iterable[Mailing], accounts: Accounts) -> Iterable[Reached]:
    for mailing in carriers:
        if readers := accounts.readers_reached([mailing.id]):
            yield Reached(mailing, readers)
