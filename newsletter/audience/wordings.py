"""The texts that readers have agreed to: each kept once, by its digest."""

import hashlib
from collections.abc import Callable

from sqlalchemy import ColumnElement, Engine, select

from newsletter.database import database_now, reading, renew, transaction, wording


class Wordings:
    """All texts that somebody was shown when they said yes."""

    def __init__(
        self, engine: Engine, now: Callable[[], ColumnElement[float]] = database_now
    ) -> None:
        self._engine = engine
        self._now = now

    def store(self, language: str, text: str) -> str:
        """Keep a text in a language; return the digest by which a proof names it. Repeatable.

        A text that no proof has named within a day is forgotten.
        """
        digest = hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()
        with transaction(self._engine) as connection:
            row = {"digest": digest, "language": language, "text": text, "at": self._now()}
            connection.execute(renew(wording, "at").values(row))
        return digest

    def read(self, digest: str) -> str:
        """The text of that digest; empty if none is kept."""
        query = select(wording.c.text).where(wording.c.digest == digest)
        with reading(self._engine) as connection:
            return connection.scalars(query).one_or_none() or ""
