"""Schemas for tests in the PostgreSQL server that the environment names."""

import os
import secrets
from typing import Self

import pytest
from sqlalchemy import BigInteger, Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from newsletter.database import METADATA, open_database

SERVER = "NEWSLETTER_TEST_POSTGRES"

CARELESS = "-csynchronous_commit=off"
"""Should the server itself crash, the tests are lost anyway: nobody waits for its disk."""


class Schema:
    """A schema with a name of its own, until it is left; `url` leads into it."""

    def __init__(self) -> None:
        url = os.environ.get(SERVER)
        if not url:
            if os.environ.get("CI"):
                pytest.fail(f"{SERVER} is not set")
            pytest.skip(f"needs PostgreSQL: set {SERVER}=postgresql://user@host/database")
        self._name = f"test_{secrets.token_hex(6)}"
        driven = make_url(url).set(drivername="postgresql+psycopg")
        self._server = create_engine(driven.update_query_dict({"options": CARELESS}))
        self._run(f"CREATE SCHEMA {self._name}")
        own = make_url(url).update_query_dict({"options": f"-csearch_path={self._name} {CARELESS}"})
        self.url = own.render_as_string(hide_password=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._run(f"DROP SCHEMA {self._name} CASCADE")
        self._server.dispose()

    def _run(self, statement: str) -> None:
        with self._server.begin() as connection:
            connection.execute(text(statement))


class EmptySchema:
    """A schema with all tables, which tests use one after the other.

    To make the tables takes longer than most tests that need them.
    """

    def __init__(self) -> None:
        self._schema: Schema | None = None

    def open(self) -> Engine:
        """Open it with nothing in it; a new one, where a test has spoilt the last."""
        if self._schema:
            engine = open_database(self._schema.url)
            try:
                _empty(engine)
            except SQLAlchemyError:
                engine.dispose()
                self.close()
            else:
                return engine
        self._schema = Schema()
        return open_database(self._schema.url)

    def close(self) -> None:
        """Take it away."""
        if self._schema:
            self._schema.__exit__()
            self._schema = None


def _empty(engine: Engine) -> None:
    """Delete all rows; numbers begin with 1 again."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
            if "id" in table.c and isinstance(table.c.id.type, BigInteger):
                sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, 1, false)"))
