"""Which pictures a letter holds, and where the others are."""

import pytest

from newsletter.compose.album import Album
from newsletter.compose.pictures import fit
from newsletter.model import Picture
from newsletter.settings import Pictures
from tests.compose.making import make_picture

BASE = "https://pictures.example.org/letter"
ONE = make_picture("one.png", width=1200, height=600)
COPY = make_picture("copy.png", seed=b"one.png", width=1200, height=600)


def album(**settings: object) -> Album:
    return Album({each.path: each for each in (ONE, COPY)}, Pictures.model_validate(settings))


def test_a_picture_travels_inside_unless_the_settings_say_where_it_lies() -> None:
    inside = album()
    shown = inside.show("one.png", 520)

    assert shown == fit(ONE, 520)
    assert shown.src == f"cid:{shown.digest[:20]}@letter"
    assert inside.pictures == (shown,)


def test_a_picture_on_the_web_is_named_by_its_bytes_alone() -> None:
    outside = album(**{"base-url": BASE})
    shown = outside.show("one.png", 520)

    assert shown.src == shown.url == f"{BASE}/{fit(ONE, 520).digest}.png"
    assert shown.data == fit(ONE, 520).data
    assert outside.pictures == (shown,)


@pytest.mark.parametrize("settings", [{}, {"base-url": BASE}])
def test_one_picture_at_two_widths_is_two_pictures(settings: dict[str, object]) -> None:
    pictures = album(**settings)
    for width in (520, 44, 520):
        pictures.show("one.png", width)

    assert [picture.width for picture in pictures.pictures] == [1040, 88]


def test_a_picture_is_fitted_once() -> None:
    asked: list[int] = []

    def counted(picture: Picture, width: int) -> Picture:
        asked.append(width)
        return fit(picture, width)

    places = Pictures.model_validate({"base-url": BASE, "in-letter": True})
    pictures = Album({"one.png": ONE}, places, counted)
    for _ in range(3):
        pictures.show("one.png", 44)
        pictures.link("one.png", 44)

    assert asked == [44]


def test_the_same_bytes_under_two_names_are_one_picture() -> None:
    pictures = album()
    assert pictures.show("one.png", 520).src == pictures.show("copy.png", 520).src
    assert len(pictures.pictures) == 1


def test_a_link_needs_a_place_on_the_web() -> None:
    nowhere = album()
    assert nowhere.link("one.png", 520) is None
    assert nowhere.pictures == ()


def test_a_letter_may_hold_a_picture_and_link_to_it_as_well() -> None:
    both = album(**{"base-url": BASE, "in-letter": True})
    inside, linked = both.show("one.png", 520), both.link("one.png", 520)

    assert linked
    assert (inside.url, linked.url) == ("", f"{BASE}/{inside.name}")
    assert both.pictures == (inside, linked)
