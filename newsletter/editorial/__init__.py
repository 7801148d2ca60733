"""An editor's verbs: from a workspace to a letter, a mailing, a calendar."""

from newsletter.editorial.checking import Report, check_workspace
from newsletter.editorial.drafting import Draft, draft_issues, draft_service, find_issue
from newsletter.editorial.mending import Mend, find_mends, write_mends
from newsletter.editorial.remembering import check_again
from newsletter.editorial.scheduling import (
    Day,
    calendar,
    choose_time,
    next_slot,
    plan_mailing,
    schedule,
)

__all__ = [
    "Day",
    "Draft",
    "Mend",
    "Report",
    "calendar",
    "check_again",
    "check_workspace",
    "choose_time",
    "draft_issues",
    "draft_service",
    "find_issue",
    "find_mends",
    "next_slot",
    "plan_mailing",
    "schedule",
    "write_mends",
]
