"""The preview studio: what an editor sees of a workspace, at each save, in a browser."""

from newsletter.web.preview.app import make_preview_app
from newsletter.web.preview.events import Events
from newsletter.web.preview.live import Live
from newsletter.web.preview.server import PreviewServer
from newsletter.web.preview.views import Colours, Frame, Reader, Steering, Tab, Views

__all__ = [
    "Colours",
    "Events",
    "Frame",
    "Live",
    "PreviewServer",
    "Reader",
    "Steering",
    "Tab",
    "Views",
    "make_preview_app",
]
