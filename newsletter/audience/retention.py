"""Forgetting what nobody needs any more, when its time is over and without being asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, exists, or_, select, update

from newsletter.audience.attempts import APART, HOURLY
from newsletter.audience.erasing import (
    erase_all_but_number,
    erase_and_suppress,
    has_deliveries,
    remove,
)
from newsletter.audience.steps import LEFT, PENDING, Step
from newsletter.audience.tokens import LASTS, Purpose
from newsletter.database import (
    ask_for_scrub,
    attempt,
    consent_event,
    database_now,
    delivery,
    mailing,
    reading,
    subscriber,
    transaction,
    wording,
)
from newsletter.model import Keyring, Proof
from newsletter.settings import Privacy

UNCONFIRMED = LASTS[Purpose.CONFIRM].total_seconds()
"""Seconds after which the link to confirm has ended."""

CHUNK = 500
MOST_AT_ONCE = 5000
"""Texts; to find any, all stories are gone through."""

DAY = 86400
ITS_TIME = Proof("its time was over", "retention")
Now = Callable[[], ColumnElement[float]]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many people, and how much of what is written down beside them."""

    unconfirmed: int = 0
    left: int = 0
    attempts: int = 0
    replies: int = 0
    wordings: int = 0


def forget_old(
    engine: Engine, keys: Keyring, policy: Privacy, now: Now = database_now
) -> Forgotten:
    """Forget who never confirmed, who left long ago, what servers said, strangers tried or wrote.

    Repeatable, and resumable: it goes in steps.
    """
    logs = now() - policy.forget_logs
    day = now() - APART.total_seconds()
    # A day's letters are counted by them; an hour's tries, which anybody can make, by the others.
    hourly = and_(attempt.c.kind.in_(HOURLY), attempt.c.since < day)
    tries = or_(hourly, and_(attempt.c.since < logs, attempt.c.since < day))
    unconfirmed = and_(
        subscriber.c.state == PENDING,
        subscriber.c.changed_at < now() - UNCONFIRMED,
        ~_has_letter_since(now() - UNCONFIRMED),
    )
    left = and_(subscriber.c.state == LEFT, subscriber.c.changed_at < now() - policy.forget_left)
    return Forgotten(
        unconfirmed=_forget_people(engine, keys, unconfirmed, now),
        left=_forget_people(engine, keys, left, now),
        attempts=_forget_attempts(engine, tries),
        replies=_forget_replies(engine, mailing.c.finished_at < logs, now),
        wordings=_forget_wordings(engine, wording.c.at < now() - DAY),
    )


def _has_letter_since(moment: ColumnElement[float]) -> ColumnElement[bool]:
    """Whether a letter went to a subscriber since then: they may have asked more than once."""
    theirs = delivery.c.subscriber_id == subscriber.c.id
    return exists().where(theirs, delivery.c.changed_at >= moment)


def _forget_people(engine: Engine, keys: Keyring, who: ColumnElement[bool], now: Now) -> int:
    count = 0
    for ids in _pages(engine, subscriber.c.id, who):
        with transaction(engine) as connection:
            at = connection.scalars(select(now())).one()
            # Somebody may have confirmed, or come back, since they were found.
            still = select(subscriber.c.id).where(subscriber.c.id.in_(ids), who)
            for each in connection.scalars(still.with_for_update()).all():
                _forget_person(connection, keys, each, at)
                count += 1
    return count


def _forget_person(connection: Connection, keys: Keyring, subscriber_id: int, at: float) -> None:
    """Forget whoever once left as erased, since no import may bring them back; others wholly."""
    left = exists().where(
        consent_event.c.subscriber_id == subscriber_id, consent_event.c.kind == Step.LEFT
    )
    if connection.scalars(select(left)).one():
        erase_and_suppress(connection, keys, subscriber_id, ITS_TIME, at)
    elif has_deliveries(connection, subscriber_id):
        erase_all_but_number(connection, subscriber_id, ITS_TIME, at)
    else:
        remove(connection, subscriber_id, at)


def _forget_attempts(engine: Engine, old: ColumnElement[bool]) -> int:
    with transaction(engine) as connection:
        return connection.execute(delete(attempt).where(old)).rowcount


def _forget_wordings(engine: Engine, old: ColumnElement[bool]) -> int:
    """Forget texts that nobody's story names any more: whoever sent a form may have written one.

    A text that is to be named is kept just before, hence only `old` ones.
    """
    unnamed = wording.c.digest.not_in(select(consent_event.c.wording))
    query = select(wording.c.digest).where(old, unnamed).limit(MOST_AT_ONCE)
    count = 0
    while True:
        with reading(engine) as connection:
            digests = connection.scalars(query).all()
        if not digests:
            return count
        with transaction(engine) as connection:
            forget = delete(wording).where(wording.c.digest.in_(digests), old)
            count += connection.execute(forget).rowcount
            ask_for_scrub(connection)


def _forget_replies(engine: Engine, old: ColumnElement[bool], now: Now) -> int:
    """Forget the servers' words about mailings that ended long ago, each mailing once."""
    again = or_(mailing.c.forgotten_at.is_(None), mailing.c.forgotten_at < mailing.c.finished_at)
    count = 0
    for ids in _pages(engine, mailing.c.id, and_(old, again)):
        for mailing_id in ids:
            count += _forget_replies_to(engine, mailing_id)
            done = update(mailing).where(mailing.c.id == mailing_id, old)
            with transaction(engine) as connection:
                connection.execute(done.values(forgotten_at=now()))
    return count


def _forget_replies_to(engine: Engine, mailing_id: int) -> int:
    count = 0
    of_mailing = delivery.c.mailing_id == mailing_id
    for ids in _pages(engine, delivery.c.subscriber_id, of_mailing):
        rows = (of_mailing, delivery.c.subscriber_id.between(ids[0], ids[-1]))
        forget = update(delivery).where(*rows, delivery.c.reply != "").values(reply="")
        with transaction(engine) as connection:
            count += connection.execute(forget).rowcount
    return count


def _pages(
    engine: Engine, number: ColumnElement[int], rows: ColumnElement[bool]
) -> Iterator[Sequence[int]]:
    """The numbers of all rows that fit, in order, found without keeping anybody from writing."""
    after = 0
    while True:
        query = select(number).where(rows, number > after).order_by(number).limit(CHUNK)
        with reading(engine) as connection:
            ids = connection.scalars(query).all()
        if not ids:
            return
        yield ids
        after = ids[-1]
