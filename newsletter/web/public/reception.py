"""What the public pages ask of the house: every rule about who may do what lies behind these."""

from collections.abc import Mapping
from typing import Any, Protocol

from newsletter.model import Choices, Confirmed, SignUp


class Reception(Protocol):
    """The verbs of the readers; each may be repeated, and none tells who is on the list."""

    def ask(self, request: SignUp) -> None:
        """Take a sign-up: whatever comes of it, the page says the same."""

    def confirm(self, token: str) -> Confirmed:
        """Put the reader of this token on the list."""

    def leave(self, token: str, method: str) -> None:
        """Take the reader of this token off the list; `method` is the way it was said."""

    def rejoin(self, token: str) -> None:
        """Undo leaving, with the token that left, for a short time."""

    def read_choices(self, token: str) -> Choices | None:
        """What the reader of this token chose; None if the link is old or not ours."""

    def choose(self, token: str, choices: Choices) -> bool:
        """Keep what a reader chose; False if the link is old or not ours."""

    def ask_for_links(self, token: str) -> None:
        """Send fresh links to the reader of a token that may be old."""

    def read_data(self, token: str) -> Mapping[str, Any] | None:
        """Everything that is held about a reader; None if the link is old or not ours."""

    def erase(self, token: str) -> bool:
        """Erase a reader for good; False if the link is old or not ours."""
