"""How mail programs that know no dark letters make one darken."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tinycss2.color3 import RGBA, parse_color

from newsletter.studio.colours import Inversion, Role, invert, lightness_of, spell

part = st.floats(0, 1)
colours = st.builds(RGBA, part, part, part, st.just(1.0))


def read(written: str) -> RGBA:
    colour = parse_color(written)
    assert isinstance(colour, RGBA)
    return colour


@pytest.mark.parametrize(
    ("written", "role", "inversion", "becomes"),
    [
        ("#ffffff", Role.GROUND, Inversion.PARTIAL, "#161616"),
        ("#000000", Role.INK, Inversion.PARTIAL, "#ffffff"),
        ("#000000", Role.GROUND, Inversion.PARTIAL, "#000000"),
        ("#ffffff", Role.INK, Inversion.PARTIAL, "#ffffff"),
        ("#000000", Role.GROUND, Inversion.FULL, "#ffffff"),
        ("#ffffff", Role.INK, Inversion.FULL, "#161616"),
    ],
)
def test_black_and_white_become(
    written: str, role: Role, inversion: Inversion, becomes: str
) -> None:
    assert spell(invert(read(written), role, inversion)) == becomes


@given(colours, colours, st.sampled_from(Role))
def test_a_full_inversion_turns_light_and_dark_round(one: RGBA, other: RGBA, role: Role) -> None:
    assume(lightness_of(one) > lightness_of(other) + 0.2)

    lighter, darker = (invert(each, role, Inversion.FULL) for each in (other, one))

    assert lightness_of(lighter) > lightness_of(darker)


@given(colours, st.sampled_from(Role))
def test_a_partial_inversion_never_lightens_a_ground_nor_darkens_words(
    colour: RGBA, role: Role
) -> None:
    before, after = lightness_of(colour), lightness_of(invert(colour, role, Inversion.PARTIAL))

    assert after <= before + 1e-6 if role is Role.GROUND else after >= before - 1e-6


@given(colours, st.sampled_from(Role), st.sampled_from(Inversion))
def test_what_comes_out_can_be_shown(colour: RGBA, role: Role, inversion: Inversion) -> None:
    shown = invert(colour, role, inversion)

    assert all(0 <= each <= 1 for each in shown)


@given(st.builds(RGBA, part, part, part, st.floats(0.01, 1)))
def test_a_colour_can_be_read_again_as_it_was_spelt(colour: RGBA) -> None:
    again = read(spell(colour))

    assert all(abs(one - other) < 0.01 for one, other in zip(colour, again, strict=True))
