"""The texts that readers have agreed to: each kept once, by its digest."""

import hashlib

from sqlalchemy import Engine, select

from newsletter.database import insert_new, reading, transaction, wording


class Wordings:
    """All texts that somebody was shown when they said yes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def store(self, language: str, text: str) -> str:
        """Keep a text in a language; return the digest by which a proof names it. Repeatable."""
        digest = hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()
        with transaction(self._engine) as connection:
            new = insert_new(wording).values(digest=digest, language=language, text=text)
            connection.execute(new)
        return digest

    def read(self, digest: str) -> str:
        """The text of that digest; empty if none is kept."""
        query = select(wording.c.text).where(wording.c.digest == digest)
        with reading(self._engine) as connection:
            return connection.scalars(query).one_or_none() or ""
