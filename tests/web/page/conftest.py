"""The page of the studio in a real browser, over an export of one invented issue."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from newsletter.studio.page import SCRIPT
from newsletter.web.preview.bundle import stand_alone
from newsletter.web.preview.files import read_static
from tests.browsing import run_browser
from tests.web.page.invented import EXPORT, ISSUE, LETTERS, SLUG

MEASURED = """() => [...document.querySelectorAll('.box')].every(box => box.offsetHeight > 1000)"""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    yield from run_browser()


@pytest.fixture(scope="package")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the page, its data and its letters."""
    folder = tmp_path_factory.mktemp("export")
    static = {name: file.body.decode() for name, file in read_static().items()}
    letters = {name: f"{html}<script>{SCRIPT}</script>" for name, html in LETTERS.items()}
    data = {
        "data.js": f"window.STUDIO_EXPORT = {json.dumps(EXPORT)}",
        f"data/{SLUG}.js": f"window.STUDIO_EXPORT.issues['{SLUG}'] = {json.dumps(ISSUE)}",
    }
    for name, text in {**stand_alone(static), **letters, **data}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Studio:
    """The page in one window; `failed` is what went wrong in its scripts."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self._folder = page, folder
        self.failed: list[str] = []
        page.on("pageerror", lambda error: self.failed.append(str(error)))

    def open(self, place: str = "") -> Page:
        """Open the page at a place of its address, and wait for the letter."""
        self.page.goto(f"{(self._folder / 'index.html').as_uri()}{place}")
        self.page.locator(".letter.shown, .nothing").first.wait_for()
        self.page.wait_for_function(MEASURED)
        return self.page

    def letters(self) -> list[str]:
        """The captions over the letters."""
        return self.page.locator(".caption").all_inner_texts()


@pytest.fixture
def studio(browser: Browser, disk: Path) -> Iterator[Studio]:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
    studio = Studio(page, disk)
    yield studio
    page.close()
    assert not studio.failed
