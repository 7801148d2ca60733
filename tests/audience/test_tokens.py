import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.audience import Purpose, Token, read_token, sign_token
from newsletter.audience.tokens import BYTES, LASTS
from newsletter.model import Keyring

KEYS = Keyring(b"0" * 64)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@given(st.integers(0, 2**48 - 1), st.sampled_from(Purpose))
def test_a_token_leads_back_to_its_subscriber_for_its_own_purpose_alone(
    subscriber: int, purpose: Purpose
) -> None:
    token = sign_token(KEYS, purpose, subscriber, NOW)

    assert len(token) == 36
    for each in Purpose:
        expected = Token(subscriber, expired=False) if each == purpose else None
        assert read_token(KEYS, each, token, NOW) == expected
    assert read_token(Keyring(b"1" * 64), purpose, token, NOW) is None


@given(st.text(max_size=60))
def test_whatever_else_is_no_token(text: str) -> None:
    assert read_token(KEYS, Purpose.LEAVE, text, NOW) is None


@given(st.integers(0, BYTES - 1), st.integers(1, 255), st.sampled_from(Purpose))
def test_a_changed_byte_spoils_a_token(position: int, change: int, purpose: Purpose) -> None:
    raw = bytearray(base64.urlsafe_b64decode(sign_token(KEYS, purpose, 12345, NOW)))
    raw[position] ^= change
    changed = base64.urlsafe_b64encode(bytes(raw)).decode()

    assert read_token(KEYS, purpose, changed, NOW) is None


@pytest.mark.parametrize("purpose", LASTS)
def test_a_token_ends_with_its_time(purpose: Purpose) -> None:
    token = sign_token(KEYS, purpose, 1, NOW)

    inside = read_token(KEYS, purpose, token, NOW + LASTS[purpose] - timedelta(minutes=1))
    after = read_token(KEYS, purpose, token, NOW + LASTS[purpose] + timedelta(seconds=1))
    assert inside == Token(1, expired=False)
    assert after == Token(1, expired=True)


def test_a_reader_can_leave_after_any_time() -> None:
    token = sign_token(KEYS, Purpose.LEAVE, 1, NOW)

    assert read_token(KEYS, Purpose.LEAVE, token, NOW + timedelta(days=36500)) == Token(1, False)


def test_a_key_that_was_replaced_still_reads_what_it_signed_until_it_is_taken_out() -> None:
    token = sign_token(KEYS, Purpose.LEAVE, 7, NOW)
    fresh = Keyring(b"2" * 64, older=(KEYS.current,))

    assert read_token(fresh, Purpose.LEAVE, token, NOW) == Token(7, expired=False)
    assert sign_token(fresh, Purpose.LEAVE, 7, NOW) != token
    assert read_token(Keyring(fresh.current), Purpose.LEAVE, token, NOW) is None


@pytest.mark.parametrize(("purpose", "expired"), [("leave", False), ("preferences", True)])
def test_a_letter_of_the_first_version_can_still_be_left_by(purpose: str, expired: bool) -> None:
    # Made with `sign_token` as it was then, for subscriber 7.
    made = {
        "leave": "AAAAAAAH-ErzK8cHDnfjZ9xA1BbQeg",
        "preferences": "AAAAAAAHRHM8FnFVNbGR5v_Nje9oxA",
    }

    read = read_token(Keyring(b"n" * 64, (KEYS.current,)), Purpose(purpose), made[purpose], NOW)

    assert read == Token(7, expired)
