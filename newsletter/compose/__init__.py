"""An issue becomes a letter: Markdown, Jinja and MJML in, HTML and plain text out."""

from newsletter.compose.letter import compose
from newsletter.compose.service import Service, compose_service
from newsletter.compose.sheets import make_sheets, sheet_of
from newsletter.compose.templates import Templates

__all__ = ["Service", "Templates", "compose", "compose_service", "make_sheets", "sheet_of"]
