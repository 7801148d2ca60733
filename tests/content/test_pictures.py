"""What becomes of the bytes of a picture file: a picture, or a mistake that names what is wrong."""

import struct
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from newsletter.content import load_library
from newsletter.content.files import LARGEST_PICTURE
from newsletter.content.pictures import (
    MOST_FRAMES,
    MOST_PARTS,
    MOST_PIXELS,
    MOST_PIXELS_WHOLE,
    MOST_SCANS,
    parse_picture,
)
from newsletter.errors import FoundErrors
from newsletter.model import Picture
from tests.content.conftest import QUICK, draw, mistakes, read_snippet, remedies, tip, write
from tests.drawing import (
    bomb,
    chunk,
    claim_size,
    corners,
    encode,
    many_frames,
    many_scans,
    moving,
    photo,
    plain,
    talkative,
)

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
NOT_SHOWN = ", which not every mail client shows"
ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif"}
SECOND = 1.0
"""Of work: other programs on the machine do not count."""


def read(data: bytes, name: str = "a.png") -> Picture:
    return parse_picture(data, Path("issues/pictures") / name)


def refusal(data: bytes, name: str = "a.png") -> str:
    """Problem and remedy of what is wrong with a picture; it took no longer than a second."""
    before = time.process_time()
    with pytest.raises(FoundErrors) as caught:
        read(data, name)
    assert time.process_time() - before < SECOND
    (finding,) = caught.value.findings
    assert str(finding.at) == f"issues/pictures/{name}:1"
    return f"{finding.problem}. {finding.remedy}"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.png", "image/png"), ("a.jpg", "image/jpeg"), ("a.gif", "image/gif")],
)
def test_a_picture_is_kept_with_its_bytes_type_and_size(
    root: Path, name: str, media_type: str
) -> None:
    data = draw(root / "issues/pictures" / name, 60, 50)
    read_snippet(root, tip("image:", f"  file: ../pictures/{name}", "  alt: A bump"))

    path = f"issues/pictures/{name}"
    assert load_library(root).pictures == {path: Picture(path, data, media_type, 60, 50)}


def test_what_is_wrong_with_a_picture_is_said_where_it_is_named(root: Path) -> None:
    write(root, "pictures/a.png", SVG)
    write(root, "snippets/it.md", tip("image:", "  file: ../pictures/a.png", "  alt: A bump"))

    problem = "this is an SVG drawing, which mail clients do not show"
    assert mistakes(root) == [f"snippets/it.md:6: the picture issues/pictures/a.png: {problem}"]
    assert remedies(root) == ["Save it as PNG, 1040 pixels wide."]


@pytest.mark.parametrize(
    "name", ["a.PNG", "a.Jpg", "a.jpeg", "a.JPE", "a.jfif", "a.gif", "two.dots.gif"]
)
def test_every_usual_ending_will_do(name: str) -> None:
    format = {"p": "PNG", "j": "JPEG", "g": "GIF"}[name.lower().rpartition(".")[2][0]]
    assert read(plain(format), name).width == 64


@pytest.mark.parametrize(
    ("format", "name", "said", "better"),
    [
        ("PNG", "a.jpg", "this is a PNG, though its name ends in .jpg", "a.png"),
        ("JPEG", "skin.2.PNG", "this is a JPEG, though its name ends in .PNG", "skin.2.jpg"),
        ("GIF", "a.webp", "this is a GIF, though its name ends in .webp", "a.gif"),
        ("PNG", "photo", "this is a PNG, though its name does not say so", "photo.png"),
    ],
)
def test_a_name_that_says_another_format_is_refused(
    format: str, name: str, said: str, better: str
) -> None:
    assert refusal(plain(format), name) == f"{said}. Rename it to {better}, and in this line, too."


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (SVG, "an SVG drawing, which mail clients do not show"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- me -->\n' + SVG, "an SVG drawing, which"),
        (b"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN'>\n" + SVG, "an SVG drawing, which"),
        (plain("WEBP"), f"a WebP picture{NOT_SHOWN}"),
        (b"\0\0\0\x20ftypavif\0\0\0\0avif", f"an AVIF picture{NOT_SHOWN}"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", f"a HEIC picture{NOT_SHOWN}"),
        (b"\0\0\0\x20ftypmif1\0\0\0\0mif1avif", f"an AVIF picture{NOT_SHOWN}"),
        (plain("TIFF"), f"a TIFF picture{NOT_SHOWN}"),
        (plain("BMP"), f"a BMP picture{NOT_SHOWN}"),
        (plain("ICO"), f"an icon file (ICO){NOT_SHOWN}"),
        (plain("JPEG2000"), f"a JPEG 2000 picture{NOT_SHOWN}"),
        (b"\xff\x0a\xfa\x7f", f"a JPEG XL picture{NOT_SHOWN}"),
        (b"8BPS\0\x01", "a Photoshop file (PSD), which no mail client shows"),
        (plain("PDF"), "a PDF document, not a picture"),
        (b"PK\x03\x04rest", "a ZIP archive, not a picture"),
        (b"\0\0\0\x18ftypmp42", "a film, not a picture"),
        (b"\n<!DOCTYPE html><html><svg/>", "a web page, not a picture"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_mail_clients_do_not_show_is_called_by_its_name(data: bytes, said: str) -> None:
    assert refusal(data).startswith(f"this is {said}")


@pytest.mark.parametrize("data", [b"not a picture", b"<p>", b"GIF", b"\x89PNG", bytes(9), b"BM"])
def test_what_is_nothing_known_is_refused(data: bytes) -> None:
    said = "this is not a JPEG, PNG or GIF. Save it as JPEG (a photo) or PNG (a drawing)."
    assert refusal(data) == said


def test_an_empty_file_is_called_empty() -> None:
    assert refusal(b"") == "this file is empty. Copy the picture here again."


@pytest.mark.parametrize("format", ENDINGS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_refused(format: str, share: float) -> None:
    data = encode(photo(), format)
    said = refusal(data[: int(len(data) * share)], f"a{ENDINGS[format]}")
    assert said.startswith(f"this {format} is not whole. ")


@pytest.mark.parametrize(
    ("name", "data", "spare"),
    [
        ("a.png", plain("PNG"), 4),
        ("a.jpg", plain("JPEG"), 0),
        ("a.gif", plain("GIF"), 0),
        ("a.gif", moving(3), 0),
    ],
)
def test_a_picture_that_breaks_off_anywhere_is_refused(name: str, data: bytes, spare: int) -> None:
    # The last bytes of a PNG only say once more that it ends.
    for length in range(len(data) - spare):
        refusal(data[:length], name)


def test_a_picture_of_fifty_thousand_by_fifty_thousand_is_refused_before_it_is_unpacked() -> None:
    assert refusal(claim_size(plain(), 50_000, 50_000)).startswith("this picture has too many")


@pytest.mark.parametrize("size", [(5001, 5000), (9000, 9000), (10_000, 10_000), (100_000, 100_000)])
def test_a_bomb_of_pixels_does_not_go_off(size: tuple[int, int]) -> None:
    data = bomb(*size) if size[0] < 10_000 else claim_size(bomb(100, 100), *size)
    assert len(data) < 100_000
    assert refusal(data).startswith("this picture has too many pixels")


def test_a_large_drawing_is_not_too_large() -> None:
    width = 5000
    assert read(bomb(width, MOST_PIXELS_WHOLE // width)).width == width


def test_a_photo_as_phones_take_them_is_welcome() -> None:
    data = encode(Image.new("L", (9248, 6936), 128), "JPEG")
    assert MOST_PIXELS_WHOLE < 9248 * 6936 < MOST_PIXELS
    before = time.process_time()
    assert read(data, "a.jpg").height == 6936
    assert time.process_time() - before < 3 * SECOND


def test_a_large_photo_is_unpacked_at_a_fraction_of_its_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = []
    load = JpegImageFile.load

    def watched(image: JpegImageFile) -> object:
        sizes.append(image.size)
        return load(image)

    monkeypatch.setattr(JpegImageFile, "load", watched)
    assert read(encode(Image.new("L", (4000, 3000)), "JPEG"), "a.jpg").width == 4000
    assert sizes == [(500, 375)]


def test_a_photo_that_must_be_unpacked_whole_may_have_fewer_pixels() -> None:
    data = encode(Image.new("L", (9248, 6936), 128), "JPEG", progressive=True)
    assert refusal(data, "a.jpg").startswith("this picture has too many pixels: 9248 × 6936")


def test_a_photo_with_a_second_picture_in_it_is_a_photo() -> None:
    first, second = photo(), photo(90, 60)
    data = encode(first, "MPO", save_all=True, append_images=[second])
    assert read(data, "a.jpg").media_type == "image/jpeg"


def test_a_picture_of_too_many_bytes_is_refused(root: Path) -> None:
    path = write(root, "pictures/a.png", plain())
    with path.open("r+b") as file:
        file.truncate(LARGEST_PICTURE + 1)
    write(root, "snippets/it.md", tip("image:", "  file: ../pictures/a.png", "  alt: A bump"))

    (mistake,) = mistakes(root)
    assert "this file is too large: 20,971,521 bytes" in mistake
    assert remedies(root) == ["Save it smaller: 1040 pixels wide is enough."]


def test_a_gif_of_ten_thousand_frames_is_refused() -> None:
    data = many_frames(10_000)
    assert len(data) < 200_000
    assert refusal(data, "a.gif").startswith(f"this GIF has more than {MOST_FRAMES} frames")


def test_a_gif_whose_frames_are_too_much_together_is_refused() -> None:
    said = refusal(many_frames(MOST_FRAMES, 1000, 1000), "a.gif")
    assert said.startswith("this GIF is too long: 240 frames of 1000 × 1000 pixels")
    assert read(many_frames(MOST_FRAMES, 400, 400), "a.gif").width == 400


FRAME_OF_ONE = b",\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0"


@pytest.mark.parametrize(
    "last",
    [
        FRAME_OF_ONE.replace(b"\x02\x44\x01", b""),
        FRAME_OF_ONE.replace(b"\x01\0\x01\0", b"\x30\0\x30\0"),
        b"!\x01\0" + FRAME_OF_ONE,
    ],
    ids=["empty", "unfinished", "behind an empty note"],
)
def test_a_gif_with_a_broken_last_frame_is_refused(last: bytes) -> None:
    whole = many_frames(3)
    assert whole.endswith(FRAME_OF_ONE + b";")
    broken = whole.removesuffix(FRAME_OF_ONE + b";") + last + b";"
    assert refusal(broken, "a.gif").startswith("this GIF is not whole")


def with_last_frame_at(left: int, top: int) -> bytes:
    """A GIF of 64 × 64 whose second frame lies elsewhere."""
    first, last, end = many_frames(2).rpartition(b",\0\0\0\0")
    return first + b"," + struct.pack("<HH", left, top) + end if last else b""


def test_a_gif_that_grows_while_it_moves_is_refused() -> None:
    assert read(with_last_frame_at(63, 63), "a.gif").width == 64
    assert refusal(with_last_frame_at(64, 0), "a.gif").startswith("this GIF is not whole")
    assert refusal(with_last_frame_at(65_000, 1400), "a.gif").startswith(
        "this picture has too many"
    )
    assert refusal(with_last_frame_at(65_000, 65_000), "a.gif").startswith("this picture has too")


def test_a_gif_that_moves_is_welcome() -> None:
    assert read(moving(), "a.gif") == Picture(
        "issues/pictures/a.gif", moving(), "image/gif", 60, 40
    )


def test_a_png_that_moves_is_refused() -> None:
    frames = [corners(), corners().rotate(180)]
    data = encode(frames[0], "PNG", save_all=True, append_images=frames[1:])
    assert refusal(data).startswith("this PNG moves, which not every mail client shows")


def with_parts(format: str, count: int) -> bytes:
    """A picture with this many parts that mean nothing."""
    data = plain(format)
    idle: dict[str, tuple[int, bytes]] = {
        "PNG": (33, chunk(b"idLe", b"")),
        "JPEG": (2, b"\xff\xe1\0\x02"),
        "GIF": (len(data) - 1, b"!\xfe\x01\0\0"),
    }
    place, part = idle[format]
    return data[:place] + part * count + data[place:]


@pytest.mark.parametrize("format", ENDINGS)
def test_a_file_of_a_million_parts_is_refused_at_once(format: str) -> None:
    said = refusal(with_parts(format, 1_000_000), f"a{ENDINGS[format]}")
    assert said.startswith(f"this {format} has more parts than any program writes")


@pytest.mark.parametrize("format", ENDINGS)
def test_a_file_of_almost_too_many_parts_does_not_take_long(format: str) -> None:
    before = time.process_time()
    picture = read(with_parts(format, MOST_PARTS[format] // 3), f"a{ENDINGS[format]}")
    assert picture.width == 64
    assert time.process_time() - before < SECOND


def test_a_jpeg_that_goes_over_its_pixels_too_often_is_refused() -> None:
    said = refusal(many_scans(1000, 64, 64), "a.jpg")
    assert said.startswith("this JPEG has more parts than any program writes")


def test_as_many_passes_as_are_allowed_do_not_take_long() -> None:
    data = many_scans(MOST_SCANS, 5000, 4800)
    before = time.process_time()
    assert read(data, "a.jpg").width == 5000
    assert time.process_time() - before < 3 * SECOND


@pytest.mark.parametrize("size", [(1, 1), (31, 500), (500, 31)])
def test_a_picture_too_small_to_see_is_refused(size: tuple[int, int]) -> None:
    said = refusal(plain("PNG", *size))
    assert said.startswith("this picture is too small to show anything: ")
    assert f"{size[0]} × {size[1]} pixels" in said


@pytest.mark.parametrize("size", [(64, 641), (641, 64)])
def test_a_picture_too_long_for_a_letter_is_refused(size: tuple[int, int]) -> None:
    assert refusal(plain("PNG", *size)).startswith("this picture is too long for a letter: ")
    assert read(plain("PNG", 64, 640)).height == 640


def test_a_portrait_smaller_than_it_is_shown_is_refused(root: Path) -> None:
    draw(root / "issues/pictures/ana.png", 45, 45)
    fields = "  photo: pictures/ana.png\n  photo-alt: Ana\n"
    write(root, "people.yml", f"ana:\n  name: Ana\n  role: Doctor\n{fields}")

    assert mistakes(root) == ["people.yml:4: this portrait is too small: 45 × 45 pixels"]
    assert remedies(root) == ["Cut it to a square, 176 pixels wide or more."]


def test_the_name_of_a_file_is_no_word_for_a_portrait(root: Path) -> None:
    draw(root / "issues/pictures/ana-1.png", 88, 88)
    fields = "  photo: pictures/ana-1.png\n  photo-alt: ana-1\n"
    write(root, "people.yml", f"ana:\n  name: Ana\n  role: Doctor\n{fields}")

    problem = "“ana-1” is the name of a file, not what the photo shows"
    assert mistakes(root) == [f"people.yml:5: {problem}"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: talkative("JPEG"),
        lambda: encode(corners(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"),
        lambda: encode(corners().convert("CMYK"), "JPEG"),
        lambda: encode(corners(), "JPEG", icc_profile=b"not a profile"),
        lambda: encode(corners(), "JPEG", icc_profile=_profile()),
        lambda: encode(corners(), "JPEG", progressive=True),
    ],
)
def test_odd_photos_are_welcome(make: Callable[[], bytes]) -> None:
    assert read(make(), "a.jpg").width == 120


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


WHOLE = [
    *(plain(format) for format in ENDINGS),
    *(talkative(format) for format in ENDINGS),
    encode(photo(80, 60), "JPEG", progressive=True),
    encode(photo(80, 60).convert("CMYK"), "JPEG"),
    encode(photo(80, 60).quantize(30), "PNG", transparency=3),
    moving(),
]
STARTS = [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF", b"<svg", b"\0\0\0\x18ftyp"]


def judge(data: bytes) -> Picture | None:
    """The picture, or None for a mistake in words; either within a second."""
    picture = None
    before = time.process_time()
    for ending in ENDINGS.values():
        try:
            picture = read(data, f"a{ending}")
        except FoundErrors as found:
            (finding,) = found.findings
            assert finding.problem
            assert finding.remedy
    assert time.process_time() - before < SECOND
    return picture


@QUICK
@given(start=st.sampled_from(STARTS) | st.just(b""), data=st.binary(max_size=2000))
@example(start=b"", data=b"GIF8")
@example(start=b"\xff\xd8\xff", data=b"")
def test_any_bytes_are_a_picture_or_a_mistake(start: bytes, data: bytes) -> None:
    judge(start + data)


@QUICK
@given(
    data=st.sampled_from(WHOLE),
    changes=st.dictionaries(st.integers(0, 3000), st.integers(0, 255), max_size=6),
    cut=st.integers(0, 3000),
    length=st.integers(0, 40) | st.just(0),
)
def test_a_damaged_picture_is_read_or_refused(
    data: bytes, changes: dict[int, int], cut: int, length: int
) -> None:
    damaged = bytearray(data)
    for place, value in changes.items():
        damaged[place % len(damaged)] = value
    del damaged[cut : cut + length]
    picture = judge(bytes(damaged))
    if picture:
        assert picture.data == bytes(damaged)
        assert min(picture.width, picture.height) >= 32
    else:
        assert damaged != data
