"""How long what is known of readers is kept, where nobody needs it any more."""

from newsletter.settings.section import Section
from newsletter.settings.values import Seconds

DAY = 86400


class Privacy(Section):
    """When to forget of itself; seconds."""

    forget_left: Seconds = 365 * DAY
    forget_logs: Seconds = 30 * DAY
