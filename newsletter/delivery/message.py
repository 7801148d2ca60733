"""One reader's message as bytes: CRLF line ends, ASCII throughout.

A form is a letter with everything encoded that all readers of a mailing have in common; filling it
for one of them encodes their own values and joins.

Sources: RFC 5322 (headers), RFC 2369 and RFC 8058 (leaving), RFC 2919 (list id),
RFC 3834 §5 (letters that a program writes by itself).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import format_datetime
from functools import cached_property, lru_cache

from newsletter.delivery.body import Body
from newsletter.delivery.headers import header, mailbox, unstructured
from newsletter.model import (
    LEAVE_URL,
    NAME,
    TO_AUDIENCE,
    TO_ONE_READER,
    Delivery,
    Letter,
    MailingKind,
    Variant,
)


class Form:
    """A letter for one mailing, ready to be filled for each reader; `uid` is the mailing's.

    A variant is encoded when the first of its readers comes.
    """

    def __init__(self, letter: Letter, uid: str, kind: MailingKind = MailingKind.ISSUE) -> None:
        self.letter = letter
        self._uid = uid
        self._kind = kind
        self._bodies: dict[object, Body] = {}

    def fill(self, delivery: Delivery, values: Mapping[str, str], now: datetime) -> bytes:
        """Return the whole message for one reader.

        `values` are those that the delivery does not bring along; `leave_url` among them also
        goes into the headers, unless the letter is to one reader and has no such link.

        Raises:
            ValueError: a name, an address or a link would break the headers.
        """
        if self._kind is MailingKind.CONFIRM:
            # Anybody may have typed the name: nothing of it goes to whom the address belongs to.
            delivery = replace(delivery, name="", fields={})
        sender, answers, rest = self._shared
        known = {**delivery.fields, NAME: delivery.name, **values}
        variant = self.letter.variant_for(delivery.language, known)
        body = self._body(variant)
        printed = body.prepare(known)
        head = [
            _date(now.replace(microsecond=0)),
            sender,
            header("To", mailbox(delivery.name, delivery.address)),
            answers,
            header("Subject", unstructured(body.subject.fill(printed))),
            header("Message-ID", self._name(delivery)),
            self._of_the_list(variant, values),
            rest,
        ]
        return b"".join(head + body.fill(printed))

    @cached_property
    def _shared(self) -> tuple[bytes, bytes, bytes]:
        """What every message says of its sender, and of what it is."""
        sender = self.letter.sender
        of_issue = self._kind in TO_AUDIENCE
        # The name of a letter to one reader would be a reader's name.
        about = f"{self._uid}:issue" if of_issue else f"service:{self._kind}"
        rest = [
            header("Feedback-ID", f"{about}:letter:{_sender_id(sender.list_id)}"),
            header("Precedence", "bulk")
            if of_issue
            else header("Auto-Submitted", "auto-generated"),
            header("MIME-Version", "1.0"),
        ]
        return (
            header("From", mailbox(sender.name, sender.address)),
            header("Reply-To", sender.reply_to),
            b"".join(rest),
        )

    def _of_the_list(self, variant: Variant, values: Mapping[str, str]) -> bytes:
        """Which list it is, and how to leave it; most letters to one reader are of no list."""
        if self._kind in TO_ONE_READER and LEAVE_URL not in variant.slots:
            return b""
        return (
            header("List-ID", f"<{self.letter.sender.list_id}>")
            + header("List-Unsubscribe", f"<{values[LEAVE_URL]}>")
            + header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        )

    def _name(self, delivery: Delivery) -> str:
        """A name that is the same at every try, and says nothing about the reader."""
        digest = hashlib.sha256(f"{self._uid}:{delivery.subscriber}".encode()).hexdigest()
        return f"<{digest[:32]}@{self.letter.sender.address.rpartition('@')[2]}>"

    def _body(self, variant: Variant) -> Body:
        key = (variant.language, frozenset(variant.conditions.items()))
        if key not in self._bodies:
            self._bodies[key] = Body(self.letter, variant, self._uid)
        return self._bodies[key]


def build_message(
    letter: Letter, uid: str, delivery: Delivery, values: Mapping[str, str], now: datetime
) -> bytes:
    """Return the whole message for one reader alone; arguments and errors as for `Form.fill`."""
    return Form(letter, uid).fill(delivery, values, now)


def _sender_id(list_id: str) -> str:
    """A constant of 12 characters that names the sender and nothing else."""
    return hashlib.sha256(list_id.encode()).hexdigest()[:12]


@lru_cache(maxsize=8)
def _date(second: datetime) -> bytes:
    """The same line for everybody whose message is built within a second."""
    return header("Date", format_datetime(second))
