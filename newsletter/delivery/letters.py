"""Frozen letters in the database: stored by what they hold, and proved when they are read back."""

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from newsletter.database import letter, picture
from newsletter.errors import NewsletterError
from newsletter.model import Letter


class SpoiltLetter(NewsletterError):
    """A letter in the database is not the one that was frozen."""


def store_letter(connection: Connection, frozen: Letter) -> None:
    """Store a letter and its pictures by what they hold; what is there already stays."""
    if not connection.scalars(
        select(letter.c.digest).where(letter.c.digest == frozen.digest)
    ).all():
        connection.execute(insert(letter).values(digest=frozen.digest, content=frozen.to_json()))
    pictures = {each.digest: each for each in frozen.pictures}
    known = select(picture.c.digest).where(picture.c.digest.in_(list(pictures)))
    for digest in pictures.keys() - set(connection.scalars(known)):
        connection.execute(insert(picture).values(digest=digest, data=pictures[digest].data))


def read_letter(connection: Connection, digest: str) -> Letter:
    """Return a frozen letter, just as it was frozen.

    Raises:
        SpoiltLetter: a byte of it or of its pictures has changed in the database.
    """
    content = connection.scalars(select(letter.c.content).where(letter.c.digest == digest)).one()
    _require(content.encode(), digest)
    wanted = [each[0] for each in json.loads(content)["pictures"]]
    found = select(picture.c.digest, picture.c.data).where(picture.c.digest.in_(wanted))
    data: Mapping[str, bytes] = {row.digest: row.data for row in connection.execute(found)}
    for name in wanted:
        _require(data.get(name, b""), name)
    return Letter.from_json(content, data)


def _require(data: bytes, digest: str) -> None:
    if hashlib.sha256(data).hexdigest() != digest:
        raise SpoiltLetter(
            "the letter in the database is not the one that was frozen",
            remedy="Cancel the mailing, restore the database or schedule the issue again.",
        )
