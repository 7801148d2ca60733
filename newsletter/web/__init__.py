"""Pages: what readers reach through the links in their letters, and the studio of an editor."""

from newsletter.web.preview import (
    Colours,
    Events,
    Frame,
    Live,
    PreviewServer,
    Reader,
    Steering,
    Tab,
    Views,
    make_preview_app,
)
from newsletter.web.public import Verbs, make_public_app

__all__ = [
    "Colours",
    "Events",
    "Frame",
    "Live",
    "PreviewServer",
    "Reader",
    "Steering",
    "Tab",
    "Verbs",
    "Views",
    "make_preview_app",
    "make_public_app",
]
