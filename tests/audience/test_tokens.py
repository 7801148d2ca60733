import base64

from hypothesis import given
from hypothesis import strategies as st

from newsletter.audience import Purpose, read_token, sign_token
from newsletter.audience.tokens import ID_BYTES

KEY = b"0" * 64


@given(st.integers(0, 2**48 - 1))
def test_a_token_leads_back_to_its_subscriber(subscriber: int) -> None:
    token = sign_token(KEY, Purpose.LEAVE, subscriber)

    assert read_token(KEY, Purpose.LEAVE, token) == subscriber
    assert len(token) == 30
    assert read_token(b"1" * 64, Purpose.LEAVE, token) is None


@given(st.text(max_size=60))
def test_whatever_else_is_no_token(text: str) -> None:
    assert read_token(KEY, Purpose.LEAVE, text) is None


@given(st.integers(0, 21), st.integers(1, 255))
def test_a_changed_byte_spoils_a_token(position: int, change: int) -> None:
    raw = bytearray(base64.urlsafe_b64decode(sign_token(KEY, Purpose.LEAVE, 12345) + "=="))
    raw[position] ^= change
    changed = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")

    assert position < ID_BYTES + 16
    assert read_token(KEY, Purpose.LEAVE, changed) is None
