"""The public pages are asked by axe whether everybody can use them, and used without a mouse.

axe-core is no Python package: NODE_PATH, or node_modules here, says where it lies.
"""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from newsletter.compose import Templates
from newsletter.settings import load_settings
from newsletter.web import Pages, make_public_app
from newsletter.workspace import SETTINGS_FILE, init, starter
from tests.browsing import read_axe
from tests.web.public.conftest import KEYS, OWN
from tests.web.public.invented import GOOD, OLD, Clock, InventedReception

RUN = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => [id, ...nodes.map((each) => each.failureSummary)])
}"""
"""Everything that axe finds, however slight."""

LOOKED_AT = ("/", f"/confirm/{GOOD}", f"/leave/{GOOD}", f"/preferences/{GOOD}", f"/data/{GOOD}")
PRESSED = {
    "/": "Sign up",
    f"/confirm/{GOOD}": "Yes, send me the letter",
    f"/confirm/{OLD}": "Yes, send me the letter",
    f"/leave/{GOOD}": "Leave this list",
    f"/preferences/{GOOD}": "Keep my choices",
    f"/preferences/{OLD}": "Send me a new link",
    f"/data/{GOOD}": "Erase everything",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages, served on this machine over an invented reader."""
    workspace = tmp_path_factory.mktemp("workspace")
    init(workspace)
    with (workspace / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write(OWN)
    settings = load_settings(workspace / SETTINGS_FILE)
    pages = Pages(settings, Templates([starter() / "templates"]))
    app = make_public_app(settings, pages, InventedReception(), KEYS, _Hurrying())
    config = uvicorn.Config(app, port=0, access_log=False, log_level="error", proxy_headers=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


class _Hurrying(Clock):
    """Half a minute passes between two looks at it: as long as people take for a form."""

    def __call__(self) -> datetime:
        self.forward(seconds=30)
        return super().__call__()


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """A phone; whatever the browser refuses fails the test, but for what is not there."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": 375, "height": 700},
        color_scheme=request.param,
    )
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda told: wrong.append(told.text))
    yield page
    context.close()
    assert [told for told in wrong if "404" not in told] == []


def judge(page: Page) -> list[object]:
    """What axe finds on the page as it stands: it comes in beside the page's own policy."""
    page.evaluate(read_axe())
    found: list[object] = page.evaluate(RUN)
    return found


def test_every_page_can_be_used_by_everybody(page: Page) -> None:
    for path in (*LOOKED_AT, "/nothing", "/?language=fr"):
        page.goto(path)
        assert judge(page) == [], path


def test_every_answer_can_be_used_by_everybody(page: Page) -> None:
    for path, button in PRESSED.items():
        page.goto(path)
        if path == "/":
            page.get_by_label("Your email address").fill("zoe@example.org")
        before = page.locator("h1").inner_text()
        page.get_by_role("button", name=button).click()

        assert page.locator("h1").inner_text() != before, path
        assert judge(page) == [], path


def test_a_mistake_in_the_form_is_said_to_everybody(page: Page) -> None:
    page.goto("/")
    # A browser that does not look at the address itself.
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_label("Your email address").fill("zoe@")
    page.get_by_role("button", name="Sign up").click()

    field = page.get_by_label("Your email address")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby") or ""
    assert "not a whole email address" in page.locator(f"#{described}").inner_text()
    assert judge(page) == []


def test_no_page_is_wider_than_a_small_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    for path in LOOKED_AT:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_signing_up_needs_no_mouse(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.type("zoe@example.org")
    page.keyboard.press("Enter")

    assert page.locator("h1").inner_text() == "Look into your mailbox"
