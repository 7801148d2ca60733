"""Rules about pictures as a letter shows them: what they find, and where."""

from dataclasses import replace

import pytest

from newsletter.checks import Proof
from newsletter.checks.pictures_in_letter import (
    HEAVY_BYTES,
    image_only,
    picture_bytes,
    picture_described,
    picture_pixels,
    picture_source,
)
from newsletter.model import Lines, Picture
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof, places, problems
from tests.compose.making import make_issue, make_snippet

AT = "issues/first/issue.md:1"
LINE = "issues/snippets/one.md:6"
DRAWING = Picture("a.png", bytes(9), "image/png", 1040, 500)


def showing(html: str, make_letter: MakeLetter, *pictures: Picture) -> Proof:
    """A proof of a letter with this page and these pictures; line 6 names a.png."""
    lines = Lines({("image",): 5, ("image", "file"): 6})
    image = {"file": "a.png", "alt": "A drawing"}
    issue = make_issue(make_snippet("Words.", image=image, lines=lines))
    return make_proof(issue, replace(make_letter(html), pictures=pictures))


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('alt="A drawing"', False),
        ("", True),
        ('alt=""', True),
        ('alt="  "', True),
        ('alt="" aria-hidden="true"', False),
        ('alt="" role="presentation"', False),
    ],
)
def test_a_picture_without_words_is_found_unless_it_is_an_ornament(
    attributes: str, found: bool, make_letter: MakeLetter
) -> None:
    proof = showing(f'<img src="{DRAWING.src}" {attributes}>', make_letter, DRAWING)
    assert places(picture_described, proof) == ([LINE] if found else [])


def test_an_ornament_may_stand_in_what_is_not_read_out(make_letter: MakeLetter) -> None:
    html = f'<div aria-hidden="true"><p><img src="{DRAWING.src}" alt=""></p></div>'
    assert places(picture_described, showing(html, make_letter, DRAWING)) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (DRAWING.src, ""),
        ("https://example.org/a.png", ""),
        ("https://example.org/a.JPEG?v=2", ""),
        ("https://example.org/a.webp", "may be of a kind"),
        ("https://example.org/a", "may be of a kind"),
        ("http://example.org/a.png", "not loaded safely"),
        ("cid:other@letter", "does not travel"),
        ("data:image/png;base64,AAAA", "stands in the page itself"),
        ("a.png", "no address"),
        ("", "no address"),
    ],
)
def test_a_picture_that_would_not_be_shown_is_found(
    source: str, fault: str, make_letter: MakeLetter
) -> None:
    proof = showing(f'<img src="{source}" alt="A drawing">', make_letter, DRAWING)
    found = problems(picture_source, proof)
    assert len(found) == bool(fault)
    assert all(fault in problem for problem in found)


def test_a_strange_format_is_found_at_the_line_that_names_it(make_letter: MakeLetter) -> None:
    strange = replace(DRAWING, media_type="image/svg+xml")
    proof = showing(f'<img src="{strange.src}" alt="A drawing">', make_letter, strange)
    assert places(picture_source, proof) == [LINE]
    assert "image/svg+xml" in problems(picture_source, proof)[0]


def test_the_letters_own_pictures_may_lie_where_the_settings_say(make_letter: MakeLetter) -> None:
    tried = replace(DRAWING, url="http://127.0.0.1:8000/a.png")
    proof = showing(f'<img src="{tried.url}" alt="A drawing">', make_letter, tried)
    assert places(picture_source, proof) == []


@pytest.mark.parametrize(("size", "found"), [(HEAVY_BYTES, False), (HEAVY_BYTES + 1, True)])
def test_a_heavy_picture_is_found(size: int, found: bool, make_letter: MakeLetter) -> None:
    picture = replace(DRAWING, data=bytes(size))
    proof = showing(f'<img src="{picture.src}" alt="A drawing">', make_letter, picture)
    assert places(picture_bytes, proof) == ([LINE] if found else [])
    assert all(f"{size:,} bytes" in problem for problem in problems(picture_bytes, proof))


@pytest.mark.parametrize(
    ("width", "found"), [("520", False), ("519", True), ("46", True), ("100%", False)]
)
def test_more_pixels_than_can_be_seen_are_found(
    width: str, found: bool, make_letter: MakeLetter
) -> None:
    html = f'<img src="{DRAWING.src}" width="{width}" alt="A drawing">'
    assert places(picture_pixels, showing(html, make_letter, DRAWING)) == ([LINE] if found else [])


@pytest.mark.parametrize(
    ("words", "pictures", "found"), [(49, 1, True), (50, 1, False), (1, 0, False), (0, 3, True)]
)
def test_a_letter_of_pictures_with_hardly_a_word_is_found(
    words: int, pictures: int, found: bool, make_letter: MakeLetter
) -> None:
    html = f"<p>{'word ' * words}</p>" + f'<img src="{DRAWING.src}" alt="A drawing">' * pictures
    assert places(image_only, showing(html, make_letter, DRAWING)) == ([AT] if found else [])
