"""Holding a mailing up, letting it go on, ending it: for a command and for a page, in one way."""

from newsletter.delivery import Gate, Mailings
from newsletter.errors import NewsletterError, UsageError
from newsletter.model import Mailing, MailingState


def pause_mailing(mailings: Mailings, mailing_id: int) -> Mailing:
    """Hold a mailing up; what is under way gets finished. Return it as it is then.

    Raises:
        UsageError: there is none of that number, or it neither waits for its time nor is sent.
    """
    found = mailings.find(mailing_id)
    _require(mailings.pause(mailing_id), found, "be paused")
    return mailings.find(mailing_id)


def resume_mailing(mailings: Mailings, mailing_id: int, gate: Gate) -> Mailing:
    """Let a paused, late or held mailing go on, if its approvals are good.

    Raises:
        UsageError: there is none of that number, or it waits for nobody.
        NewsletterError: it may not go; it is held, and says why.
    """
    found = mailings.find(mailing_id)
    _require(mailings.resume(mailing_id, gate), found, "be resumed")
    after = mailings.find(mailing_id)
    if after.state == MailingState.HELD:
        problem = f"mailing {mailing_id} is held: {after.note}"
        raise NewsletterError(problem, remedy="Settle that first, then resume it, or cancel it.")
    return after


def cancel_mailing(mailings: Mailings, mailing_id: int) -> Mailing:
    """End a mailing: whoever has no letter yet will get none.

    Raises:
        UsageError: there is none of that number, or it has ended.
    """
    found = mailings.find(mailing_id)
    _require(mailings.cancel(mailing_id), found, "be cancelled")
    return mailings.find(mailing_id)


def _require(done: bool, mailing: Mailing, verb: str) -> None:
    if not done:
        raise UsageError(
            f"mailing {mailing.id} is {mailing.state} and cannot {verb}",
            remedy="See `newsletter queue`.",
        )
