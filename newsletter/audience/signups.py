"""Sign-ups that wait: forms are taken in at once, and worked off where nobody can watch.

Taking a form in looks at nothing but the form and how often its like came. What it does, and how
long it takes, is the same whether or not the address is on the list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Engine, delete, insert, select

from newsletter.audience.addresses import Address
from newsletter.audience.attempts import count_try, network_of
from newsletter.database import database_now, reading, sign_up, transaction
from newsletter.model import Keyring, SignUp
from newsletter.settings import Signup

GOOD_FOR = timedelta(days=1)
"""A form that has waited longer is not worked off: by then, its answer would puzzle."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form in the database; its `network` is a keyed digest there."""

    id: int
    request: SignUp


class SignUps:
    """The forms that wait in one database."""

    def __init__(
        self,
        engine: Engine,
        keys: Keyring,
        limits: Signup,
        now: Callable[[], ColumnElement[float]] = database_now,
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._limits = limits
        self._now = now

    def take(self, request: SignUp, address: Address) -> None:
        """Take a form in, unless there are too many like it."""
        network = network_of(request.network)
        with transaction(self._engine) as connection:
            at = connection.scalars(select(self._now())).one()
            if count_try(connection, self._keys, self._limits, network, address, at):
                row = {
                    "at": at,
                    "address": address.mailed,
                    "name": request.name,
                    "language": request.language,
                    "topics": list(request.topics),
                    "wording": request.wording,
                    "network": self._keys.digests("network", network)[0].hex(),
                }
                connection.execute(insert(sign_up), row)

    def waiting(self, most: int) -> list[Waiting]:
        """The forms that have waited longest."""
        query = select(sign_up).order_by(sign_up.c.id).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            Waiting(
                row.id,
                SignUp(
                    row.address,
                    row.name,
                    row.language,
                    tuple(row.topics),
                    row.wording,
                    row.network,
                ),
            )
            for row in rows
        ]

    def drop_old(self) -> None:
        """Let go of forms that have waited too long."""
        old = sign_up.c.at < self._now() - GOOD_FOR.total_seconds()
        with transaction(self._engine) as connection:
            connection.execute(delete(sign_up).where(old))

    def finish(self, id: int) -> None:
        """Let go of a form that is worked off."""
        with transaction(self._engine) as connection:
            connection.execute(delete(sign_up).where(sign_up.c.id == id))
