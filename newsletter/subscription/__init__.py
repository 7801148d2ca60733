"""A reader's verbs: asking for letters, saying yes, choosing, leaving; and the links for each."""

from newsletter.subscription.links import (
    choose_language_by_token,
    language_by_token,
    leave_by_token,
    reader_values,
)

__all__ = [
    "choose_language_by_token",
    "language_by_token",
    "leave_by_token",
    "reader_values",
]
