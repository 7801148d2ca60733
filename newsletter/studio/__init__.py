"""What an editor sees of a workspace, as plain data: letters, findings, reviews, the queue."""

from newsletter.studio.page import SCRIPT_HASH, Look, make_page
from newsletter.studio.personas import find_persona, list_personas, search, values_of, variant_for
from newsletter.studio.places import Place, Problem, find_problems
from newsletter.studio.revisions import Refreshed, Studio, View
from newsletter.studio.shown import Missing, Shown, show

__all__ = [
    "SCRIPT_HASH",
    "Look",
    "Missing",
    "Place",
    "Problem",
    "Refreshed",
    "Shown",
    "Studio",
    "View",
    "find_persona",
    "find_problems",
    "list_personas",
    "make_page",
    "search",
    "show",
    "values_of",
    "variant_for",
]
