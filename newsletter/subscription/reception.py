"""The reception: what the public pages may ask for, and what a link entitles to.

Every verb may be repeated. A token that none of our keys made, or that is for something else, is
answered like one whose time is over, and changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine

from newsletter.audience import (
    Letters,
    Purpose,
    SignUps,
    Subscribers,
    check_name,
    erase,
    export_person,
    parse_address,
    read_token,
)
from newsletter.database import database_now, transaction
from newsletter.delivery import Errand, Mailings, freeze_for_reader
from newsletter.localtime import find_zone
from newsletter.model import (
    WRITES_TO,
    Choices,
    Confirmed,
    Keyring,
    Letter,
    MailingKind,
    Proof,
    SignUp,
    Subscriber,
    SubscriberState,
)
from newsletter.settings import Settings
from newsletter.subscription.letters import ServiceLetters

A_LINK = "link in a letter"

RENEWED = (Purpose.PREFERENCES, Purpose.DATA)
"""Links that a fresh one may be asked for with, however old they are."""

UNDO = timedelta(hours=1)
"""How long somebody may take leaving back by the link that they left with."""

LONGEST_PAUSE = timedelta(weeks=13)
"""A pause is not a way of being forgotten on the list."""

SOON_OR_NEVER = 24 * 3600
"""Seconds in which a letter to one reader has to go."""


@dataclass(frozen=True, slots=True)
class Reception:
    """One workspace's reception; `clock` is for links, `now` the database's clock for all else."""

    engine: Engine
    keys: Keyring = field(repr=False)
    settings: Settings
    letters: ServiceLetters
    clock: Callable[[], datetime]
    now: Callable[[], ColumnElement[float]] = database_now

    def ask(self, request: SignUp) -> None:
        """Take a sign-up in; what becomes of it is for `admit`, where nobody can tell.

        What is no address, or comes too often, is not answered otherwise than anything else.
        """
        try:
            address = parse_address(request.address)
        except ValueError:
            return
        self.sign_ups.take(self._as_declared(request), address)

    def confirm(self, token: str) -> Confirmed:
        """Put who asked on the list, and welcome them."""
        read = read_token(self.keys, Purpose.CONFIRM, token, self.clock())
        reader = self.subscribers.get(read.subscriber) if read else None
        if not read or not reader:
            return Confirmed.UNKNOWN
        if not read.expired and self.subscribers.confirm(reader.id, Proof(A_LINK, "button")):
            self.written.forget(MailingKind.CONFIRM, reader.id)
            self.write(MailingKind.WELCOME, reader.id)
            return Confirmed.CONFIRMED
        here = not read.expired and reader.state == SubscriberState.ACTIVE
        return Confirmed.CONFIRMED if here else Confirmed.EXPIRED

    def leave(self, token: str, method: str) -> None:
        """Take the reader off the list; `method` is how they said so: a button, one click."""
        reader = self._whose(Purpose.LEAVE, token)
        if not reader or not self.subscribers.leave(reader.id, Proof(A_LINK, method)):
            return
        if self.settings.signup.goodbye and reader.state == SubscriberState.ACTIVE:
            self.write(MailingKind.GOODBYE, reader.id)

    def rejoin(self, token: str) -> None:
        """Bring back a reader who has left just now, by the link that they left with."""
        reader = self._whose(Purpose.LEAVE, token)
        if reader:
            self.subscribers.rejoin(reader.id, Proof(A_LINK, "button"), within=UNDO)

    def read_choices(self, token: str) -> Choices | None:
        """What the reader has chosen; None for whoever is not on the list by this link."""
        reader = self._whose(Purpose.PREFERENCES, token)
        return reader.choices if reader and reader.state == SubscriberState.ACTIVE else None

    def choose(self, token: str, choices: Choices) -> bool:
        """Keep a reader's choices; return whether they could be kept.

        What the settings do not declare cannot be chosen, nor a pause without an end.
        """
        reader = self._whose(Purpose.PREFERENCES, token)
        if not reader or reader.state != SubscriberState.ACTIVE or not self._can_be(choices):
            return False
        self.subscribers.choose(reader.id, choices, Proof("page of choices", "form"))
        return True

    def ask_for_links(self, token: str) -> None:
        """Send fresh links to the reader of an old one, once a day, to their own address."""
        readers = (self._whose(each, token, even_expired=True) for each in RENEWED)
        reader = next(filter(None, readers), None)
        if reader and reader.state in WRITES_TO[MailingKind.LINK]:
            self.write_if_not_too_often(MailingKind.LINK, reader.id)

    def read_data(self, token: str) -> Mapping[str, Any] | None:
        """Everything that is held of the reader, as JSON knows it."""
        reader = self._whose(Purpose.DATA, token)
        return export_person(self.engine, self.keys, reader.id) if reader else None

    def erase(self, token: str) -> bool:
        """Forget the reader for good; return whether this link could."""
        reader = self._whose(Purpose.DATA, token)
        proof = Proof("page of data", "button")
        return bool(reader and erase(self.engine, self.keys, reader.id, proof, self.now))

    def write(self, kind: MailingKind, subscriber: int) -> None:
        """Set a service letter to one reader on its way."""
        letter, errand = self._prepare(kind, subscriber)
        Mailings(self.engine, self.now).create_for_reader(letter, errand)

    def write_if_not_too_often(self, kind: MailingKind, subscriber: int) -> None:
        """The same for a letter that anybody can bring about: it is counted if it goes."""
        letter, errand = self._prepare(kind, subscriber)
        with transaction(self.engine) as connection:
            if self.written.may_go(connection, kind, subscriber):
                freeze_for_reader(connection, letter, errand, self.now())

    @property
    def subscribers(self) -> Subscribers:
        """Everybody on the list."""
        return Subscribers(self.engine, self.now)

    @property
    def sign_ups(self) -> SignUps:
        """The forms that wait."""
        return SignUps(self.engine, self.keys, self.settings.signup, self.now)

    @property
    def written(self) -> Letters:
        """The letters that somebody's asking has brought about."""
        return Letters(self.engine, self.keys, self.now)

    def _prepare(self, kind: MailingKind, subscriber: int) -> tuple[Letter, Errand]:
        errand = Errand(kind, subscriber, self.settings.sending.provider, SOON_OR_NEVER)
        return self.letters(kind), errand

    def _whose(
        self, purpose: Purpose, token: str, *, even_expired: bool = False
    ) -> Subscriber | None:
        """The reader of a token, whatever their state; nobody once they are erased."""
        read = read_token(self.keys, purpose, token, self.clock())
        if not read or (read.expired and not even_expired):
            return None
        reader = self.subscribers.get(read.subscriber)
        return reader if reader and reader.state != SubscriberState.ERASED else None

    def _as_declared(self, request: SignUp) -> SignUp:
        """The form without what the settings do not know, and no name that would break a letter."""
        known = tuple(topic for topic in request.topics if topic in self.settings.topics)
        language = request.language if request.language in self.settings.languages else ""
        try:
            check_name(request.name)
        except ValueError:
            request = replace(request, name="")
        return replace(request, language=language, topics=tuple(dict.fromkeys(known)))

    def _can_be(self, choices: Choices) -> bool:
        until = choices.paused_until
        return (
            choices.language in ("", *self.settings.languages)
            and set(choices.topics) <= set(self.settings.topics)
            and (not choices.time_zone or _is_zone(choices.time_zone))
            and (not until or until <= self.clock() + LONGEST_PAUSE)
        )


def _is_zone(name: str) -> bool:
    try:
        find_zone(name)
    except ValueError:
        return False
    return True
