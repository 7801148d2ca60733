"""Pages: what readers reach through the links in their letters."""

from newsletter.web.public import make_public_app

__all__ = ["make_public_app"]
