"""What a person decides about deliveries: a doubt settled, a refusal tried again."""

from sqlalchemy import ColumnElement, and_, select, update

from newsletter.database import delivery, mailing, transaction
from newsletter.delivery.ledger import Ledger
from newsletter.errors import UsageError
from newsletter.model import DeliveryState, MailingState


def settle(ledger: Ledger, mailing_id: int, subscriber_id: int, state: DeliveryState) -> bool:
    """Settle a delivery in doubt as a person says; return whether it was in doubt.

    Raises:
        UsageError: it shall be sent again, and the mailing is cancelled.
    """
    rows = and_(
        delivery.c.mailing_id == mailing_id,
        delivery.c.subscriber_id == subscriber_id,
        delivery.c.state == DeliveryState.IN_DOUBT,
    )
    if state == DeliveryState.QUEUED:
        return bool(_requeue(ledger, mailing_id, rows))
    return ledger.change(rows, state=state, claim=None, next_at=None, reply="settled by hand")


def retry_failed(ledger: Ledger, mailing_id: int) -> int:
    """Queue everybody again whom the server refused; return how many.

    Raises:
        UsageError: the mailing is cancelled.
    """
    failed = delivery.c.state == DeliveryState.FAILED
    return _requeue(ledger, mailing_id, and_(delivery.c.mailing_id == mailing_id, failed))


def _requeue(ledger: Ledger, mailing_id: int, rows: ColumnElement[bool]) -> int:
    """Queue rows anew, and let their mailing go on if it was finished: one transaction."""
    with transaction(ledger.engine) as connection:
        query = select(mailing.c.state).where(mailing.c.id == mailing_id).with_for_update()
        if connection.scalars(query).one() == MailingState.CANCELLED:
            remedy = "Schedule the issue anew: whoever has it already is left out."
            raise UsageError(f"mailing {mailing_id} is cancelled", remedy=remedy)
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
