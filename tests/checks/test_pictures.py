"""Rules about pictures: words, leave, places, sharpness."""

from typing import Any

import pytest
from PIL import Image

from newsletter.checks.pictures import image_alt, image_consent, image_size
from newsletter.model import Level, Lines, Picture
from tests.checks.making import make_background, make_library, manuscript, places
from tests.compose.making import make_picture, make_snippet
from tests.drawing import encode, talkative_exif

LINES = Lines({("image",): 5, ("image", "file"): 6, ("image", "alt"): 7})
DRAWING = "Drawing: a tiny pocket under the skin"
CHEEK = "A cheek with pale bumps, on light brown skin"


def showing(picture: Picture | None = None, language: str = "en-GB", **image: Any) -> Any:
    """The manuscript of a snippet with this picture."""
    words = {"file": "pictures/a.jpg", "alt": DRAWING, **image}
    pictures = {picture.path: picture} if picture else {}
    background = make_background(make_library(pictures=pictures))
    snippet = make_snippet("Words.", image=words, lines=LINES)
    return manuscript(snippet, background, language)


@pytest.mark.parametrize(
    ("alt", "level"),
    [
        ("photo", Level.ERROR),
        ("An image", Level.ERROR),
        ("Picture 2", Level.ERROR),
        ("Drawing: " + "x" * 117, Level.WARNING),
        ("Photo of a red apple", Level.INFO),
        ("A cheek with pale bumps", Level.WARNING),
        ("Close-up of a rash", Level.WARNING),
    ],
)
def test_words_for_a_picture_that_help_nobody_are_found(alt: str, level: Level) -> None:
    (hit,) = image_alt.find(showing(alt=alt))
    assert (hit.level or image_alt.level) is level
    assert str(hit.at) == "issues/snippets/one.md:7"


@pytest.mark.parametrize(
    "alt", [DRAWING, CHEEK, "Drawing: " + "x" * 116, "A tube of sunscreen", "Photographers at work"]
)
def test_words_that_tell_what_is_seen_are_left_alone(alt: str) -> None:
    assert places(image_alt, showing(alt=alt)) == []


def test_other_languages_are_only_asked_for_length_and_sense() -> None:
    assert places(image_alt, showing(language="fr", alt="Cheek, foncé")) == []
    assert len(places(image_alt, showing(language="fr", alt="Photo"))) == 1


GIVEN = {"consent": "form-12", "credit": "Sent in by a reader"}


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ({"alt": CHEEK}, 1),
        ({"alt": CHEEK, "consent": "form-12"}, 1),
        ({"alt": CHEEK, "credit": "Sent in by a reader"}, 1),
        ({"alt": "A woman smiles"}, 1),
        ({"alt": "photo"}, 1),
        ({"alt": "photo", "file": "pictures/before-after.jpg", **GIVEN}, 1),
        ({"alt": "photo", "file": "pictures/before-after.jpg"}, 2),
        ({"alt": CHEEK, "caption": "Before and after", **GIVEN}, 1),
        ({"alt": "Drawing: before/after"}, 1),
        ({"alt": CHEEK, **GIVEN}, 0),
        ({"alt": DRAWING}, 0),
        ({"alt": "A cheek", "credit": "Illustration: the desk"}, 0),
        ({"alt": "A tube of sunscreen"}, 0),
        ({"alt": "Drawing: what to do before it, and what to do after"}, 0),
    ],
)
def test_who_is_seen_has_said_yes(image: dict[str, Any], found: int) -> None:
    assert places(image_consent, showing(**image)) == ["issues/snippets/one.md:5"] * found


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_file_that_tells_a_place_is_found(format: str) -> None:
    data = encode(Image.new("RGB", (40, 40)), format, exif=talkative_exif())
    picture = Picture("pictures/a.jpg", data, f"image/{format.lower()}", 40, 40)
    assert places(image_consent, showing(picture)) == ["issues/snippets/one.md:6"]


def test_other_notes_in_a_file_tell_no_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encode(Image.new("RGB", (40, 40)), "JPEG", exif=exif)
    for each in (data, b"no picture", encode(Image.new("RGB", (40, 40)), "GIF")):
        picture = Picture("pictures/a.jpg", each, "image/jpeg", 40, 40)
        assert places(image_consent, showing(picture)) == []


@pytest.mark.parametrize(("width", "found"), [(519, 1), (1039, 1), (1040, 0), (2000, 0)])
def test_a_picture_without_enough_pixels_is_told(width: int, found: int) -> None:
    picture = make_picture("pictures/a.jpg", width=width)
    assert places(image_size, showing(picture)) == ["issues/snippets/one.md:6"] * found


def test_a_snippet_without_a_picture_has_nothing_to_say() -> None:
    for rule in (image_alt, image_consent, image_size):
        assert places(rule, manuscript("A photo of a woman before and after.")) == []
