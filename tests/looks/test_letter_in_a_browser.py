"""The sample letter as `newsletter build` writes it, opened in a browser."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from newsletter.editorial import draft_issues
from newsletter.printing import build
from newsletter.workspace import init, open_workspace

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    init(folder)
    return build(draft_issues(open_workspace(folder), NOW)[0].letter, folder / "build").html


def open_letter(browser: Browser, letter: Path, width: int, *, dark: bool = False) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page.goto(letter.as_uri())
    return page


@pytest.mark.parametrize("width", [320, 375, 414, 600, 640, 768])
def test_nothing_can_be_moved_sideways(browser: Browser, letter: Path, width: int) -> None:
    page = open_letter(browser, letter, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_fetched_from_elsewhere(browser: Browser, letter: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(letter.as_uri())

    assert [url for url in asked if not url.startswith(letter.parent.as_uri())] == []
    assert len(asked) == 3


def test_dark_colours_are_used_where_they_are_wanted(browser: Browser, letter: Path) -> None:
    grounds = {
        dark: open_letter(browser, letter, 375, dark=dark).evaluate(
            "getComputedStyle(document.querySelector('.card > table')).backgroundColor"
        )
        for dark in (False, True)
    }

    assert grounds == {False: "rgb(255, 255, 255)", True: "rgb(26, 32, 36)"}


def test_without_pictures_their_words_stand_there(browser: Browser, letter: Path) -> None:
    page = browser.new_page()
    page.route("**/*.png", lambda route: route.abort())
    page.goto(letter.as_uri())
    words = page.evaluate("[...document.images].map(i => i.alt)")

    assert len(words) == 2
    assert all(words)
