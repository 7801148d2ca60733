"""What a person decides about deliveries: a doubt settled, a refusal tried again."""

from sqlalchemy import ColumnElement, and_, select, update

from newsletter.database import delivery, mailing, transaction
from newsletter.delivery.freezing import read_mailing
from newsletter.delivery.ledger import Ledger
from newsletter.delivery.mailings import Gate
from newsletter.errors import UsageError
from newsletter.model import DeliveryState, MailingState


def settle(
    ledger: Ledger, mailing_id: int, subscriber_id: int, state: DeliveryState, gate: Gate
) -> bool:
    """Settle a delivery in doubt as a person says; return whether it was in doubt.

    Raises:
        UsageError: it shall be sent again, and the mailing is cancelled or may not go.
    """
    rows = and_(
        delivery.c.mailing_id == mailing_id,
        delivery.c.subscriber_id == subscriber_id,
        delivery.c.state == DeliveryState.IN_DOUBT,
    )
    if state == DeliveryState.QUEUED:
        return bool(_requeue(ledger, mailing_id, rows, gate))
    return ledger.change(rows, state=state, claim=None, next_at=None, reply="settled by hand")


def retry_failed(ledger: Ledger, mailing_id: int, gate: Gate) -> int:
    """Queue everybody again whom the server refused; return how many.

    Raises:
        UsageError: the mailing is cancelled, or may not go.
    """
    failed = delivery.c.state == DeliveryState.FAILED
    rows = and_(delivery.c.mailing_id == mailing_id, failed)
    return _requeue(ledger, mailing_id, rows, gate)


def _requeue(ledger: Ledger, mailing_id: int, rows: ColumnElement[bool], gate: Gate) -> int:
    """Queue rows anew, and let their mailing go on if it was finished: one transaction."""
    with transaction(ledger.engine) as connection:
        query = select(mailing).where(mailing.c.id == mailing_id).with_for_update()
        found = read_mailing(connection.execute(query).one())
        if found.state == MailingState.CANCELLED:
            remedy = "Schedule the issue anew: whoever has it already is left out."
            raise UsageError(f"mailing {mailing_id} is cancelled", remedy=remedy)
        if reason := gate(found):
            remedy = "Have it approved, or cancel the mailing."
            raise UsageError(f"mailing {mailing_id} may not go: {reason}", remedy=remedy)
        again = update(delivery).where(rows)
        again = again.values(state=DeliveryState.QUEUED, claim=None, attempts=0, reply="")
        again = again.values(next_at=ledger.now(), changed_at=ledger.now())
        count = len(connection.scalars(again.returning(delivery.c.subscriber_id)).all())
        finished = mailing.c.state == MailingState.FINISHED
        if count:
            reopen = update(mailing).where(mailing.c.id == mailing_id, finished)
            going = {"state": MailingState.SENDING, "active_at": ledger.now()}
            connection.execute(reopen.values(going))
        return count
