"""A window on the studio, as an editor has it open, that notices whatever goes wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.previewing import preview

expect.set_options(timeout=20_000)
"""Milliseconds: the machine may have other things to do."""

BLOCKED = "Blocked script execution in"
"""What Chromium says of each letter: its frame may run nothing, not even our measure."""


class Window:
    """The page of a running studio; `asked` are all addresses that it has asked for."""

    def __init__(self, page: Page, address: str, workspace: Path) -> None:
        self.page, self.address, self.workspace = page, address, workspace
        self.asked: list[str] = []
        self.wrong: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda told: self.wrong.append(told.text))

    def open(self, place: str = "") -> Page:
        """Open the page, at a place in it, and wait for the letter."""
        self.page.goto(f"{self.address}{place}")
        expect(self.shown).to_be_visible()
        return self.page

    @property
    def shown(self) -> Locator:
        """The frame of the letter; the new one, while two stand there for a moment."""
        return self.page.locator(".letter.shown").first

    @property
    def letter(self) -> FrameLocator:
        """What is in it."""
        return self.shown.content_frame

    @property
    def caption(self) -> Locator:
        """What stands above the letter."""
        return self.page.locator(".caption")

    def heading(self, block: str) -> Locator:
        """The heading of a block in the letter."""
        return self.letter.locator(f"[data-block={block}]")

    def button(self, name: str) -> Locator:
        """The button with these words and no others."""
        return self.page.get_by_role("button", name=name, exact=True)

    def distance(self, block: str) -> float:
        """How far below the top of the view the heading of a block stands, in pixels."""
        box, view = self.heading(block).bounding_box(), self.page.locator(".view").bounding_box()
        assert box
        assert view
        return round(box["y"] - view["y"], 1)

    def file(self, name: str) -> Path:
        """A file of the workspace."""
        return self.workspace / name

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a file and save it, as a text editor does."""
        path = self.file(name)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def elsewhere(self) -> list[str]:
        """What was asked of anybody but the studio."""
        origin = self.address.partition("#")[0]
        return [url for url in self.asked if not url.startswith((origin, "data:"))]

    def failures(self) -> list[str]:
        """What the browser has said of the page that it should not have to say."""
        return [told for told in self.wrong if not told.startswith(BLOCKED)]


@contextmanager
def open_window(browser: Browser, workspace: Path, *words: str) -> Iterator[Window]:
    """Start a studio, and open a window on it."""
    with (
        preview(workspace, "--json", *words) as running,
        look_at(browser, running.url, workspace) as window,
    ):
        yield window


@contextmanager
def look_at(browser: Browser, address: str, workspace: Path) -> Iterator[Window]:
    """Open a window on a studio that runs."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
    window = Window(page, address, workspace)
    try:
        yield window
    finally:
        page.close()
    assert (window.elsewhere(), window.failures()) == ([], []), window.failures()
