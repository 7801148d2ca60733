"""The pages that readers reach: sign-up, confirmation, preferences, leaving, their data."""

from newsletter.web.public.app import make_public_app
from newsletter.web.public.reception import Reception
from newsletter.web.public.rendering import Pages

__all__ = ["Pages", "Reception", "make_public_app"]
