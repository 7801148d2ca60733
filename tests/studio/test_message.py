"""A message as the studio shows it: the one that a reader like this would get."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.delivery import build_message
from newsletter.errors import UsageError
from newsletter.model import Delivery, Letter, Persona, Pieces
from newsletter.studio.message import make_message, read_headers
from newsletter.studio.personas import DEFAULTS, values_of
from tests.conftest import make_letter

QUICK = settings(max_examples=200, database=None)
NOW = datetime(2026, 12, 1, 0, 0, 7, tzinfo=UTC)
HELLO = Pieces(("Dear ", ""), ("name",))


def two_variants() -> Letter:
    """A letter in one variant for readers of French, and one for everybody else."""
    letter = make_letter(subject=HELLO, text=HELLO)
    (plain,) = letter.variants
    french = replace(plain, conditions={"language": "fr"}, subject=Pieces(("Pour vous",)))
    return replace(letter, variants=(french, plain))


@pytest.mark.parametrize("persona", DEFAULTS, ids=lambda each: each.id)
def test_it_is_byte_for_byte_what_would_be_sent(persona: Persona) -> None:
    letter = two_variants()
    delivery = Delivery(0, 0, persona.address, persona.name, 0)
    sent = build_message(letter, "sample", delivery, values_of(persona, letter), NOW)

    assert make_message(letter, letter.main, persona, NOW).raw.encode("ascii") == sent


def test_headers_are_shown_as_people_read_them() -> None:
    letter, persona = make_letter(), Persona("zoe", name="Zoë " * 30, address="zoe@example.org")

    headers = make_message(letter, letter.main, persona, NOW).headers

    assert headers[0] == ("Date", "Tue, 01 Dec 2026 00:00:07 +0000")
    assert dict(headers)["To"] == f"{('Zoë ' * 30).strip()} <zoe@example.org>"
    assert dict(headers)["List-Unsubscribe"] == "<https://letter.example.org/leave/sample>"
    assert not any("\n" in value or "=?" in value for _, value in headers)


def test_a_variant_that_is_for_others_can_be_looked_at() -> None:
    letter = two_variants()

    message = make_message(letter, letter.variants[0], DEFAULTS[0], NOW)

    assert dict(message.headers)["Subject"] == "Pour vous"


def test_the_address_of_a_real_reader_is_in_no_message() -> None:
    letter = make_letter()
    reader = Persona("reader:7", name="Ana", address="a…@e…")

    message = make_message(letter, letter.main, reader, NOW)

    assert dict(message.headers)["To"] == "Ana <reader@example.org>"


def test_what_would_break_a_message_is_said_in_words() -> None:
    letter, persona = make_letter(), Persona("odd", name="A\nBcc: all@example.org")

    with pytest.raises(UsageError, match="no message can be made of this letter for odd") as caught:
        make_message(letter, letter.main, persona, NOW)
    assert caught.value.remedy


def test_headers_of_any_message_can_be_read() -> None:
    raw = (
        b"Subject: =?utf-8?b?WsOp?=\r\n and more\r\nX-Odd: \xff\r\nX-Far: =?x-moon?q?a?=\r\n"
        b"X-Torn: =?utf-8?b?A?=\r\n\r\nSubject: body\r\n"
    )

    headers = dict(read_headers(raw))

    assert headers["Subject"] == "Zé and more"
    assert headers["X-Far"] == "=?x-moon?q?a?="
    assert list(headers) == ["Subject", "X-Odd", "X-Far", "X-Torn"]


@QUICK
@given(st.binary(max_size=200).map(lambda value: b"Subject: =?" + value))
def test_no_message_is_beyond_reading(raw: bytes) -> None:
    for _, value in read_headers(raw):
        assert "\n" not in value
