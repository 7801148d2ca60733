"""A letter of any size."""

from collections.abc import Callable

import pytest

from newsletter.model import Letter, Pieces, Sender

MakeLetter = Callable[..., Letter]


@pytest.fixture
def make_letter() -> MakeLetter:
    """Make a letter of these stretches of HTML."""
    sender = Sender(
        name="Letter",
        address="hello@example.org",
        reply_to="hello@example.org",
        bounces="hello@example.org",
        list_id="letter.example.org",
        public_url="https://letter.example.org",
    )

    def make(*html: str, text: str = "Words.") -> Letter:
        return Letter(
            issue="first",
            subject="Subject",
            preheader="Preheader",
            language="en",
            sender=sender,
            html=Pieces(html or ("<p>Words.</p>",), ("leave_url",) * (len(html) - 1)),
            text=Pieces((text,)),
            pictures=(),
        )

    return make
