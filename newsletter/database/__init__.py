"""One database: its tables, its clock, and the way to open it."""

from newsletter.database.clock import database_now
from newsletter.database.inserting import insert_new
from newsletter.database.opening import open_database, reading, transaction
from newsletter.database.scrubbing import ask_for_scrub, scrub
from newsletter.database.tables import (
    METADATA,
    attempt,
    consent_event,
    delivery,
    letter,
    mailing,
    picture,
    subscriber,
    suppression,
    wording,
)

__all__ = [
    "METADATA",
    "ask_for_scrub",
    "attempt",
    "consent_event",
    "database_now",
    "delivery",
    "insert_new",
    "letter",
    "mailing",
    "open_database",
    "picture",
    "reading",
    "scrub",
    "subscriber",
    "suppression",
    "transaction",
    "wording",
]
