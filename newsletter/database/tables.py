"""The tables, as statements see them; `migrations` is what creates them.

Every time is seconds since 1970 in UTC, as the database's own clock counts them.
"""

import json
from typing import Any

from sqlalchemy import BigInteger, Column, Double, LargeBinary, MetaData, Table, Text, TypeDecorator

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


class Json(TypeDecorator[Any]):
    """A mapping or a list, stored as text: the same in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:
        """Write a value, in one way only."""
        _ = dialect
        return ENCODER.encode(value)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        """Read it back."""
        _ = dialect
        return json.loads(value or "null")


METADATA = MetaData()

subscriber = Table(
    "subscriber",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("address", Text, nullable=False),
    Column("canonical", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("fields", Json, nullable=False),
    Column("topics", Json, nullable=False),
    Column("joined_at", Double, nullable=False),
    Column("changed_at", Double, nullable=False),
    Column("paused_until", Double),
)

consent_event = Table(
    "consent_event",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("subscriber_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("source", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("network", Text, nullable=False),
)

wording = Table(
    "wording",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Double, nullable=False),
)

suppression = Table(
    "suppression",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", Double, nullable=False),
)

sign_up = Table(
    "sign_up",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("at", Double, nullable=False),
    Column("address", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("topics", Json, nullable=False),
    Column("wording", Text, nullable=False),
    Column("network", Text, nullable=False),
)

attempt = Table(
    "attempt",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("who", LargeBinary, primary_key=True),
    Column("since", Double, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

letter = Table(
    "letter",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("content", Text, nullable=False),
)

picture = Table(
    "picture",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

mailing = Table(
    "mailing",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("issue", Text, nullable=False),
    Column("letter", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("starts_at", Double, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("not_after", BigInteger, nullable=False),
    Column("doubt", Text, nullable=False),
    Column("expanded_to", BigInteger, nullable=False),
    Column("expanded", BigInteger, nullable=False),
    Column("planned", BigInteger, nullable=False),
    Column("active_at", Double, nullable=False),
    Column("finished_at", Double),
    Column("note", Text, nullable=False),
    Column("contents", Json, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reader", BigInteger),
    Column("rule", Json, nullable=False),
    Column("forgotten_at", Double),
)

delivery = Table(
    "delivery",
    METADATA,
    Column("mailing_id", BigInteger, primary_key=True),
    Column("subscriber_id", BigInteger, primary_key=True),
    Column("state", Text, nullable=False),
    Column("next_at", Double),
    Column("claim", Text),
    Column("attempts", BigInteger, nullable=False),
    Column("changed_at", Double, nullable=False),
    Column("reply", Text, nullable=False),
)
