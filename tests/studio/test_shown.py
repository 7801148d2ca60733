"""A variant of a letter filled for one reader, with what is not known of them marked."""

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.model import Letter, Pieces
from newsletter.studio.shown import Missing, Shown, show
from tests.conftest import make_letter


@pytest.fixture
def letter() -> Letter:
    return letter_with('<p title="', '">Dear ', "first_name")


def letter_with(before: str, between: str, slot: str) -> Letter:
    """A letter that prints a field inside a tag, and among words."""
    html = Pieces(("<title>Hi ", f"</title>{before}", between, "!</p>"), (slot, slot, slot))
    return make_letter(
        html=html,
        text=Pieces(("Dear ", "!"), (slot,)),
        subject=Pieces(("For ", ""), (slot,)),
    )


def show_to(letter: Letter, **values: str) -> Shown:
    return show(letter, letter.main, values)


def test_what_is_known_of_a_reader_is_filled_in(letter: Letter) -> None:
    shown = show_to(letter, first_name="Zoë <b>")

    assert shown.html == (
        '<title>Hi Zoë &lt;b&gt;</title><p title="Zoë &lt;b&gt;">Dear Zoë &lt;b&gt;!</p>'
    )
    assert shown.marked == shown.html
    assert (shown.text, shown.subject) == ("Dear Zoë <b>!", "For Zoë <b>")
    assert shown.missing == ()


@pytest.mark.parametrize("value", ["", " \n", "x" * 41])
def test_what_is_missing_is_marked_among_words_and_only_for_looking_at(
    letter: Letter, value: str
) -> None:
    shown = show_to(letter, first_name=value)

    assert shown.html == '<title>Hi friend</title><p title="friend">Dear friend!</p>'
    assert shown.marked == (
        '<title>Hi friend</title><p title="friend">Dear <mark data-missing="first-name" '
        'title="This reader has no “first-name”">friend</mark>!</p>'
    )
    assert shown.missing == (Missing("first-name", "friend"),)


def test_the_words_of_the_variants_language_stand_for_what_is_missing(letter: Letter) -> None:
    variant = replace(letter.main, defaults={"first_name": "chère lectrice"})

    assert show(letter, variant, {}).missing == (Missing("first-name", "chère lectrice"),)


def test_a_readers_own_links_are_samples_and_never_missing() -> None:
    shown = show_to(make_letter())

    assert '<a href="https://letter.example.org/leave/sample">' in shown.html
    assert shown.missing == ()


@given(st.text(max_size=60))
def test_no_value_brings_markup_into_the_page(value: str) -> None:
    shown = show_to(letter_with('<p title="', '">', "first_name"), first_name=value)

    assert shown.html.count("<") == 4
    assert escape(shown.text[5:-1]) in shown.html
