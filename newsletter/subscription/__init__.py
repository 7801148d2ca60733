"""A reader's verbs: asking for letters, saying yes, choosing, leaving; and the links for each."""

from newsletter.subscription.admitting import admit
from newsletter.subscription.letters import ServiceLetters, make_service_letters
from newsletter.subscription.links import reader_values
from newsletter.subscription.reception import Reception

__all__ = [
    "Reception",
    "ServiceLetters",
    "admit",
    "make_service_letters",
    "reader_values",
]
