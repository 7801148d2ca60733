"""How often strangers may make us write: tries of an hour, and letters to one address.

What is counted is known by a keyed digest alone: nobody can read from the table who asked. The
counts stand in the database, since any number of processes take sign-ups in.
"""

import ipaddress
import sys
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, insert, select

from newsletter.audience.addresses import Address
from newsletter.database import attempt, count_up, database_now, subscriber, transaction
from newsletter.model import Keyring, MailingKind
from newsletter.settings import Signup

HOUR = 3600
APART = timedelta(days=1)
"""Between two letters of a kind to one address, whoever asks for them."""

MOST_LETTERS = {MailingKind.CONFIRM: 3}
"""Letters of a kind to one address in all, until their reader has confirmed."""

ONE_MORE = count_up(attempt).returning(attempt.c.count)

NETWORK, DOMAIN, EVERYBODY = "network", "domain", "everybody"
HOURLY = (NETWORK, DOMAIN, EVERYBODY)
HOUSEHOLD = {4: 24, 6: 64}
"""Leading bits of an IP address that one household or office shares, by version."""


class Letters:
    """The letters that somebody's asking has brought about."""

    def __init__(
        self,
        engine: Engine,
        keys: Keyring,
        now: Callable[[], ColumnElement[float]] = database_now,
    ) -> None:
        self._engine = engine
        self._keys = keys
        self._now = now

    def may_go(self, connection: Connection, kind: MailingKind, subscriber_id: int) -> bool:
        """Note one more letter of a kind to somebody; False, and not noted, if it is too many.

        It belongs into the transaction that sets the letter on its way.
        """
        # Two processes cannot both write the last letter: the row of its reader is locked.
        who = self._names(connection, kind, subscriber_id)
        at = connection.scalars(select(self._now())).one()
        same = (attempt.c.kind == kind, attempt.c.who.in_(who))
        earlier = connection.scalars(select(attempt.c.since).where(*same)).all()
        too_soon = max(earlier, default=0.0) > at - APART.total_seconds()
        if too_soon or len(earlier) >= MOST_LETTERS.get(kind, sys.maxsize):
            return False
        row = {"kind": kind, "who": who[0], "since": at, "count": 1}
        connection.execute(insert(attempt).values(row))
        return True

    def forget(self, kind: MailingKind, subscriber_id: int) -> None:
        """Count the letters to somebody from nothing: they have answered."""
        with transaction(self._engine) as connection:
            who = self._names(connection, kind, subscriber_id)
            same = (attempt.c.kind == kind, attempt.c.who.in_(who))
            connection.execute(delete(attempt).where(*same))

    def _names(
        self, connection: Connection, kind: MailingKind, subscriber_id: int
    ) -> tuple[bytes, ...]:
        """What stands for somebody under each key; their row is locked."""
        query = select(subscriber.c.canonical).where(subscriber.c.id == subscriber_id)
        canonical = connection.scalars(query.with_for_update()).one()
        return self._keys.digests(kind, canonical)


def count_try(
    connection: Connection, keys: Keyring, limits: Signup, network: str, address: Address, at: float
) -> bool:
    """Count one sign-up of this hour; return whether it is within the limits.

    A try that its network has too many of counts no further: nobody can use up everybody's.
    """
    domain = address.canonical.rpartition("@")[2]
    counted = ((NETWORK, network, limits.per_network), (DOMAIN, domain, limits.per_domain))
    return all(
        _count(connection, kind, keys.digests(kind, who)[0], at) <= most
        for kind, who, most in (*counted, (EVERYBODY, "", limits.per_hour))
    )


def network_of(address: str) -> str:
    """The network that an IP address is in, as one household has it; empty if it is none.

    An IPv4 address that is written as one of IPv6 is the IPv4 address (RFC 4291 §2.5.5.2).
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network(f"{ip}/{HOUSEHOLD[ip.version]}", strict=False))


def _count(connection: Connection, kind: str, who: bytes, at: float) -> int:
    row = {"kind": kind, "who": who, "since": at // HOUR * HOUR}
    return int(connection.scalars(ONE_MORE, row).one())
