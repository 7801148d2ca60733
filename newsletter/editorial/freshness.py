"""Whether the files still say what was frozen: what goes out is the frozen letter, all the same."""

from datetime import datetime

from newsletter.editorial.drafting import Draft, draft_issues
from newsletter.editorial.reviewing import contents_of
from newsletter.errors import FoundErrors, UsageError
from newsletter.localtime import LocalTime
from newsletter.model import TO_ONE_READER, Mailing, MailingState
from newsletter.workspace import Workspace

NOT_GONE_YET = (MailingState.SCHEDULED, MailingState.HELD, MailingState.PAUSED, MailingState.LATE)


def source_changed(workspace: Workspace, mailing: Mailing, now: datetime) -> str:
    """Say what has become of the source since the letter was frozen; nothing if it is the same.

    Of a mailing that has begun, nothing is said: nobody could take a change in any more. Nor of a
    letter to one reader, which is made of no issue.
    """
    if mailing.state not in NOT_GONE_YET or mailing.kind in TO_ONE_READER:
        return ""
    moment = LocalTime.at(mailing.starts_at, mailing.time_zone)
    try:
        (draft,) = draft_issues(workspace, now, [mailing.issue], moment)
    except FoundErrors as error:
        found = error.findings[0]
        return f"the files have changed since, and have mistakes now: {found.at}: {found.problem}"
    except UsageError as error:
        return f"the files have changed since: {error.problem}"
    return "" if _is_same(draft, mailing) else "the files have changed since it was frozen"


def how_to_take_in(mailing: Mailing) -> str:
    """What to do to send the files as they are now, at the same time."""
    start = LocalTime.at(mailing.starts_at, mailing.time_zone)
    return (
        f"newsletter cancel {mailing.id}, have the change approved, "
        f'then newsletter schedule {mailing.issue} --at "{start}"'
    )


def _is_same(draft: Draft, mailing: Mailing) -> bool:
    """Whether the draft is what was frozen, and for the same readers.

    A letter names its reviewers. Where their word has changed and the text has not, letters cannot
    be compared, and sheets are: an approval that is gone is no change of the source.
    """
    if (draft.issue.audience, draft.rule) != (mailing.audience, mailing.rule):
        return False
    now = contents_of(draft.standings)
    same_sheets = {(each.sheet, each.digest) for each in now} == {
        (each.sheet, each.digest) for each in mailing.contents
    }
    if all(each.approved for each in draft.standings) and now == mailing.contents:
        return draft.letter.digest == mailing.letter
    return same_sheets
