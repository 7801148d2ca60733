"""Draw docs/studio/*.png: the preview studio as it looks in its main states.

Run it after a change to the studio's page: python docs/studio.py
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from newsletter.workspace import init
from tests.previewing import preview

OUT = Path(__file__).parent / "studio"
SAMPLE = "2026-12-01-tiny-bumps"
BROKEN = Path("issues") / "snippets" / "why-tiny-bumps.md"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 800}
COLOURS = 96


def take_pictures(browser: Browser, url: str, workspace: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each state, by name."""
    page = browser.new_page(viewport=DESKTOP, color_scheme="light")  # type: ignore[arg-type]
    yield "light", _look(page, f"{url}#tab=inbox&beside=width")
    page.emulate_media(color_scheme="dark")
    yield "dark", _look(page, f"{url}#tab=mjml&look=dark")
    page.emulate_media(color_scheme="light")
    yield "queue", _look(page, f"{url}#page=queue", "#sheet > *")
    yield "review", _look(page, f"{url}#tab=review&width=414")
    path = workspace / BROKEN
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kind: question", "kind: riddle"), encoding="utf-8")
    page.locator("#problems .problem").wait_for()
    yield "problem", _look(page, f"{url}#tab=checks", "#problems .problem")
    path.write_text(text, encoding="utf-8")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator("#problems .problem").wait_for(state="detached")
    yield "phone", _look(page, f"{url}#width=375")


def _look(page: Page, place: str, shown: str = ".letter.shown") -> bytes:
    page.goto("about:blank")
    page.goto(place)
    page.locator(shown).first.wait_for()
    # What follows the letter: findings, badges, the queue.
    page.wait_for_timeout(4000)
    return page.screenshot()


def make_desk(root: Path) -> None:
    """A workspace with three readers and one mailing that waits for its time."""
    init(root)
    for name in ("Ana", "Zoë", "Li"):
        _do(root, "subscribers", "add", f"{name[0].lower()}@example.org", "--name", name)
    _do(root, "schedule", SAMPLE, "--yes")


def _do(root: Path, *words: str) -> None:
    command = [sys.executable, "-m", "newsletter", "-w", str(root), *words]
    subprocess.run(command, check=True, capture_output=True)


def save(name: str, picture: bytes) -> None:
    """Keep a picture in few colours."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    small = drawn.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(OUT / f"{name}.png", optimize=True)


def main() -> None:
    """Run the studio of a small desk, look at it, and keep small pictures."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        make_desk(Path(folder))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        with preview(Path(folder), "--json") as running:
            for name, picture in take_pictures(browser, running.url, Path(folder)):
                save(name, picture)
        browser.close()


if __name__ == "__main__":
    main()
