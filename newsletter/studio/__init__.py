"""What an editor sees of a workspace, as plain data: letters, findings, reviews, the queue."""

from newsletter.studio.affected import ALONE
from newsletter.studio.changes import Changes, find_changes
from newsletter.studio.citations import CitedSource, Grounds, find_grounds
from newsletter.studio.desk import Progress, list_issues, list_snippets
from newsletter.studio.found import Findings, Found, list_findings
from newsletter.studio.inbox import Line, show_in_inboxes
from newsletter.studio.mailbox import Mail, MailboxView
from newsletter.studio.message import Message, make_message, read_headers
from newsletter.studio.meter import Meter, measure
from newsletter.studio.mime import MailMessage
from newsletter.studio.origins import SourceLine, list_origins
from newsletter.studio.outline import Block, outline
from newsletter.studio.page import SCRIPT_HASH, Look, make_page
from newsletter.studio.personas import (
    count_by_variant,
    find_persona,
    list_personas,
    read_personas,
    search,
    values_of,
    variant_for,
)
from newsletter.studio.places import Place, Problem, find_place, find_problems
from newsletter.studio.queue import DueDay, Queue, QueuedMailing, name_state
from newsletter.studio.reading import SheetView, read_sheets
from newsletter.studio.revisions import Known, Refreshed, Studio, View
from newsletter.studio.shown import Missing, Shown, show
from newsletter.studio.standings import count_approved
from newsletter.studio.testing import LetterTester, Sent

__all__ = [
    "ALONE",
    "SCRIPT_HASH",
    "Block",
    "Changes",
    "CitedSource",
    "DueDay",
    "Findings",
    "Found",
    "Grounds",
    "Known",
    "LetterTester",
    "Line",
    "Look",
    "Mail",
    "MailMessage",
    "MailboxView",
    "Message",
    "Meter",
    "Missing",
    "Place",
    "Problem",
    "Progress",
    "Queue",
    "QueuedMailing",
    "Refreshed",
    "Sent",
    "SheetView",
    "Shown",
    "SourceLine",
    "Studio",
    "View",
    "count_approved",
    "count_by_variant",
    "find_changes",
    "find_grounds",
    "find_persona",
    "find_place",
    "find_problems",
    "list_findings",
    "list_issues",
    "list_origins",
    "list_personas",
    "list_snippets",
    "make_message",
    "make_page",
    "measure",
    "name_state",
    "outline",
    "read_headers",
    "read_personas",
    "read_sheets",
    "search",
    "show",
    "show_in_inboxes",
    "values_of",
    "variant_for",
]
