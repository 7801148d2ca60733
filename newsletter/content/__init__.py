"""Markdown and YAML files -> a library of issues, snippets, people, sources and terms."""

from newsletter.content.files import read_text
from newsletter.content.library import Reader, load_library, load_people, read_library
from newsletter.content.mending import mend_page
from newsletter.content.personas import load_personas
from newsletter.content.reading import list_pages
from newsletter.content.segments import SEGMENTS, load_segments
from newsletter.content.stamps import make_stamp

__all__ = [
    "SEGMENTS",
    "Reader",
    "list_pages",
    "load_library",
    "load_people",
    "load_personas",
    "load_segments",
    "make_stamp",
    "mend_page",
    "read_library",
    "read_text",
]
