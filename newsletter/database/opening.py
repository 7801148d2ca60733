"""Opening a database: SQLite made safe, PostgreSQL by URL, both brought up to date."""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from newsletter.database.migrations import SPEAKS, migrate
from newsletter.errors import DatabaseError, UsageError

BUSY_TIMEOUT = 30.0
"""Seconds to wait while another process writes."""

READS_ONLY = "newsletter_reads_only"
"""The option of a connection that takes no writer's place."""


def open_database(url: str) -> Engine:
    """Open the database at an SQLAlchemy URL and bring its schema up to date.

    Raises:
        UsageError: the URL is not one of SQLite or PostgreSQL.
        DatabaseError: the database cannot be reached, or is newer than this program.
    """
    engine = _make_engine(url)
    try:
        with engine.begin() as connection:
            migrate(connection)
    except SQLAlchemyError as error:
        engine.dispose()
        raise DatabaseError(
            f"the database cannot be opened: {str(getattr(error, 'orig', error)).strip()}",
            remedy="Check [database] in newsletter.toml, the file's permissions, or the server.",
        ) from error
    except DatabaseError:
        engine.dispose()
        raise
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Run what is inside as one transaction.

    Raises:
        DatabaseError: the database refuses; nothing of it is stored.
    """
    with _in_words(), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Look at the database without keeping anybody from writing; what is inside only reads.

    Raises:
        DatabaseError: the database refuses.
    """
    with _in_words(), engine.connect() as connection:
        connection.execution_options(**{READS_ONLY: True})
        with connection.begin():
            yield connection


@contextmanager
def _in_words() -> Iterator[None]:
    """Say what a database refuses in words that name no reader."""
    try:
        yield
    except SQLAlchemyError as error:
        # The first line alone: what follows may quote what was to be stored.
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise DatabaseError(
            f"the database refused: {reason}",
            remedy="Check free space and permissions, then run the command again.",
        ) from error


def _make_engine(url: str) -> Engine:
    try:
        # People write postgresql://; the driver that is meant is psycopg 3.
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() not in SPEAKS or "@" in (address.host or ""):
            raise ArgumentError("not a URL of ours")
        if address.get_backend_name() == "sqlite":
            return _make_sqlite(url)
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    except (ArgumentError, ImportError, ValueError):
        raise UsageError(
            "the database URL is not one this program can open",
            remedy="Write sqlite:///newsletter.db or, with the extra “postgres”, "
            "postgresql://user:password@host/name; in a password, write @ as %40 and : as %3A.",
        ) from None


def _make_sqlite(url: str) -> Engine:
    _keep_to_owner(make_url(url).database)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        # The driver's own transactions start too late to keep two writers apart.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is erased is overwritten at once; what that does not reach, `scrub` does.
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get(READS_ONLY)
        connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")

    return engine


def _keep_to_owner(file: str | None) -> None:
    """Make the file, if there is none, so that nobody else on the machine can read it."""
    # The write-ahead log takes the rights of the file that it belongs to.
    if file and file != ":memory:" and not Path(file).exists():
        with contextlib.suppress(OSError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
