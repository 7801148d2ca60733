"""The parts of a file, counted without unpacking it."""

from itertools import islice

import pytest

from newsletter.content.formats import ANIMATION, FRAME, SCAN, find_format, walk
from tests.drawing import corners, encode, many_frames, moving, photo, plain, talkative


def test_a_format_is_known_by_its_first_bytes() -> None:
    assert [find_format(plain(format)) for format in ("JPEG", "PNG", "GIF", "BMP")] == [
        "JPEG",
        "PNG",
        "GIF",
        "",
    ]


def test_the_chunks_of_a_png_are_named() -> None:
    assert list(walk(plain(), "PNG")) == [b"IHDR", b"IDAT", b"IEND"]
    frames = [corners(), corners().rotate(180)]
    apng = encode(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert ANIMATION in walk(apng, "PNG")


@pytest.mark.parametrize(("options", "scans"), [({}, 1), ({"progressive": True}, 10)])
def test_the_passes_over_a_jpeg_are_counted(options: dict[str, bool], scans: int) -> None:
    assert list(walk(encode(photo(), "JPEG", **options), "JPEG")).count(SCAN) == scans


def test_a_preview_inside_a_photo_is_not_counted() -> None:
    preview = encode(photo(40, 30), "JPEG")
    data = encode(photo(), "JPEG", comment=preview)
    assert data.count(b"\xff\xda") == 2
    assert list(walk(data, "JPEG")).count(SCAN) == 1


def test_what_stands_behind_a_picture_is_not_counted() -> None:
    for format, mark in (("JPEG", SCAN), ("GIF", FRAME)):
        assert list(walk(talkative(format) * 2, format)).count(mark) == 1
    assert list(walk(plain("JPEG") + b"\0\2\xff\xda\0\2", "JPEG")).count(SCAN) == 1


@pytest.mark.parametrize("frames", [1, 2, 7])
def test_the_frames_of_a_gif_are_counted(frames: int) -> None:
    marks = list(walk(moving(frames), "GIF"))
    assert marks.count(FRAME) == frames
    assert set(marks) <= {b"!", b",", b".", b";"}


def test_a_walk_may_stop_at_any_part() -> None:
    assert len(list(islice(walk(many_frames(1_000_000), "GIF"), 5))) == 5


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF"])
def test_a_walk_over_a_file_that_breaks_off_ends(format: str) -> None:
    data = talkative(format)
    for length in range(4, len(data), 3):
        assert len(list(walk(data[:length], format))) <= length
