"""Adding what may be there already, in the same words for each database."""

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import Insert, insert


def insert_new(table: Table) -> Insert:
    """Add rows; what is there already stays as it is, and is not returned.

    ON CONFLICT began with PostgreSQL; SQLite speaks it word for word.
    """
    return insert(table).on_conflict_do_nothing()
