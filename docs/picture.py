"""Draw docs/letter.png: the sample letter on a wide screen and on a phone.

Run it after a change to the templates: python docs/picture.py
"""

import io
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from newsletter.editorial import draft_issues
from newsletter.printing import build
from newsletter.workspace import init, open_workspace

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

HEIGHT = 1180
VIEWS = ((640, "light"), (375, "dark"))
COLOURS = 128


def take_pictures(page_file: Path) -> list[Image.Image]:
    """The top of the letter in each view."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        pictures: list[Image.Image] = []
        for width, scheme in VIEWS:
            size = {"width": width, "height": HEIGHT}
            page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(page_file.as_uri())
            pictures.append(Image.open(io.BytesIO(page.screenshot())))
        browser.close()
        return pictures


def main() -> None:
    """Build the sample issue, look at it, and keep one small picture."""
    with tempfile.TemporaryDirectory() as folder:
        init(Path(folder))
        draft = draft_issues(open_workspace(Path(folder)), NOW)[0]
        pictures = take_pictures(build(draft.letter, Path(folder) / "build").html)
    sheet = Image.new("RGB", (sum(width for width, _ in VIEWS), HEIGHT))
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width
    small = sheet.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(Path(__file__).parent / "letter.png", optimize=True)


if __name__ == "__main__":
    main()
