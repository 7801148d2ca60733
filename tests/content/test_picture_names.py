"""Which file a picture is read from, and where what is wrong with it is said."""

import os
from pathlib import Path

import pytest

from newsletter.content import load_library
from tests.content.conftest import draw, mistakes, read_snippet, remedies, tip, write


def tip_with(name: str) -> str:
    """A tip that names a picture on line 6."""
    return tip("image:", f"  file: {name}", "  alt: A bump")


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


@pytest.mark.parametrize("name", ["a/b.png", "~/a.png", "a" * 300])
def test_a_name_that_leads_to_no_file_is_refused(root: Path, name: str) -> None:
    write(root, "snippets/it.md", tip_with(name))

    (mistake,) = mistakes(root)
    assert mistake.startswith("snippets/it.md:6: the picture ")
    assert ": this file cannot be read: " in mistake


@pytest.mark.parametrize(("name", "folder"), [("../pictures", "issues/pictures"), ("..", "issues")])
def test_a_folder_is_called_a_folder(root: Path, name: str, folder: str) -> None:
    write(root, "snippets/it.md", tip_with(name))

    assert mistakes(root) == [f"snippets/it.md:6: the picture {folder}: this is a folder"]
    assert remedies(root) == ["Name a file in it."]


@pytest.mark.parametrize("alt", ["bump-2.png", "BUMP-2", "Bump-2.PNG", "IMG_2041.jpeg"])
def test_the_name_of_a_file_is_no_word_for_a_picture(root: Path, alt: str) -> None:
    draw(root / "issues/pictures/bump-2.png")
    fields = ("image:", "  file: ../pictures/bump-2.png", f"  alt: {alt}")
    write(root, "snippets/it.md", tip(*fields))

    problem = f"“{alt}” is the name of a file, not what the picture shows"
    assert mistakes(root) == [f"snippets/it.md:7: {problem}"]


def test_a_word_may_be_the_name_of_a_file_as_well(root: Path) -> None:
    snippet = read_snippet(root, tip_with("../pictures/bump.png").replace("A bump", "Bump"))

    assert snippet.image
    assert snippet.image.alt == "Bump"


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
