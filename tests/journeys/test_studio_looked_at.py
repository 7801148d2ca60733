"""An editor looks round the studio, and saves nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import tell
from tests.journeys.window import Window, look_at


@pytest.fixture
def window(browser: Browser, studio: tuple[str, Path]) -> Iterator[Window]:
    with look_at(browser, *studio) as opened:
        yield opened


def test_the_switches_show_what_each_reader_sees(window: Window) -> None:
    page = window.open()
    window.button("600").click()
    expect(window.caption).to_have_text("600 px · light")
    expect(window.shown).to_have_css("width", "600px")
    expect(window.shown).to_have_attribute("src", re.compile("look=light"))
    light = window.letter.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")

    window.button("Dark").click()
    expect(window.caption).to_have_text("600 px · dark")
    expect(window.shown).to_have_attribute("src", re.compile("look=dark"))
    dark = window.letter.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert dark != light

    expect(window.letter.locator("img").first).to_be_attached()
    window.button("Images").click()
    expect(window.caption).to_have_text("600 px · dark · no images")
    expect(window.letter.locator("img")).to_have_count(0)

    page.locator("#tools").get_by_role("button", name="As ").click()
    page.locator("#readers").get_by_role("button", name="A name longer than").click()
    expect(page.locator("#tools").get_by_role("button", name="As Maria")).to_be_visible()


def test_everything_is_reached_and_worked_by_keyboard_alone(window: Window) -> None:
    page = window.open()
    expect(page.locator("#panel .finding, #panel .fine").first).to_be_visible()
    reached = walk(page)
    assert {"shortcuts", "width", "zoom", "filter", "panel", "view", "handle"} <= reached
    assert set(page.evaluate(USABLE)) - reached == set()

    page.keyboard.press("d")
    expect(window.caption).to_have_text("375 px · dark")
    page.keyboard.press("]")
    expect(window.caption).to_have_text("414 px · dark")
    page.keyboard.press("3")
    expect(page.locator("#tab-text")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("/")
    page.keyboard.type("sunscreen")
    expect(page.locator("#filter")).to_be_focused()
    expect(page.locator("#library .row")).to_have_count(2)


NAME = (
    """const nameOf = each => each.id || each.dataset.key || each.className || each.textContent;"""
)

USABLE = f"""() => {{
    {NAME}
    return [...document.querySelectorAll('a[href], button, input, select, summary')]
        .filter(each => each.checkVisibility() && !each.disabled && each.tabIndex >= 0)
        .map(nameOf)
}}"""
"""The names of all that can be used now; of a toolbar or a tab list, arrow keys reach the rest."""


def walk(page: Page) -> set[str]:
    """Press Tab until it has come round; return the names of what it came to."""
    reached: list[str] = []
    while len(reached) < 200:
        page.keyboard.press("Tab")
        name = page.evaluate(f"() => {{ {NAME} return nameOf(document.activeElement) }}")
        if name in reached[:1]:
            return set(reached)
        reached.append(name)
    raise AssertionError("Tab never came round")


def test_a_reader_is_found_and_taken_by_keyboard(window: Window) -> None:
    tell(window.workspace, "subscribers", "add", "ola@example.org", "--name", "Ola Nowak")
    page = window.open()

    page.locator("[popovertarget=readers]").click()
    page.get_by_placeholder("Name or address").fill("Ola")
    expect(page.get_by_role("group", name="Readers found")).to_contain_text("Ola Nowak")
    page.keyboard.press("Enter")

    expect(page.locator("[popovertarget=readers]")).to_contain_text("As Ola Nowak")
