"""Making sure that what was erased is in no file any more: neither in free pages nor in the log.

SQLite keeps old bytes in pages that it has rearranged, and in the log of its last writes;
`secure_delete` reaches neither. Erasing leaves a mark in the file, its `user_version`, until the
file has been written anew. With PostgreSQL, that is for the server's own VACUUM.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

PATIENCE = 0.5
"""Seconds to wait for others: whoever wants to write waits as long."""


def ask_for_scrub(connection: Connection) -> None:
    """Mark that something was erased, in the same transaction."""
    if connection.dialect.name == "sqlite":
        mark: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {mark + 1}")


def scrub(engine: Engine) -> bool:
    """Write the file anew if something was erased; return whether nothing of it is left.

    Nobody else can write meanwhile. It fails while somebody else writes, or reads what was: then it
    has to be tried again.
    """
    if engine.dialect.name != "sqlite":
        return True
    pooled = engine.raw_connection()
    try:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        mark = _ask(connection, "PRAGMA user_version")
        with _impatient(connection):
            return not mark or _rewrite(connection, mark)
    except sqlite3.OperationalError:
        return False
    finally:
        pooled.close()


def _rewrite(connection: sqlite3.Connection, mark: int) -> bool:
    connection.execute("VACUUM")
    if busy := _ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)"):
        return not busy
    connection.execute("BEGIN IMMEDIATE")
    # Whatever was erased meanwhile has made another mark, which stays.
    if _ask(connection, "PRAGMA user_version") == mark:
        connection.execute("PRAGMA user_version = 0")
    connection.execute("COMMIT")
    return True


@contextmanager
def _impatient(connection: sqlite3.Connection) -> Iterator[None]:
    """Wait for nobody as long as others may wait for each other."""
    usual = _ask(connection, "PRAGMA busy_timeout")
    connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {usual}")


def _ask(connection: sqlite3.Connection, question: str) -> int:
    """The first number of an answer."""
    return int(connection.execute(question).fetchone()[0])
