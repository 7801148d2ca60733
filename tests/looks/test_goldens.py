"""Every block and every layout looks as it did when somebody last looked."""

import pytest

from tests.compose.making import ROOT
from tests.looks.gallery import SHOWS, look_at
from tests.looks.golden import FOLDER, Golden, readable
from tests.looks.sheet import Table

SUFFIXES = ("html", "txt", "png")
FRAMES = {"base", "service"}
"""Layouts that only others build on."""


@pytest.mark.parametrize("name", SHOWS)
def test_the_html_is_what_it_was(name: str, golden: Golden) -> None:
    head, body, rest = look_at(name).html.partition("<body")
    # A block's golden file leaves out the head, which is the same in all of them.
    part = body + rest if name.startswith("blocks/") else head + body + rest
    golden.check_text(f"{name}.html", readable(part))


@pytest.mark.parametrize("name", SHOWS)
def test_the_plain_text_is_what_it_was(name: str, golden: Golden) -> None:
    golden.check_text(f"{name}.txt", look_at(name).text)


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("name", SHOWS)
def test_it_looks_as_it_did(name: str, table: Table, golden: Golden) -> None:
    table.lay(look_at(name))
    golden.check_picture(f"{name}.png", table.photograph())


def test_every_block_and_every_layout_is_shown() -> None:
    shown = {name.rpartition("-")[0] if name.startswith("layouts/") else name for name in SHOWS}
    wanted = {
        f"{folder}/{path.stem}"
        for folder in ("blocks", "layouts")
        for path in (ROOT / "templates" / folder).glob("*.mjml")
    }
    assert wanted - {f"layouts/{frame}" for frame in FRAMES} - shown == set()


def test_no_golden_file_is_left_over() -> None:
    kept = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*")}
    assert kept - {f"{name}.{suffix}" for name in SHOWS for suffix in SUFFIXES} == set()


def test_all_golden_pictures_together_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.png")) < 4_500_000
