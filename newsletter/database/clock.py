"""The database's own clock, in each database's words: the only one that counts for deliveries."""

from typing import Any

from sqlalchemy import ColumnElement, Double
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class epoch_now(FunctionElement[float]):
    """Seconds since 1970 in UTC, the same throughout one statement."""

    type = Double()
    inherit_cache = True


@compiles(epoch_now, "sqlite")
def _sqlite(_element: epoch_now, _compiler: Any, **_options: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(epoch_now, "postgresql")
def _postgresql(_element: epoch_now, _compiler: Any, **_options: Any) -> str:
    # statement_timestamp() is stable, so that an index can be used; clock_timestamp() is not.
    return "extract(epoch FROM statement_timestamp())::double precision"


def database_now() -> ColumnElement[float]:
    """The moment a statement runs."""
    return epoch_now()
