"""Pieces of quoted-printable that fit together."""

import quopri
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.quoted import encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
AWKWARD = st.text(alphabet=". =\n\r\tF-_ë👩", max_size=200)


def decode(encoded: bytes) -> str:
    return quopri.decodestring(encoded).replace(b"\r\n", b"\n").decode("utf-8")


def assert_sound(encoded: bytes) -> None:
    """What every mail server takes as it is (RFC 2045 §6.7, RFC 5321 §4.5.2)."""
    assert encoded.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", encoded)
    for line in encoded.split(b"\r\n"):
        assert len(line) <= 76
        assert not line.startswith(b".")
        assert not line.endswith((b" ", b"\t"))
        assert re.fullmatch(rb"(?:[\t -<>-~]|=[0-9A-F]{2})*=?", line)


@given(st.lists(TEXTS | AWKWARD, max_size=6))
def test_pieces_in_any_order_read_back_as_they_were(texts: list[str]) -> None:
    pieces = [encode(text) for text in texts]

    assert decode(b"".join(pieces)) == "".join(texts)
    for piece in pieces:
        assert piece == b"" or piece.endswith(b"\r\n")
    assert_sound(b"".join(pieces))


@given(TEXTS | AWKWARD)
def test_the_last_piece_ends_as_its_text_ends(text: str) -> None:
    encoded = encode(text, closed=False)

    assert decode(encoded) == text
    assert not encoded.endswith(b"=\r\n")
    assert_sound(encoded)


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("", b""),
        ("Zoë", b"Zo=C3=AB=\r\n"),
        ("one\n", b"one\r\n"),
        ("one\ntwo", b"one\r\ntwo=\r\n"),
        ("a = b", b"a =3D b=\r\n"),
        ("end \n", b"end=20\r\n"),
        ("Dear ", b"Dear=20=\r\n"),
        (".", b"=2E=\r\n"),
        ("a\n.b", b"a\r\n=2Eb=\r\n"),
        ("x" * 73 + ".", b"x" * 73 + b"=\r\n=2E=\r\n"),
        ("x" * 72 + "ë", b"x" * 72 + b"=\r\n=C3=AB=\r\n"),
    ],
)
def test_what_stands_for_itself_is_left_alone(text: str, encoded: bytes) -> None:
    assert encode(text) == encoded
