"""Colours: as they are written, and how well two can be told apart."""

import pytest

from newsletter.checks.colours import contrast, read_colour


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#0b6b66", "#0b6b66"),
        (" #0B6B66 ", "#0b6b66"),
        ("#fff", "#ffffff"),
        ("#1a3", "#11aa33"),
        ("rgb(11, 107, 102)", "#0b6b66"),
        ("rgb(11 107 102)", "#0b6b66"),
        ("rgb(999,0,0)", "#ff0000"),
        ("White", "#ffffff"),
        ("transparent", None),
        ("inherit", None),
        ("#ffff", None),
        ("var(--ink)", None),
    ],
)
def test_a_colour_is_read_however_it_is_written(written: str, colour: str | None) -> None:
    assert read_colour(written) == colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#123456", "#123456", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_the_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
