import os
import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from newsletter.content import load_library
from newsletter.content.files import read_picture
from newsletter.errors import FoundErrors
from newsletter.model import Picture
from tests.content.conftest import QUICK, draw, mistakes, read_snippet, remedies, tip, write

UNREADABLE = "this is not a whole PNG, JPEG or GIF"


def tip_with(name: str) -> str:
    """A tip that names a picture on line 6."""
    return tip("image:", f"  file: {name}", "  alt: A bump")


def encode(kind: str) -> bytes:
    file = BytesIO()
    Image.new("L", (6, 5)).save(file, kind)
    return file.getvalue()


def claim_size(png: bytes, width: int, height: int) -> bytes:
    """The same PNG, saying in its header that it is this large."""
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.png", "image/png"), ("a.jpg", "image/jpeg"), ("a.gif", "image/gif")],
)
def test_a_picture_is_kept_with_its_bytes_type_and_size(
    root: Path, name: str, media_type: str
) -> None:
    data = draw(root / "issues/pictures" / name, 6, 5)
    read_snippet(root, tip_with(f"../pictures/{name}"))

    path = f"issues/pictures/{name}"
    assert load_library(root).pictures == {path: Picture(path, data, media_type, 6, 5)}


def test_the_type_comes_from_the_bytes_not_from_the_name(root: Path) -> None:
    write(root, "pictures/a.png", encode("GIF"))
    read_snippet(root, tip_with("../pictures/a.png"))

    assert load_library(root).pictures["issues/pictures/a.png"].media_type == "image/gif"


def test_a_picture_is_found_from_the_folder_of_the_file_that_names_it(root: Path) -> None:
    draw(root / "issues/first/own.png")
    write(root, "first/it.md", tip_with("own.png"))
    write(root, "snippets/other.md", tip_with("./../first/../pictures/bump.png"))

    library = load_library(root)

    assert list(library.pictures) == ["issues/pictures/bump.png", "issues/first/own.png"]
    assert [library.snippets[id].image.file for id in ("it", "other")] == [  # type: ignore[union-attr]
        "issues/first/own.png",
        "issues/pictures/bump.png",
    ]


def test_a_picture_that_two_name_is_kept_once_and_reported_twice(root: Path) -> None:
    write(root, "snippets/a.md", tip_with("../pictures/bump.png"))
    write(root, "snippets/b.md", tip_with("../pictures/bump.png"))
    assert len(load_library(root).pictures) == 1

    (root / "issues/pictures/bump.png").unlink()

    problem = "the picture issues/pictures/bump.png: this file cannot be read"
    missing = os.strerror(2)
    assert mistakes(root) == [
        f"snippets/a.md:6: {problem}: {missing}",
        f"snippets/b.md:6: {problem}: {missing}",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encode("BMP"),
        encode("TIFF"),
        encode("PNG")[:-20],
        encode("JPEG")[:200],
        encode("GIF")[:20],
        encode("PNG")[:8],
    ],
    ids=["empty", "text", "svg", "bmp", "tiff", "half-png", "half-jpeg", "half-gif", "no-png"],
)
def test_what_is_no_whole_picture_is_refused(root: Path, data: bytes) -> None:
    write(root, "pictures/a.png", data)
    write(root, "snippets/it.md", tip_with("../pictures/a.png"))

    assert mistakes(root) == [f"snippets/it.md:6: the picture issues/pictures/a.png: {UNREADABLE}"]
    assert remedies(root) == ["Save it as one of these."]


@pytest.mark.parametrize("size", [(5001, 4000), (10_000, 10_000), (100_000, 100_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    root: Path, size: tuple[int, int]
) -> None:
    write(root, "pictures/a.png", claim_size(encode("PNG"), *size))
    write(root, "snippets/it.md", tip_with("../pictures/a.png"))

    problem = "this picture has too many pixels"
    assert mistakes(root) == [f"snippets/it.md:6: the picture issues/pictures/a.png: {problem}"]


def test_a_picture_of_twenty_million_pixels_is_not_too_large(root: Path) -> None:
    draw(root / "issues/pictures/a.gif", 5000, 4000)
    read_snippet(root, tip_with("../pictures/a.gif"))

    assert load_library(root).pictures["issues/pictures/a.gif"].width == 5000


def test_a_picture_of_too_many_bytes_is_refused(root: Path) -> None:
    write(root, "pictures/a.png", encode("PNG") + bytes(2 * 1024 * 1024))
    write(root, "snippets/it.md", tip_with("../pictures/a.png"))

    (mistake,) = mistakes(root)
    assert "this file is too large" in mistake
    assert remedies(root) == ["Save it smaller: 1200 pixels wide is enough."]


@pytest.mark.parametrize(
    "name",
    [
        "../../../outside.png",
        "../../../../issues/pictures/bump.png",
        "/etc/hostname",
        "../../../../etc",
    ],
)
def test_a_picture_outside_the_workspace_is_refused(root: Path, name: str) -> None:
    draw(root.parent / "outside.png")
    write(root, "snippets/it.md", tip_with(name))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:6: the picture ")
    assert mistake.endswith(": this leads out of the workspace")
    assert remedies(root) == ["Copy the file into it."]


@pytest.mark.parametrize("link", ["pictures/link.png", "pictures/folder"])
def test_a_link_to_a_picture_outside_the_workspace_is_refused(root: Path, link: str) -> None:
    outside = root.parent / "outside"
    draw(outside / "a.png")
    is_folder = link.endswith("folder")
    (root / "issues" / link).symlink_to(outside if is_folder else outside / "a.png")
    name = f"{link}/a.png" if is_folder else link
    write(root, "snippets/it.md", tip_with(f"../{name}"))

    assert mistakes(root) == [
        f"snippets/it.md:6: the picture issues/{name}: this leads out of the workspace"
    ]


def test_a_link_inside_the_workspace_is_followed(root: Path) -> None:
    (root / "issues/pictures/link.png").symlink_to("bump.png")
    read_snippet(root, tip_with("../pictures/link.png"))

    assert list(load_library(root).pictures) == ["issues/pictures/link.png"]


@pytest.mark.parametrize("name", ["../pictures", "..", ".", "a/b.png", "~/a.png", "a" * 300])
def test_a_name_that_leads_to_no_file_is_refused(root: Path, name: str) -> None:
    write(root, "snippets/it.md", tip_with(name))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:6: the picture ")
    assert ": this file cannot be read: " in mistake


def test_an_absolute_name_inside_the_workspace_is_refused(root: Path) -> None:
    write(root, "snippets/it.md", tip_with(str(root / "issues/pictures/bump.png")))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:6: the picture ")


@pytest.mark.parametrize("name", ['"a\\0b.png"', '"\\udcff.png"', "https://example.org/a.png"])
def test_a_name_that_no_file_can_have_is_refused(root: Path, name: str) -> None:
    write(root, "snippets/it.md", tip_with(name))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:6: ")


def test_an_empty_name_is_called_empty(root: Path) -> None:
    write(root, "snippets/it.md", tip_with('""'))

    assert mistakes(root) == ["snippets/it.md:6: “file” is empty"]


@pytest.mark.parametrize("alt", ["", "  alt:", '  alt: " "'])
def test_a_picture_without_words_for_it_is_refused(root: Path, alt: str) -> None:
    fields = ["image:", "  file: ../pictures/bump.png", *([alt] if alt else [])]
    write(root, "snippets/it.md", tip(*fields))

    assert mistakes(root) == [
        "snippets/it.md:7: “alt” is empty" if alt else "snippets/it.md:5: “alt” is missing"
    ]


def test_the_same_bytes_have_the_same_name_in_the_message() -> None:
    one = Picture("a.png", b"x", "image/png", 1, 1)
    same = Picture("b.png", b"x", "image/png", 1, 1)
    other = Picture("a.png", b"y", "image/png", 1, 1)

    assert one.content_id == same.content_id != other.content_id
    assert one.content_id.endswith("@letter")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@QUICK
@given(
    data=st.sampled_from([encode("PNG"), encode("JPEG"), encode("GIF")]),
    changes=st.dictionaries(st.integers(0, 400), st.integers(0, 255), max_size=4),
    length=st.integers(0, 700),
)
def test_a_damaged_picture_is_read_or_refused(
    folder: Path, data: bytes, changes: dict[int, int], length: int
) -> None:
    damaged = bytearray(data[: length or len(data)])
    for place, value in changes.items():
        if place < len(damaged):
            damaged[place] = value
    path = folder / "a.png"
    path.write_bytes(damaged)

    read = False
    with suppress(FoundErrors):
        picture = read_picture(path, folder)
        read = True
    if read:
        assert picture.data == bytes(damaged)
        assert 1 <= picture.width * picture.height <= 20_000_000
    else:
        assert damaged != data
