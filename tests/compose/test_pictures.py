"""Pictures are made fit for a letter."""

import contextlib
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageSequence

from newsletter.compose import pictures
from newsletter.compose.pictures import SHARPNESS, fit
from newsletter.content.pictures import parse_picture
from newsletter.errors import FoundErrors
from newsletter.model import Picture
from tests.compose.making import ROOT
from tests.content.conftest import QUICK
from tests.drawing import (
    ORIENTATION,
    SECRET,
    corners,
    decode,
    encode,
    moving,
    photo,
    swapped_profile,
    talkative,
    talkative_exif,
)

Colour = tuple[int, int, int]

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
WHITE = (255, 255, 255)


def a_picture(data: bytes) -> Picture:
    """The picture in a file, as reading a workspace gives it."""
    image = decode(data)
    kind = "image/jpeg" if image.format == "MPO" else f"image/{str(image.format).lower()}"
    return Picture(f"a.{kind}", data, kind, image.width, image.height)


def fitted(data: bytes, width: int = 520) -> Image.Image:
    """What a reader gets to see of a file."""
    picture = fit(a_picture(data), width)
    image = decode(picture.data)
    assert (image.width, image.height) == (picture.width, picture.height)
    assert f"image/{str(image.format).lower()}" == picture.media_type
    return image


def colour_at(image: Image.Image, across: float, down: float) -> Colour:
    """The colour at this share of width and height."""
    place = (int(image.width * across), int(image.height * down))
    colour = image.convert("RGB").getpixel(place)
    assert isinstance(colour, tuple)
    red, green, blue = colour[:3]
    return int(red), int(green), int(blue)


def near(one: Colour, other: Colour, most: int = 6) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def fields(image: Image.Image) -> list[Colour]:
    """The colours in the middle of the four quarters, in reading order."""
    return [colour_at(image, x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]


def looks_like_corners(image: Image.Image) -> bool:
    return all(
        near(seen, meant)
        for seen, meant in zip(fields(image), (RED, GREEN, BLUE, YELLOW), strict=True)
    )


@pytest.mark.parametrize(
    ("size", "width", "expected"),
    [
        ((2400, 1800), 520, (1040, 780)),
        ((1041, 500), 520, (1040, 500)),
        ((1040, 500), 520, (1040, 500)),
        ((300, 200), 520, (300, 200)),
        ((600, 600), 44, (88, 88)),
        ((2500, 16), 44, (88, 1)),
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_picture_is_twice_as_wide_as_its_place_and_never_enlarged(
    size: tuple[int, int], width: int, expected: tuple[int, int], format: str
) -> None:
    assert fitted(encode(photo(*size), format), width).size == expected


def test_screens_with_two_pixels_for_each_get_both() -> None:
    assert SHARPNESS == 2


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (encode(photo(), "JPEG"), "image/jpeg"),
        (encode(photo(), "MPO", save_all=True, append_images=[photo(40, 30)]), "image/jpeg"),
        (encode(photo(), "PNG"), "image/png"),
        (encode(photo(), "GIF"), "image/png"),
        (moving(), "image/gif"),
    ],
)
def test_photos_stay_photos_and_what_moves_goes_on_moving(data: bytes, media_type: str) -> None:
    assert fit(a_picture(data), 520).media_type == media_type


def test_a_picture_keeps_its_path_and_no_address() -> None:
    picture = fit(a_picture(encode(photo(), "PNG")), 100)
    assert (picture.path, picture.url) == ("a.image/png", "")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(120, 80), (1600, 1040)])
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_photo_taken_any_way_round_stands_upright(
    orientation: int, size: tuple[int, int], format: str
) -> None:
    stored = _stored(*size, orientation)
    image = fitted(encode(stored, format, exif=talkative_exif(orientation)), 100)

    assert looks_like_corners(image)
    assert image.size == (min(size[0], 200), round(size[1] * min(size[0], 200) / size[0]))


# What a camera stores for what it saw, quarter by quarter, as EXIF 2.32 §4.6.4 puts it: where the
# first row and the first column of the file belong. R and G are above, B and Y below.
STORED = {
    1: "RG BY", 2: "GR YB", 3: "YB GR", 4: "BY RG",
    5: "RB GY", 6: "GY RB", 7: "YG BR", 8: "BR YG",
}  # fmt: skip


def _stored(width: int, height: int, orientation: int) -> Image.Image:
    """The file of a photo of this size as it was seen."""
    size = (width, height) if orientation < 5 else (height, width)
    image = Image.new("RGB", size)
    middle, end = (size[0] // 2, size[1] // 2), size
    above, below = STORED[orientation].split()
    colours = {"R": RED, "G": GREEN, "B": BLUE, "Y": YELLOW}
    image.paste(colours[above[0]], (0, 0, *middle))
    image.paste(colours[above[1]], (middle[0], 0, end[0], middle[1]))
    image.paste(colours[below[0]], (0, middle[1], middle[0], end[1]))
    image.paste(colours[below[1]], (*middle, *end))
    return image


UPRIGHT_IN_WORDS = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(
    ">HHHI4sI", 1, ORIENTATION, 2, 3, b"up", 0
)


@pytest.mark.parametrize(
    "exif",
    [b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0nonsense", b"Exif\0\0", UPRIGHT_IN_WORDS],
)
def test_notes_that_cannot_be_read_change_nothing(exif: bytes) -> None:
    picture = Picture("a.jpg", encode(corners(), "JPEG", exif=exif), "image/jpeg", 120, 80)
    assert looks_like_corners(decode(fit(picture, 520).data))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_a_way_round_that_does_not_exist_changes_nothing(orientation: int) -> None:
    data = encode(corners(), "JPEG", exif=talkative_exif(orientation))
    assert looks_like_corners(fitted(data))


def test_a_large_photo_is_unpacked_at_a_fraction_of_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = []
    flatten = pictures._flatten

    def watched(image: Image.Image) -> Image.Image:
        sizes.append(image.size)
        return flatten(image)

    monkeypatch.setattr(pictures, "_flatten", watched)
    for orientation in (1, 6):
        fitted(encode(Image.new("L", (4000, 3000)), "JPEG", exif=talkative_exif(orientation)), 100)
    assert sizes == [(500, 375), (750, 1000)]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF"])
def test_nothing_but_the_picture_is_left(format: str) -> None:
    data = talkative(format)
    assert data.count(SECRET.encode()) >= 2
    picture = fit(a_picture(data), 520)

    assert SECRET.encode() not in picture.data
    image = decode(picture.data)
    assert not image.getexif()
    # What remains describes pixels: no notes, no profile, nothing behind the end.
    allowed = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert set(image.info) <= allowed
    assert picture.data.endswith((b"\xff\xd9", b"IEND\xaeB`\x82"))


def test_nothing_but_the_frames_is_left_of_what_moves() -> None:
    data = moving(comment=SECRET.encode()) + SECRET.encode()
    assert data.count(SECRET.encode()) == 2
    picture = fit(a_picture(data), 520)

    assert SECRET.encode() not in picture.data
    assert picture.data.endswith(b";")
    assert set(decode(picture.data).info) <= {
        "version",
        "background",
        "duration",
        "loop",
        "extension",
    }


def test_a_page_that_hides_in_a_picture_is_left_behind() -> None:
    page = b"<!DOCTYPE html><script>alert(1)</script>"
    for format in ("JPEG", "PNG", "GIF"):
        data = encode(corners(), format) + page
        assert page not in fit(a_picture(data), 520).data


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "LA", "RGBA", "I;16"])
@pytest.mark.parametrize("width", [20, 520])
def test_a_picture_of_every_kind_looks_as_it_did(mode: str, width: int) -> None:
    grey = mode in ("1", "L", "LA", "I;16")
    seen = _in_mode(mode)
    image = fitted(encode(seen, "JPEG" if mode == "CMYK" else "PNG"), width)

    assert image.mode in ("L", "RGB", "P")
    meant = [(0, 0, 0), WHITE, WHITE, (0, 0, 0)] if grey else [RED, GREEN, BLUE, YELLOW]
    pairs = zip(fields(image), meant, strict=True)
    assert [pair for pair in pairs if not near(*pair)] == []


def _in_mode(mode: str) -> Image.Image:
    """Fields of black and white, or of four colours, in this mode."""
    if mode in ("1", "L", "LA"):
        return _chequered().convert(mode)
    if mode == "I;16":
        deep = _chequered().convert("I").point(lambda value: value * 257)
        return deep.convert("I;16")
    return corners().quantize(16) if mode == "P" else corners().convert(mode)


def _chequered() -> Image.Image:
    image = Image.new("L", (120, 80), 0)
    image.paste(255, (60, 0, 120, 40))
    image.paste(255, (0, 40, 60, 80))
    return image


def test_sixteen_bits_become_eight_and_keep_their_greys() -> None:
    deep = Image.linear_gradient("L").convert("I").point(lambda value: value * 257)
    image = fitted(encode(deep.convert("I;16"), "PNG"))
    assert [image.getpixel((9, row)) for row in (0, 1, 128, 255)] == [0, 1, 128, 255]


def test_sixteen_bits_may_say_what_can_be_seen_through() -> None:
    deep = _chequered().convert("I").point(lambda value: value * 257).convert("I;16")
    image = fitted(encode(deep, "PNG", transparency=0))
    assert near(fields(image)[1], WHITE)


def test_an_interlaced_picture_is_seen_whole() -> None:
    data = encode(corners(), "GIF", interlace=1)
    assert looks_like_corners(fitted(data))


def test_what_one_can_see_through_becomes_white() -> None:
    for image in (corners().convert("RGBA"), corners().quantize(8)):
        if image.mode == "RGBA":
            image.paste((0, 0, 0, 0), (0, 0, 60, 40))
            data = encode(image, "PNG")
        else:
            data = encode(image, "PNG", transparency=image.getpixel((5, 5)))
        seen = fields(fitted(data))
        assert near(seen[0], WHITE)
        assert near(seen[3], YELLOW)


def test_half_of_what_one_can_half_see_through_is_white() -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 128))
    assert near(colour_at(fitted(encode(image, "PNG")), 0.5, 0.5), (127, 127, 127))


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_colours_are_those_that_the_profile_means(format: str) -> None:
    data = encode(corners(), format, icc_profile=swapped_profile())
    image = fitted(data)
    assert near(colour_at(image, 0.25, 0.25), BLUE)
    assert near(colour_at(image, 0.25, 0.75), RED)
    assert "icc_profile" not in image.info


def test_a_profile_is_kept_in_mind_when_a_photo_is_shrunk_and_turned() -> None:
    stored = _stored(3000, 2000, 6)
    exif = talkative_exif(6)
    data = encode(stored, "JPEG", exif=exif, icc_profile=swapped_profile())
    assert near(colour_at(fitted(data, 100), 0.25, 0.25), BLUE)


def test_a_profile_that_is_no_use_is_ignored() -> None:
    for profile in (b"nonsense", swapped_profile()[:200]):
        assert looks_like_corners(fitted(encode(corners(), "JPEG", icc_profile=profile)))
    grey = encode(_chequered(), "JPEG", icc_profile=swapped_profile())
    assert near(fields(fitted(grey))[1], WHITE)


def test_a_drawing_with_few_colours_keeps_each_of_them() -> None:
    image = photo().quantize(200).convert("RGB")
    seen = fitted(encode(image, "PNG"))
    assert seen.mode == "P"
    assert ImageChops.difference(seen.convert("RGB"), image).getbbox() is None


def test_a_drawing_with_a_palette_is_no_heavier_for_being_smaller() -> None:
    drawing = (ROOT / "issues/pictures/milium.png").read_bytes()
    picture = fit(a_picture(drawing), 520)
    assert picture.width == 1040
    assert len(picture.data) < 1.5 * len(drawing)


def test_a_photo_from_a_phone_becomes_light() -> None:
    noise = Image.effect_noise((1000, 750), 40)
    busy = Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))).resize((4000, 3000))
    picture = fit(a_picture(encode(busy, "JPEG", quality=95)), 520)
    assert len(picture.data) < 300_000


def test_what_moves_keeps_its_frames_their_times_and_its_end() -> None:
    data = moving(7, 300, 200, loop=3)
    before, after = decode(data), fitted(data, 60)

    assert after.size == (120, 80)
    assert _times(after) == _times(before) == [100, 110, 120, 130, 140, 150, 160]
    assert after.info["loop"] == before.info["loop"] == 3


def test_what_moves_once_stops_as_before() -> None:
    assert "loop" not in fitted(moving(loop=None)).info


def test_the_frames_of_what_moves_look_as_before() -> None:
    data = moving(6, 100, 60)
    frames = zip(*(_frames(each) for each in (decode(data), fitted(data))), strict=True)
    for number, (before, after) in enumerate(frames):
        assert ImageChops.difference(before, after).getbbox() is None, number


def test_what_moves_and_can_be_seen_through_moves_on_white() -> None:
    drawn = []
    for left in (0, 30):
        image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        image.paste((0, 0, 128, 255), (left, 0, left + 20, 60))
        drawn.append(image)
    data = encode(drawn[0], "GIF", save_all=True, append_images=drawn[1:], duration=90, disposal=2)
    first, second = _frames(fitted(data))

    assert [near(colour_at(each, 0.1, 0.5), (0, 0, 128)) for each in (first, second)] == [
        True,
        False,
    ]
    assert near(colour_at(second, 0.1, 0.5), WHITE)
    assert near(colour_at(first, 0.9, 0.5), WHITE)


def _frames(image: Image.Image) -> list[Image.Image]:
    return [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]


def _times(image: Image.Image) -> list[int]:
    return [frame.info["duration"] for frame in ImageSequence.Iterator(image)]


MANY = [
    encode(photo(1500, 900), "JPEG", exif=talkative_exif(6)),
    encode(photo(1500, 900), "PNG"),
    encode(photo(1500, 900).quantize(99), "PNG", transparency=4),
    encode(corners().convert("CMYK"), "JPEG", icc_profile=swapped_profile()),
    moving(),
]


def test_the_same_picture_gives_the_same_bytes() -> None:
    for data in MANY:
        assert fit(a_picture(data), 300) == fit(a_picture(data), 300)


@pytest.mark.slow
def test_another_process_makes_the_same_bytes() -> None:
    script = (
        "import tests.compose.test_pictures as t\n"
        "print(*(t.fit(t.a_picture(each), 300).digest for each in t.MANY))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.split() == [fit(a_picture(each), 300).digest for each in MANY]


def test_a_picture_that_was_fitted_stays_as_large_as_it_is() -> None:
    for data in MANY:
        once = fit(a_picture(data), 300)
        twice = fit(once, 300)
        assert (twice.width, twice.height) == (once.width, once.height)


def test_what_a_picture_is_remembered_as_does_not_change() -> None:
    picture = a_picture(MANY[0])
    fit(picture, 44)
    assert picture.data == MANY[0]


def test_a_photo_of_many_megapixels_is_shrunk_in_no_time() -> None:
    data = encode(corners(8160, 6120), "JPEG")
    before = time.process_time()
    assert looks_like_corners(fitted(data))
    assert time.process_time() - before < 3


@QUICK
@given(
    size=st.tuples(st.integers(32, 300), st.integers(32, 300)),
    width=st.integers(1, 200),
    mode=st.sampled_from(["1", "L", "P", "RGB", "RGBA", "LA", "CMYK"]),
    orientation=st.integers(1, 8),
)
def test_any_picture_fits(size: tuple[int, int], width: int, mode: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    data = encode(Image.new(mode, size), "JPEG" if mode == "CMYK" else "PNG", exif=exif)
    image = fitted(data, width)
    wide, high = size if orientation < 5 else size[::-1]

    assert image.width == min(wide, 2 * width)
    assert image.height == (high if wide <= 2 * width else max(1, round(high * 2 * width / wide)))


CURIOUS = [
    *MANY,
    encode(corners(), "JPEG", icc_profile=swapped_profile(), exif=talkative_exif(8)),
    encode(corners().quantize(9), "PNG", transparency=2, icc_profile=swapped_profile()),
    encode(corners(), "GIF", interlace=1, transparency=1),
    talkative("PNG"),
]


@QUICK
@given(
    data=st.sampled_from(CURIOUS),
    changes=st.dictionaries(st.integers(0, 4000), st.integers(0, 255), max_size=5),
)
def test_whatever_was_read_can_be_fitted(data: bytes, changes: dict[int, int]) -> None:
    damaged = bytearray(data)
    for place, value in changes.items():
        damaged[place % len(damaged)] = value
    ending = {b"\xff\xd8": "jpg", b"\x89P": "png", b"GI": "gif"}.get(bytes(damaged[:2]), "png")
    with contextlib.suppress(FoundErrors):
        picture = parse_picture(bytes(damaged), Path(f"a.{ending}"))
        before = time.process_time()
        assert decode(fit(picture, 44).data).width <= 88
        assert time.process_time() - before < 1
