"""Giving readers their deliveries: from an audience to rows in the ledger, in resumable chunks."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    exists,
    insert,
    literal,
    select,
    text,
    update,
)

from newsletter.database import delivery, mailing, subscriber, transaction
from newsletter.delivery.ledger import Ledger
from newsletter.model import DeliveryState, MailingState, SubscriberState

GONE_OUT = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.IN_DOUBT)


def expand(ledger: Ledger, mailing_id: int, chunk: int = 5000) -> int:
    """Give the next `chunk` subscribers a delivery; return how many subscribers were looked at.

    Resumable: a chunk and the mark of how far it reached are one transaction. Whoever already
    had this issue through a cancelled mailing is left out; while a letter of that mailing is
    still under way, nobody is added. 0 means that there is nothing to do now.
    """
    with transaction(ledger.engine) as connection:
        query = select(mailing).where(mailing.c.id == mailing_id).with_for_update()
        row = connection.execute(query).one()
        if row.expanded or row.state not in (MailingState.SENDING, MailingState.PAUSED):
            return 0
        if connection.scalars(select(_is_under_way_elsewhere(row.id, row.issue))).one():
            return 0
        following = select(subscriber.c.id).where(subscriber.c.id > row.expanded_to)
        ids = connection.scalars(following.order_by(subscriber.c.id).limit(chunk)).all()
        if not ids:
            values: dict[str, object] = {"expanded": 1}
            # Without fresh statistics every claim would sort the whole queue.
            connection.execute(text("ANALYZE delivery"))
        else:
            added = _add_deliveries(connection, row, ids[-1], ledger.now())
            values = {"expanded_to": ids[-1], "planned": mailing.c.planned + added}
        connection.execute(update(mailing).where(mailing.c.id == mailing_id).values(values))
        return len(ids)


def _add_deliveries(
    connection: Connection, row: Row[Any], upto: int, now: ColumnElement[float]
) -> int:
    """Add a delivery for each active subscriber of the next ids, to `upto`; return how many."""
    earlier = delivery.alias("earlier")
    same_issue = mailing.alias("same_issue")
    has_it = exists().where(
        earlier.c.subscriber_id == subscriber.c.id,
        earlier.c.state.in_(GONE_OUT),
        earlier.c.mailing_id == same_issue.c.id,
        same_issue.c.issue == row.issue,
    )
    chosen = select(
        literal(row.id),
        subscriber.c.id,
        literal(DeliveryState.QUEUED.value),
        now,
        literal(0),
        now,
    ).where(
        subscriber.c.id > row.expanded_to,
        subscriber.c.id <= upto,
        subscriber.c.state == SubscriberState.ACTIVE,
        ~has_it,
    )
    columns = ["mailing_id", "subscriber_id", "state", "next_at", "attempts", "changed_at"]
    add = insert(delivery).from_select(columns, chosen).returning(delivery.c.subscriber_id)
    return len(connection.scalars(add).all())


def _is_under_way_elsewhere(mailing_id: int, issue: str) -> ColumnElement[bool]:
    """Whether another mailing of the issue has letters without a verdict."""
    return exists().where(
        mailing.c.issue == issue,
        mailing.c.id != mailing_id,
        delivery.c.mailing_id == mailing.c.id,
        delivery.c.next_at.is_not(None),
        delivery.c.state == DeliveryState.SENDING,
    )
