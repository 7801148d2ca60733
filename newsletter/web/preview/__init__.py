"""The preview studio: what an editor sees of a workspace, at each save, in a browser."""

from newsletter.web.preview.app import make_preview_app
from newsletter.web.preview.events import Events
from newsletter.web.preview.export import Exported, export
from newsletter.web.preview.letters import LetterViews
from newsletter.web.preview.live import Live
from newsletter.web.preview.post import PostViews
from newsletter.web.preview.server import PreviewServer
from newsletter.web.preview.views import Frame, Letters, Post, Reader, Steering, Tab

__all__ = [
    "Events",
    "Exported",
    "Frame",
    "LetterViews",
    "Letters",
    "Live",
    "Post",
    "PostViews",
    "PreviewServer",
    "Reader",
    "Steering",
    "Tab",
    "export",
    "make_preview_app",
]
