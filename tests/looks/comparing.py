"""Two pictures of one letter: are they the same to the eye?

Edges of glyphs are drawn a little differently by each version of a browser. So both pictures are
looked at through half-closed eyes, and a spot counts as different only if it is clearly beyond all
that stands around it in the other picture: an edge half a pixel away is not, another colour, a
missing box or words in another place are.
"""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

BLUR = 2
"""How far the eyes are closed, in pixels."""

CLEARLY = 16
"""Levels of 255 that the eye can tell apart, and more than a palette loses."""

OVERLOOKED = 0.0003
"""The share of clearly different pixels that is noise."""

SLACK = 3
"""Pixels by which the heights may differ: one for each row of a sheet."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What has changed, in words and as a picture: white where the two differ."""

    words: str
    picture: Image.Image


def compare(golden: Image.Image, actual: Image.Image) -> Difference | None:
    """Return how `actual` differs from `golden`, or None if the eye sees no difference."""
    if golden.width != actual.width or abs(golden.height - actual.height) > SLACK:
        words = f"it is {actual.width}x{actual.height} and was {golden.width}x{golden.height}"
        return Difference(words, actual)
    both = (0, 0, golden.width, min(golden.height, actual.height))
    one, other = _squint(golden.crop(both)), _squint(actual.crop(both))
    if _share(_clear(ImageChops.difference(one, other))) <= OVERLOOKED:
        return None
    spots = _clear(ImageChops.lighter(_beyond(one, other), _beyond(other, one)))
    if (share := _share(spots)) <= OVERLOOKED:
        return None
    return Difference(f"{share:.2%} of its pixels are clearly different", spots)


def _squint(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").filter(ImageFilter.BoxBlur(BLUR))


def _beyond(around: Image.Image, picture: Image.Image) -> Image.Image:
    """How far each pixel is outside of what stands around its place in the other picture."""
    below = ImageChops.subtract(around.filter(ImageFilter.MinFilter(3)), picture)
    above = ImageChops.subtract(picture, around.filter(ImageFilter.MaxFilter(3)))
    return ImageChops.lighter(below, above)


def _clear(distance: Image.Image) -> Image.Image:
    """White where any of the three colours is clearly different, black elsewhere."""
    red, green, blue = distance.split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return worst.point(lambda level: 255 if level > CLEARLY else 0)


def _share(spots: Image.Image) -> float:
    return spots.histogram()[255] / (spots.width * spots.height)
