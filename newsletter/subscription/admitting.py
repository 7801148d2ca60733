"""Working off the sign-ups that wait: who is new, or comes back, is asked to confirm."""

import logging

from newsletter.audience import Suppressions, Waiting, Wordings, parse_address
from newsletter.errors import NewsletterError
from newsletter.model import MailingKind, Proof, SubscriberState
from newsletter.subscription.reception import Reception

log = logging.getLogger("newsletter")

A_ROUND = 50
"""Sign-ups that are worked off together: letters that are due wait meanwhile."""


def admit(reception: Reception, most: int = A_ROUND) -> int:
    """Work off the oldest sign-ups; return how many there were.

    Repeatable: one that was begun before a crash, or by two processes at once, comes to the same.
    """
    reception.sign_ups.drop_old()
    waiting = reception.sign_ups.waiting(most)
    if waiting:
        # A letter that cannot be compiled must not count as one that went.
        reception.letters(MailingKind.CONFIRM)
    for each in waiting:
        try:
            _admit_one(reception, each)
        except NewsletterError:
            raise
        except Exception as error:
            # Nobody waits behind a form that cannot be worked off; its words are nobody's business.
            log.error("a sign-up was dropped: %s", type(error).__name__)
        reception.sign_ups.finish(each.id)
    return len(waiting)


def _admit_one(reception: Reception, waiting: Waiting) -> None:
    request = waiting.request
    address = parse_address(request.address)
    if Suppressions(reception.engine, reception.keys).keeps_off(address.canonical):
        return
    wordings = Wordings(reception.engine, reception.now)
    wording = wordings.store(request.language, request.wording)
    proof = Proof("sign-up form", "form", wording, request.network)
    subscribers = reception.subscribers
    reader = subscribers.ask(address, request.name, request.language, proof, request.topics)
    if reader.state == SubscriberState.PENDING:
        reception.write_if_not_too_often(MailingKind.CONFIRM, reader.id)
