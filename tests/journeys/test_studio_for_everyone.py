"""The studio's page is asked by axe whether everybody can use it.

axe-core is no Python package: NODE_PATH, or node_modules here, says where it lies.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import read_axe
from tests.journeys.window import Window, look_at

FIRST = "issues/snippets/why-tiny-bumps.md"

RUN = """async () => {
    const { violations } = await axe.run({ exclude: [['iframe']] }, { resultTypes: ['violations'] })
    return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => [id, ...nodes.map((each) => each.html + each.failureSummary)])
}"""
"""What is serious or critical. Letters are judged by `newsletter check`."""


@pytest.fixture(scope="module")
def axe() -> str:
    return read_axe()


@pytest.fixture
def window(browser: Browser, studio: tuple[str, Path], axe: str) -> Iterator[Window]:
    with look_at(browser, *studio) as opened:
        opened.page.add_init_script(axe)
        yield opened


def judge(page: Page) -> list[Any]:
    """What axe finds on the page as it stands."""
    page.wait_for_timeout(300)
    found: list[Any] = page.evaluate(RUN)
    return found


def test_what_not_everybody_can_use_is_seen(window: Window) -> None:
    page = window.open()
    page.evaluate("document.querySelector('#tools').append(document.createElement('button'))")
    assert [id for id, *_ in judge(page)] == ["button-name"]


@pytest.mark.slow
def test_an_issue_can_be_used_by_everybody(window: Window) -> None:
    page = window.open()
    expect(page.locator("#panel .finding, #panel .fine").first).to_be_visible()
    assert judge(page) == []
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert (tab.inner_text(), judge(page)) == (tab.inner_text(), [])


def test_the_dark_page_can_be_used_by_everybody(window: Window) -> None:
    window.page.emulate_media(color_scheme="dark")
    assert judge(window.open("#look=dark&beside=width")) == []


def test_the_queue_and_the_mailbox_can_be_used_by_everybody(window: Window) -> None:
    for place in ("queue", "mailbox"):
        window.page.goto(f"{window.address}#page={place}")
        expect(window.page.locator("#sheet > *").first).to_be_visible()
        assert (place, judge(window.page)) == (place, [])


def test_problems_can_be_read_by_everybody(window: Window) -> None:
    page = window.open()
    window.replace(FIRST, "kind: question", "kind: riddle")
    expect(page.locator("#problems .problem")).to_be_visible()
    assert judge(page) == []
    # Others look at this studio, too.
    window.replace(FIRST, "kind: riddle", "kind: question")
    expect(page.locator("#problems .problem")).to_have_count(0)


@pytest.mark.slow
def test_a_phone_can_be_used_by_everybody(window: Window) -> None:
    window.page.set_viewport_size({"width": 390, "height": 844})
    page = window.open()
    assert judge(page) == []
    for name in page.locator("#bottom button").all_inner_texts():
        page.locator("#bottom").get_by_role("button", name=name).click()
        assert (name, judge(page)) == (name, [])
