"""A reception that keeps everything in memory, and says what it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from newsletter.model import Choices, Confirmed, SignUp

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
GOOD, OLD, STRANGE = "R0OD", "0LDE", "STR4"
"""Three tokens: one that works, one whose time is over, and one that is nobody's."""

HELD: Mapping[str, Any] = {
    "person": {
        "id": 7,
        "address": "zoe@example.org",
        "name": "Zoë <b>",
        "state": "active",
        "time_zone": "",
        "language": "en-GB",
        "fields": {"favourite_word": "calm"},
        "topics": ["everyday"],
        "joined_at": "2026-11-01T08:30:00+00:00",
        "paused_until": None,
    },
    "consent": [
        {
            "kind": "asked",
            "at": "2026-11-01T08:30:00+00:00",
            "source": "sign-up form",
            "method": "form",
            "wording": "Yes, send me the letter.",
            "network": "c0ffee",
        },
        {
            "kind": "confirmed",
            "at": "2026-11-01T08:31:12.345678+00:00",
            "source": "link in a letter",
            "method": "button",
            "wording": "",
            "network": "",
        },
    ],
    "letters": [
        {
            "issue": "2026-12-01-tiny-bumps",
            "state": "sent",
            "attempts": 1,
            "reply": "250 2.0.0 Ok: queued",
            "changed_at": "2026-11-15T08:00:00+00:00",
        }
    ],
    "suppressed": "",
}


@dataclass
class InventedReception:
    """One reader, behind the token `good`."""

    choices: Choices = field(default_factory=lambda: Choices("en-GB", ("everyday",), "", None))
    asked: list[SignUp] = field(default_factory=list)
    done: list[tuple[str, ...]] = field(default_factory=list)
    failure: Exception | None = None

    def ask(self, request: SignUp) -> None:
        self._fail()
        self.asked.append(request)

    def confirm(self, token: str) -> Confirmed:
        self._note("confirm", token)
        known = {GOOD: Confirmed.CONFIRMED, OLD: Confirmed.EXPIRED}
        return known.get(token, Confirmed.UNKNOWN)

    def leave(self, token: str, method: str) -> None:
        self._note("leave", token, method)

    def rejoin(self, token: str) -> None:
        self._note("rejoin", token)

    def read_choices(self, token: str) -> Choices | None:
        self._fail()
        return self.choices if token == GOOD else None

    def choose(self, token: str, choices: Choices) -> bool:
        self._note("choose", token)
        if token == GOOD:
            self.choices = choices
        return token == GOOD

    def ask_for_links(self, token: str) -> None:
        self._note("ask for links", token)

    def read_data(self, token: str) -> Mapping[str, Any] | None:
        self._fail()
        return HELD if token == GOOD else None

    def erase(self, token: str) -> bool:
        self._note("erase", token)
        return token == GOOD

    def _note(self, *what: str) -> None:
        self._fail()
        self.done.append(what)

    def _fail(self) -> None:
        if self.failure:
            raise self.failure


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)
