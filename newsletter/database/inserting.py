"""Adding what may be there already, in the same words for each database."""

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import Insert, insert


def insert_new(table: Table) -> Insert:
    """Add rows; what is there already stays as it is, and is not returned.

    ON CONFLICT began with PostgreSQL; SQLite speaks it word for word.
    """
    return insert(table).on_conflict_do_nothing()


def renew(table: Table, column: str) -> Insert:
    """Add a row; one that is there already takes a column of it, and stays as it is otherwise."""
    key = [column.name for column in table.primary_key]
    add = insert(table)
    return add.on_conflict_do_update(index_elements=key, set_={column: add.excluded[column]})


def count_up(table: Table) -> Insert:
    """Add a row with a `count` of one, or count one more where there is such a row."""
    key = [column.name for column in table.primary_key]
    more = {"count": table.c.count + 1}
    return insert(table).values(count=1).on_conflict_do_update(index_elements=key, set_=more)
