"""Pages: what readers reach through the links in their letters, and the studio of an editor."""

from newsletter.web.preview import (
    Events,
    Exported,
    Frame,
    Letters,
    LetterViews,
    Live,
    Post,
    PostViews,
    PreviewServer,
    Reader,
    Steering,
    Tab,
    export,
    make_preview_app,
)
from newsletter.web.public import Pages, Reception, make_public_app

__all__ = [
    "Events",
    "Exported",
    "Frame",
    "LetterViews",
    "Letters",
    "Live",
    "Pages",
    "Post",
    "PostViews",
    "PreviewServer",
    "Reader",
    "Reception",
    "Steering",
    "Tab",
    "export",
    "make_preview_app",
    "make_public_app",
]
