"""Giving readers their deliveries: from an audience to rows in the ledger, in resumable chunks."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    exists,
    insert,
    literal,
    or_,
    select,
    text,
    true,
    update,
)

from newsletter.database import delivery, fits, is_reached, mailing, subscriber, transaction
from newsletter.delivery.ledger import Ledger
from newsletter.model import DeliveryState, MailingKind, MailingState, read_rule

GONE_OUT = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.IN_DOUBT)
OWED = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.FAILED)
"""What a mailing still sends, or may be told to try again, unless it is cancelled."""


def expand(ledger: Ledger, mailing_id: int, chunk: int = 5000) -> int:
    """Give the next `chunk` subscribers a delivery; return how many subscribers were looked at.

    Resumable: a chunk and the mark of how far it reached are one transaction. Whoever has this
    issue through another mailing, or is about to, is left out; while a letter of a cancelled one
    is still under way, nobody is added. 0 means that there is nothing to do now.
    """
    with transaction(ledger.engine) as connection:
        row = _lock(connection, mailing_id)
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


def _lock(connection: Connection, mailing_id: int) -> Row[Any]:
    """Return a mailing with its row, and those of the same issue, kept from everybody else.

    Two audiences of one issue may overlap: their mailings take turns.
    """
    issue = select(mailing.c.issue).where(mailing.c.id == mailing_id).scalar_subquery()
    same_issue = and_(mailing.c.issue == issue, mailing.c.kind == MailingKind.ISSUE)
    query = select(mailing).where(or_(mailing.c.id == mailing_id, same_issue))
    rows = connection.execute(query.order_by(mailing.c.id).with_for_update()).all()
    return next(row for row in rows if row.id == mailing_id)


def _add_deliveries(
    connection: Connection, row: Row[Any], upto: int, now: ColumnElement[float]
) -> int:
    """Add a delivery for each reader among the next ids, to `upto`; return how many."""
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
        is_reached(now),
        _is_meant(row),
        ~_has_it(row.issue),
    )
    columns = ["mailing_id", "subscriber_id", "state", "next_at", "attempts", "changed_at"]
    add = insert(delivery).from_select(columns, chosen).returning(delivery.c.subscriber_id)
    return len(connection.scalars(add).all())


def _has_it(issue: str) -> ColumnElement[bool]:
    """Whether a subscriber has an issue, or another mailing of it takes care of that."""
    earlier, other = delivery.alias("earlier"), mailing.alias("other")
    owed = and_(earlier.c.state.in_(OWED), other.c.state != MailingState.CANCELLED)
    return exists().where(
        earlier.c.subscriber_id == subscriber.c.id,
        earlier.c.mailing_id == other.c.id,
        other.c.issue == issue,
        other.c.kind == MailingKind.ISSUE,
        or_(earlier.c.state.in_(GONE_OUT), owed),
    )


def _is_meant(row: Row[Any]) -> ColumnElement[bool]:
    """Whether a subscriber is of the audience, as it is when the mailing is to start."""
    return fits(read_rule(row.rule), row.starts_at) if row.rule else true()


def _is_under_way_elsewhere(mailing_id: int, issue: str) -> ColumnElement[bool]:
    """Whether a cancelled mailing of the issue has letters that have not come to their end.

    They may come back unsent, and then nobody takes care of their readers.
    """
    return exists().where(
        mailing.c.issue == issue,
        mailing.c.kind == MailingKind.ISSUE,
        mailing.c.id != mailing_id,
        mailing.c.state == MailingState.CANCELLED,
        delivery.c.mailing_id == mailing.c.id,
        delivery.c.next_at.is_not(None),
    )
