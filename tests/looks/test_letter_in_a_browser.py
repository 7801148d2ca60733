"""The sample letter as a browser shows it."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from newsletter.editorial import draft_issues
from newsletter.printing import build
from newsletter.workspace import init, open_workspace

TEXT_SIZES = """() => [...document.querySelectorAll('body *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .filter(e => e.getClientRects().length && e.tagName !== 'SUP' && e.tagName !== 'STYLE')
    .filter(e => e.textContent.replace(/[\\s\\u00a0]/g, ''))
    .map(e => [e.textContent.trim().slice(0, 40), parseFloat(getComputedStyle(e).fontSize)])"""

CONTRASTS = """() => {
    const parse = c => c.match(/[\\d.]+/g).map(Number)
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
    const ground = e => {
        for (; e; e = e.parentElement) {
            const colour = parse(getComputedStyle(e).backgroundColor)
            if (colour.length < 4 || colour[3] > 0) return colour
        }
        return [255, 255, 255]
    }
    return [...document.querySelectorAll('body *')]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
        .filter(e => e.getClientRects().length && e.textContent.replace(/[\\s\\u00a0]/g, ''))
        .map(e => {
            const pair = [light(parse(getComputedStyle(e).color)), light(ground(e))]
            const [low, high] = pair.sort((a, b) => a - b)
            return [e.textContent.trim().slice(0, 40), (high + 0.05) / (low + 0.05)]
        })
}"""


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    init(folder)
    return build(draft_issues(open_workspace(folder))[0].letter, folder / "build").html


def open_letter(browser: Browser, letter: Path, width: int, *, dark: bool = False) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page.goto(letter.as_uri())
    return page


@pytest.mark.parametrize("width", [320, 375, 414, 600, 640, 768])
def test_nothing_reaches_over_the_edge(browser: Browser, letter: Path, width: int) -> None:
    page = open_letter(browser, letter, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_fetched_from_elsewhere(browser: Browser, letter: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(letter.as_uri())

    assert [url for url in asked if not url.startswith(letter.parent.as_uri())] == []
    assert len(asked) == 3


@pytest.mark.parametrize("width", [375, 640])
def test_all_text_can_be_read_without_glasses(browser: Browser, letter: Path, width: int) -> None:
    sizes = open_letter(browser, letter, width).evaluate(TEXT_SIZES)

    assert len(sizes) > 30
    assert [each for each in sizes if each[1] < 16] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_text_stands_out_from_its_ground(browser: Browser, letter: Path, dark: bool) -> None:
    contrasts = open_letter(browser, letter, 375, dark=dark).evaluate(CONTRASTS)

    assert len(contrasts) > 30
    assert [each for each in contrasts if each[1] < 4.5] == []


def test_dark_colours_are_used_where_they_are_wanted(browser: Browser, letter: Path) -> None:
    grounds = {
        dark: open_letter(browser, letter, 375, dark=dark).evaluate(
            "getComputedStyle(document.querySelector('.card > table')).backgroundColor"
        )
        for dark in (False, True)
    }

    assert grounds == {False: "rgb(255, 255, 255)", True: "rgb(26, 32, 36)"}


def test_the_button_is_large_enough_for_a_thumb(browser: Browser, letter: Path) -> None:
    box = open_letter(browser, letter, 375).locator(".button a").bounding_box()

    assert box
    assert box["height"] >= 44


def test_without_pictures_their_words_stand_there(browser: Browser, letter: Path) -> None:
    page = browser.new_page()
    page.route("**/*.png", lambda route: route.abort())
    page.goto(letter.as_uri())
    words = page.evaluate("[...document.images].map(i => i.alt)")

    assert len(words) == 2
    assert all(words)


def test_the_letter_has_one_main_headline_and_no_skipped_level(
    browser: Browser, letter: Path
) -> None:
    page = open_letter(browser, letter, 640)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
    )

    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
