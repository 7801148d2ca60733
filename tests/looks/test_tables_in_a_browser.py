"""Tables in an editor's text, on a phone."""

import pytest
from playwright.sync_api import Browser, Page

from newsletter.compose import Templates, compose
from newsletter.model import Part
from newsletter.settings import load_settings
from tests.compose.making import ROOT, html_of, make_issue, make_library, make_person, make_snippet

ORDINARY = """\
| Day | Do | Leave alone |
|-----|----|------------:|
| 1 | Wash with water, then pat dry | The bumps and the scabs |
| 2 | Cream in the morning | Sun without a hat |
"""
WIDE = """\
| Hydrocortisone | Moisturiser | Photosensitivity | Antihistamine | Isotretinoin | Often |
|:--|:-:|--:|---|---|---|
| hydroxychloroquine | no | antihistamines | 10 % | phototherapy | 7 |
"""
EVERYWHERE = f"{ORDINARY}\n{WIDE}\n- one\n\n  {WIDE.strip().replace(chr(10), chr(10) + '  ')}\n"

BROKEN = """() => {
    const lines = (node, word) => {
        const range = document.createRange()
        range.setStart(node, word.index)
        range.setEnd(node, word.index + word[0].length)
        return range.getClientRects().length
    }
    return [...document.querySelectorAll('table:not([role]):not(.tight) :is(th, td)')]
        .flatMap(cell => [...cell.childNodes].flatMap(node =>
            [...node.textContent.matchAll(/[^ ]+/g)]
                .filter(word => lines(node, word) > 1).map(word => word[0])))
}"""

CELLS = "[...document.querySelectorAll('table:not([role]) :is(th, td)')]"


@pytest.fixture(scope="module")
def html() -> str:
    """A letter with tables in a card, in an answer and in a tinted box."""
    parts = (
        Part(EVERYWHERE, 9),
        Part(EVERYWHERE, 30, person="dr"),
        Part(EVERYWHERE, 50, heading="Where they differ"),
    )
    issue = make_issue(make_snippet(kind="question", parts=parts))
    library = make_library(issue, people={"dr": make_person(name="Dr Who")})
    settings = load_settings(ROOT / "newsletter" / "defaults.toml")
    return html_of(compose(issue, library, settings, Templates([ROOT / "templates"])))


def open_html(browser: Browser, html: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(html)
    return page


@pytest.mark.parametrize("width", [320, 375, 600])
def test_a_phone_need_not_scroll_sideways(browser: Browser, html: str, width: int) -> None:
    page = open_html(browser, html, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(f"{CELLS}.length") == 3 * (9 + 12 + 12)


def test_words_of_an_ordinary_table_stay_whole(browser: Browser, html: str) -> None:
    assert open_html(browser, html, 320).evaluate(BROKEN) == []


def test_no_text_is_smaller_than_16_pixels(browser: Browser, html: str) -> None:
    sizes = open_html(browser, html, 320).evaluate(
        f"{CELLS}.map(e => getComputedStyle(e).fontSize)"
    )

    assert set(sizes) == {"16px"}


def test_columns_keep_their_side(browser: Browser, html: str) -> None:
    page = open_html(browser, html, 600)
    sides = page.evaluate(f"{CELLS}.map(e => [e.align, getComputedStyle(e).textAlign])")

    assert {align for align, shown in sides if align and not shown.endswith(align)} == set()
    assert {shown for align, shown in sides if not align} <= {"left", "start"}


def test_headers_are_bold_and_rows_are_ruled_off(browser: Browser, html: str) -> None:
    page = open_html(browser, html, 600)
    styles = page.evaluate(
        f"{CELLS}.map(e => [e.tagName, getComputedStyle(e).fontWeight,"
        " getComputedStyle(e).borderBottomWidth])"
    )

    assert {tuple(each) for each in styles} == {("TH", "700", "1px"), ("TD", "400", "1px")}
