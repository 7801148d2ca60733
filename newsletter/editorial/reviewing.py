"""Whether what goes out has been read: sheets against records, before a mailing and on its way."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from newsletter.content import load_people
from newsletter.delivery import Gate
from newsletter.errors import FoundErrors, NewsletterError
from newsletter.model import (
    TO_ONE_READER,
    Approval,
    Content,
    Decision,
    Location,
    Mailing,
    Person,
    Sheet,
    Standing,
)
from newsletter.review import judge, make_signature_check, read_records
from newsletter.settings import ReviewLevel
from newsletter.workspace import Workspace

Judge = Callable[[Iterable[Sheet], datetime], tuple[Standing, ...]]
"""Says how sheets stand at the time at which they are to be sent."""


def make_judge(workspace: Workspace, people: Mapping[str, Person], now: datetime) -> Judge:
    """Read what reviewers have said, and return a judge that knows it.

    Raises:
        FoundErrors: a record cannot be read.
        NewsletterError: signatures are asked for and cannot be checked.
    """
    policy = workspace.settings.review
    records = {} if policy.level is ReviewLevel.OFF else read_records(workspace.root)
    check = make_signature_check(workspace.root, policy, now)

    def stand(sheets: Iterable[Sheet], when: datetime) -> tuple[Standing, ...]:
        return judge(sheets, records, people, policy, when, check)

    return stand


def contents_of(standings: Iterable[Standing]) -> tuple[Content, ...]:
    """What a letter is frozen from: its sheets, and the records that approved them."""
    return tuple(
        Content(
            sheet=each.sheet.name,
            digest=each.sheet.digest,
            record=each.approval.path if each.approval else "",
            record_digest=each.approval.digest if each.approval else "",
            recorded_at=each.approval.at.isoformat() if each.approval else "",
            authors=tuple(sorted(each.sheet.authors)),
        )
        for each in standings
    )


def make_gate(workspace: Workspace, now: Callable[[], datetime]) -> Gate:
    """Return what says, from the files as they are by then, why a mailing may not go.

    Of the workspace it reads people and records only: a mistake in tomorrow's issue does not stop
    today's. Whatever keeps it from an answer is a no.
    """

    def gate(mailing: Mailing) -> str:
        # What a reader's own step brings about holds no health text.
        if mailing.kind in TO_ONE_READER or workspace.settings.review.level is ReviewLevel.OFF:
            return ""
        try:
            return next(_objections(workspace, mailing, now()), "")
        except FoundErrors as error:
            found = error.findings[0]
            return f"approvals cannot be checked: {found.at}: {found.problem}"
        except NewsletterError as error:
            return f"approvals cannot be checked: {error.problem}"
        except OSError as error:
            return f"approvals cannot be checked: {error.filename}: {error.strerror}"
        except Exception as error:
            # Raised further, it would end the sender's look at records, and letters would go on.
            return f"approvals cannot be checked: {type(error).__name__}: {error}"

    return gate


def _objections(workspace: Workspace, mailing: Mailing, now: datetime) -> Iterator[str]:
    """Yield what stands against a frozen letter now."""
    if not mailing.contents or not all(each.record for each in mailing.contents):
        yield "nobody asked for approvals when it was scheduled: cancel it and schedule it again"
        return
    records = read_records(workspace.root)
    sheets, words = [], {}
    for content in mailing.contents:
        said = records.get(content.sheet, [])
        if any(_was_edited(content, each) for each in said):
            yield f"the approval of “{content.sheet}” was edited: {content.record}"
        elif frozen := _find_sheet(content, said):
            sheets.append(frozen)
            words[content.sheet] = list(_about(frozen, said))
        else:
            yield f"the approval of “{content.sheet}” is gone: {content.record} is not there"
    policy, people = workspace.settings.review, load_people(workspace.root)
    check = make_signature_check(workspace.root, policy, now)
    standings = judge(sheets, words, people, policy, now, check)
    yield from (each.problem for each in standings if not each.approved)


def _about(frozen: Sheet, said: Iterable[Approval]) -> Iterator[Approval]:
    """What reviewers have said that counts for a frozen sheet.

    An approval of a later text says nothing against the one that was frozen; a withdrawal does, and
    so does a request for changes.
    """
    for approval in said:
        if approval.decision is not Decision.APPROVED or approval.sheet == frozen.text:
            yield approval


def _find_sheet(content: Content, said: Iterable[Approval]) -> Sheet | None:
    """The sheet that was frozen, as a record of it holds it."""
    for approval in said:
        if hashlib.sha256(approval.sheet.encode()).hexdigest() == content.digest:
            place = Location(Path(approval.path))
            kind, authors = _kind_of(approval.sheet), frozenset(content.authors)
            return Sheet(content.sheet, kind, approval.sheet, place, authors)
    return None


def _kind_of(text: str) -> str:
    """The kind that a sheet's first line names: “# milia-basics · explainer · en-GB”."""
    return text.partition("\n")[0].split(" · ")[1]


def _was_edited(content: Content, approval: Approval) -> bool:
    """Whether this was the record that let the letter be frozen, and says something else now."""
    same_record = (approval.path, approval.at.isoformat()) == (content.record, content.recorded_at)
    return same_record and approval.digest != content.record_digest
