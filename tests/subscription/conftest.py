"""A reception of each database, a clock that a test moves, and letters of plain words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from newsletter.audience import Purpose, parse_address, sign_token
from newsletter.delivery import Mailings
from newsletter.model import (
    TO_ONE_READER,
    Keyring,
    Letter,
    MailingKind,
    SignUp,
    Subscriber,
)
from newsletter.settings import Settings, Signup
from newsletter.subscription import Reception, admit
from newsletter.workspace import usual_settings
from tests.conftest import Clock, make_letter

KEYS = Keyring(b"k" * 64)
ANA = "ana@example.org"
WORDING = "Yes, I want Bite-sized Skin by email."


def plain_letter(kind: MailingKind) -> Letter:
    return make_letter(kind)


def usual(**signup: object) -> Settings:
    """The settings of a new workspace with two topics, and limits that a test does not meet."""
    wide = {"per_network": 10**6, "per_domain": 10**6, "per_hour": 10**6}
    limits = Signup().model_copy(update=wide | signup)
    topics = {"everyday": "Everyday skin", "baby": "Baby skin"}
    return usual_settings().model_copy(update={"signup": limits, "topics": topics})


class Front:
    """The reception as the pages use it, the daemon's part of it, and a look behind the desk."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        self.clock = clock
        self.reception = Reception(engine, KEYS, settings, plain_letter, self.moment, clock)

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.clock.seconds, UTC)

    def ask(self, address: str = ANA, network: str = "203.0.113.9", **said: object) -> None:
        """Send a form in, and let the daemon work it off."""
        form = SignUp(address, "Ana", "", (), WORDING, network)
        self.reception.ask(replace(form, **said))  # type: ignore[arg-type]
        admit(self.reception)

    def reader(self, address: str = ANA) -> Subscriber:
        return self.reception.subscribers.find(parse_address(address))

    def token(self, purpose: Purpose, address: str = ANA) -> str:
        return sign_token(KEYS, purpose, self.reader(address).id, self.moment())

    def steps(self, address: str = ANA) -> list[str]:
        history = self.reception.subscribers.history(self.reader(address).id)
        return [event.kind for event in history]

    def written(self) -> list[str]:
        """The kinds of all letters to single readers, oldest first."""
        mailings = Mailings(self.reception.engine, self.clock)
        made = sorted(mailings.all(kinds=TO_ONE_READER), key=lambda each: each.id)
        return [str(each.kind) for each in made]


@pytest.fixture
def front(engine: Engine, clock: Clock) -> Front:
    return Front(engine, clock, usual())
