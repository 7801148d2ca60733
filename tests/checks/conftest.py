"""A letter of any size."""

from collections.abc import Callable

import pytest

from newsletter.model import Letter, Pieces, Sender, Variant

MakeLetter = Callable[..., Letter]


def make_variant(html: tuple[str, ...], text: str = "Words.") -> Variant:
    """A variant of these stretches of HTML."""
    slots = ("leave_url",) * (len(html) - 1)
    subject, preheader = Pieces(("Subject",)), Pieces(("Preheader",))
    return Variant("en-GB", {}, subject, preheader, Pieces(html, slots), Pieces((text,)))


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
            sender=sender,
            fields=(),
            variants=(make_variant(html or ("<p>Words.</p>",), text),),
            pictures=(),
        )

    return make
