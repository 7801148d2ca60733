"""One database: its tables, its clock, and the way to open it."""

from newsletter.database.clock import database_now
from newsletter.database.opening import open_database, reading, transaction
from newsletter.database.tables import (
    METADATA,
    consent_event,
    delivery,
    letter,
    mailing,
    picture,
    subscriber,
)

__all__ = [
    "METADATA",
    "consent_event",
    "database_now",
    "delivery",
    "letter",
    "mailing",
    "open_database",
    "picture",
    "reading",
    "subscriber",
    "transaction",
]
