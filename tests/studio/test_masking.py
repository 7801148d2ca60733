"""Addresses in what servers say: told apart, and of no use to anybody."""

import pytest

from newsletter.studio.masking import mask_addresses


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("550 no such user", "550 no such user"),
        ("550 <ana@example.org>: unknown", "550 <a…@e…>: unknown"),
        ("ana@example.org and bo@b.test", "a…@e… and b…@b…"),
        ("user @ host", "user @ host"),
    ],
)
def test_every_address_in_a_text_is_masked(text: str, masked: str) -> None:
    assert mask_addresses(text) == masked
