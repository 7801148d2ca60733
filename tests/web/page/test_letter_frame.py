"""The frame of one letter, asked for letters in quick succession."""

from pathlib import Path

from playwright.sync_api import Browser, Route

from newsletter.web import preview

STATIC = Path(preview.__file__).parent / "static"
PLACE = "http://127.0.0.1:9/"

ANTICIPATED_IN_VAIN = """async () => {
    const { LetterFrame } = await import("/letterframe.js")
    const frame = new LetterFrame({ scrolled() {}, picked() {}, resized() {} })
    document.body.append(frame.element)
    const good = { url: "/letter?r=1", width: 600, caption: "", dark: false }
    const first = frame.show(good)
    frame.load({ ...good, url: "/letter?r=2" })
    const answers = [await frame.show(good), await first]
    return [...answers, frame.element.querySelector(".shown").getAttribute("src")]
}"""


def answer(route: Route) -> None:
    """Give a module of the studio, or an empty page."""
    name = route.request.url.removeprefix(PLACE).partition("?")[0]
    if name.endswith(".js"):
        route.fulfill(path=STATIC / name, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def test_a_letter_that_was_expected_and_cannot_be_made_takes_no_others_place(
    browser: Browser,
) -> None:
    page = browser.new_page()
    page.route("**/*", answer)
    page.goto(PLACE)

    assert page.evaluate(ANTICIPATED_IN_VAIN) == [True, False, "/letter?r=1"]
    page.close()
