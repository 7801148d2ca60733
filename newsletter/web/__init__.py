"""Pages: what readers reach through the links in their letters, and the studio of an editor."""

from newsletter.web.preview import (
    Events,
    Frame,
    Letters,
    LetterViews,
    Live,
    Post,
    PreviewServer,
    Reader,
    Steering,
    Tab,
    make_preview_app,
)
from newsletter.web.public import Verbs, make_public_app

__all__ = [
    "Events",
    "Frame",
    "LetterViews",
    "Letters",
    "Live",
    "Post",
    "PreviewServer",
    "Reader",
    "Steering",
    "Tab",
    "Verbs",
    "make_preview_app",
    "make_public_app",
]
