"""Forgetting a person: the row stays as a number, and nothing else of them does.

Deliveries count on the number: whoever was erased is still one reader of the issues that they got.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, Connection, Engine, delete, exists, func, or_, select, update

from newsletter.audience.steps import MOVES, Step
from newsletter.audience.story import append_step
from newsletter.audience.suppression import suppress
from newsletter.database import (
    ask_for_scrub,
    consent_event,
    database_now,
    delivery,
    mailing,
    sign_up,
    subscriber,
    transaction,
)
from newsletter.model import FORGOTTEN, DeliveryState, Keyring, MailingState, Proof, SubscriberState

NOBODY = {
    "address": "",
    "name": "",
    "time_zone": "",
    "language": "",
    "fields": {},
    "topics": [],
    "joined_at": 0.0,
    "paused_until": None,
}
NOT_HEARD = (SubscriberState.COMPLAINED, SubscriberState.SUPPRESSED)
NOT_BEGUN = (DeliveryState.QUEUED, DeliveryState.CLAIMED)
OPEN = tuple(
    state for state in MailingState if state not in (MailingState.FINISHED, MailingState.CANCELLED)
)


def erase(
    engine: Engine,
    keys: Keyring,
    subscriber_id: int,
    proof: Proof,
    now: Callable[[], ColumnElement[float]] = database_now,
) -> bool:
    """Forget one person; return whether there was somebody to forget.

    Letters not yet begun will not be sent, and no import brings the address back. `scrub` then
    takes what is left of them out of the database's files.
    """
    with transaction(engine) as connection:
        at = connection.scalars(select(now())).one()
        return erase_and_suppress(connection, keys, subscriber_id, proof, at)


def erase_and_suppress(
    connection: Connection, keys: Keyring, subscriber_id: int, proof: Proof, at: float
) -> bool:
    """The same, within a transaction."""
    # Mailings before readers, as whoever gives readers their deliveries locks them.
    _cancel_own_mailings(connection, subscriber_id, at)
    query = select(subscriber.c.canonical, subscriber.c.state).where(
        subscriber.c.id == subscriber_id, subscriber.c.state.in_(MOVES[Step.ERASED].starts)
    )
    person = connection.execute(query.with_for_update()).one_or_none()
    if person is None:
        return False
    state = SubscriberState(person.state)
    reason = state if state in NOT_HEARD else SubscriberState.ERASED
    suppress(connection, keys, person.canonical, reason, at)
    asking = func.lower(sign_up.c.address) == person.canonical
    connection.execute(delete(sign_up).where(asking))
    erase_all_but_number(connection, subscriber_id, proof, at)
    return True


def erase_all_but_number(
    connection: Connection, subscriber_id: int, proof: Proof, at: float
) -> None:
    """Forget somebody whom an import may well bring: they were never a reader."""
    nobody = NOBODY | {"canonical": f"erased:{subscriber_id}", "changed_at": at}
    nobody["state"] = MOVES[Step.ERASED].end
    change = update(subscriber).where(subscriber.c.id == subscriber_id)
    connection.execute(change.values(nobody))
    _erase_story(connection, subscriber_id, at)
    append_step(connection, [subscriber_id], Step.ERASED, at, proof)


def remove(connection: Connection, subscriber_id: int, at: float) -> None:
    """Keep not even the number of somebody for whom there never was a delivery."""
    _erase_story(connection, subscriber_id, at)
    connection.execute(delete(subscriber).where(subscriber.c.id == subscriber_id))


def has_deliveries(connection: Connection, subscriber_id: int) -> bool:
    """Whether a letter to somebody is on its way, or ever was."""
    theirs = exists().where(delivery.c.subscriber_id == subscriber_id)
    return connection.scalars(select(theirs)).one()


def _erase_story(connection: Connection, subscriber_id: int, at: float) -> None:
    """Stop letters that have not begun; forget the consent, and what servers said.

    A server may have quoted the address.
    """
    _cancel_own_mailings(connection, subscriber_id, at)
    theirs = delivery.c.subscriber_id == subscriber_id
    heard = or_(delivery.c.reply != "", delivery.c.state == DeliveryState.SENDING)
    connection.execute(update(delivery).where(theirs, heard).values(reply=FORGOTTEN))
    stopped = {"state": DeliveryState.SUPPRESSED, "next_at": None, "claim": None, "changed_at": at}
    not_begun = delivery.c.state.in_(NOT_BEGUN)
    connection.execute(update(delivery).where(theirs, not_begun).values(stopped))
    connection.execute(delete(consent_event).where(consent_event.c.subscriber_id == subscriber_id))
    ask_for_scrub(connection)


def _cancel_own_mailings(connection: Connection, subscriber_id: int, at: float) -> None:
    # The index is by state: to ask for all but two of them would go through every mailing.
    own = (mailing.c.reader == subscriber_id, mailing.c.state.in_(OPEN))
    cancelled = {"state": MailingState.CANCELLED, "finished_at": at}
    connection.execute(update(mailing).where(*own).values(cancelled))
