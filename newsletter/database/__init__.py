"""One database: its tables, its clock, and the way to open it."""

from newsletter.database.clock import database_now
from newsletter.database.fitting import field_value, fits, is_reached
from newsletter.database.inserting import count_up, insert_new, renew
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
    sign_up,
    subscriber,
    suppression,
    wording,
)

__all__ = [
    "METADATA",
    "ask_for_scrub",
    "attempt",
    "consent_event",
    "count_up",
    "database_now",
    "delivery",
    "field_value",
    "fits",
    "insert_new",
    "is_reached",
    "letter",
    "mailing",
    "open_database",
    "picture",
    "reading",
    "renew",
    "scrub",
    "sign_up",
    "subscriber",
    "suppression",
    "transaction",
    "wording",
]
