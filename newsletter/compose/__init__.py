"""An issue becomes a letter: Markdown, Jinja and MJML in, HTML and plain text out."""

from newsletter.compose.album import Fit
from newsletter.compose.compiled import Compiled
from newsletter.compose.engine import MjmlLine
from newsletter.compose.letter import compose
from newsletter.compose.numbering import number_sources
from newsletter.compose.pictures import fit
from newsletter.compose.rendering import reading_time
from newsletter.compose.service import Service, compose_service
from newsletter.compose.sheets import make_sheets, sheet_of
from newsletter.compose.templates import Templates
from newsletter.compose.traced import trace_mjml
from newsletter.compose.words import Words

__all__ = [
    "Compiled",
    "Fit",
    "MjmlLine",
    "Service",
    "Templates",
    "Words",
    "compose",
    "compose_service",
    "fit",
    "make_sheets",
    "number_sources",
    "reading_time",
    "sheet_of",
    "trace_mjml",
]
