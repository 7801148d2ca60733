"""An editor's verbs: from a workspace to a letter, a mailing, a calendar."""

from newsletter.editorial.approving import (
    SHORT,
    ReviewTable,
    Word,
    compare,
    find_due,
    give_word,
    lay_out,
    require_right,
)
from newsletter.editorial.auditing import audit
from newsletter.editorial.checking import Graded, Report, check_works, check_workspace, explain
from newsletter.editorial.choosing import Work, choose_works
from newsletter.editorial.drafting import Draft, draft_issues, draft_service, find_issue
from newsletter.editorial.fingerprints import Digests, trace
from newsletter.editorial.freshness import how_to_take_in, source_changed
from newsletter.editorial.mending import Mend, find_mends, write_mends
from newsletter.editorial.opening import open_library, open_templates
from newsletter.editorial.proofing import Proofs
from newsletter.editorial.remembering import check_again
from newsletter.editorial.reviewing import Judge, make_gate, make_judge
from newsletter.editorial.scheduling import (
    Day,
    calendar,
    choose_time,
    next_slot,
    plan_mailing,
    require_own_identity,
    schedule,
)
from newsletter.editorial.shelf import Place, look_at_shelf
from newsletter.editorial.steering import cancel_mailing, pause_mailing, resume_mailing
from newsletter.editorial.withdrawing import Withdrawal, withdraw

__all__ = [
    "SHORT",
    "Day",
    "Digests",
    "Draft",
    "Graded",
    "Judge",
    "Mend",
    "Place",
    "Proofs",
    "Report",
    "ReviewTable",
    "Withdrawal",
    "Word",
    "Work",
    "audit",
    "calendar",
    "cancel_mailing",
    "check_again",
    "check_works",
    "check_workspace",
    "choose_time",
    "choose_works",
    "compare",
    "draft_issues",
    "draft_service",
    "explain",
    "find_due",
    "find_issue",
    "find_mends",
    "give_word",
    "how_to_take_in",
    "lay_out",
    "look_at_shelf",
    "make_gate",
    "make_judge",
    "next_slot",
    "open_library",
    "open_templates",
    "pause_mailing",
    "plan_mailing",
    "require_own_identity",
    "require_right",
    "resume_mailing",
    "schedule",
    "source_changed",
    "trace",
    "withdraw",
    "write_mends",
]
