"""The measure by which the gallery is compared."""

import pytest
from PIL import Image

from tests.bench.gallery import differing_share


def plain(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), (10, 20, 30))


def test_equal_pictures_do_not_differ() -> None:
    assert differing_share(plain(10, 10), plain(10, 10)) == 0


@pytest.mark.parametrize("colour", [(11, 20, 30), (10, 21, 30), (10, 20, 31)])
def test_the_smallest_difference_in_one_pixel_counts(colour: tuple[int, int, int]) -> None:
    other = plain(10, 10)
    other.putpixel((3, 4), colour)

    assert differing_share(plain(10, 10), other) == 0.01


def test_what_only_one_picture_has_is_different() -> None:
    assert differing_share(plain(10, 10), plain(10, 8)) == 0.2
    assert differing_share(plain(5, 10), plain(10, 10)) == 0.5
