"""Pages: what readers reach through the links in their letters."""

from newsletter.web.public import Verbs, make_public_app

__all__ = ["Verbs", "make_public_app"]
