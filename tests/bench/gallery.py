"""MJML's gallery through our engine and through the reference, compared as a browser shows them.

    python -m tests.bench.gallery TEMPLATES MJML [--keep FOLDER]

TEMPLATES is a folder of `.mjml` files, MJML the reference's command. Nothing is fetched: every
remote picture is the same grey one on both sides, and fonts are those of the system.
"""

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Route, sync_playwright
from rich.console import Console
from rich.table import Table

from newsletter.compose.engine.cleaning import clean
from newsletter.compose.engine.guard import run_engine
from newsletter.compose.engine.losses import find_losses
from newsletter.compose.engine.markup import parse

WIDTHS = (640, 375)
SIZE_OF_PICTURES = (600, 300)
# Drawn in parts, the same page is not always the same picture.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-partial-raster"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A template: how much of it looks different, by width, and how many losses are found in it."""

    template: str
    differences: tuple[float, ...]
    losses: int


def main() -> None:
    """Compare, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("templates", type=Path)
    parser.add_argument("mjml", type=Path, help="such as node_modules/.bin/mjml")
    parser.add_argument("--keep", type=Path, help="a folder for pages and pictures")
    parser.add_argument("--browser", default="chromium")
    given = parser.parse_args()
    table = Table("Template", *(f"{width} px" for width in WIDTHS), "Losses")
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = (given.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(
            executable_path=shutil.which(given.browser), args=OPTIONS
        )
        results = list(compare(browser, sorted(given.templates.glob("*.mjml")), given.mjml, folder))
        browser.close()
    for each in results:
        shares = (f"{share:.3%}" if share else "equal" for share in each.differences)
        table.add_row(each.template, *shares, str(each.losses or ""))
    Console().print(table, f"{sum(not any(each.differences) for each in results)} are equal.")


def compare(
    browser: Browser, templates: list[Path], mjml: Path, folder: Path
) -> Iterator[Comparison]:
    """Render each template twice, and look at both."""
    for template in templates:
        ours, reference = (folder / f"{template.stem}.{by}.html" for by in ("ours", "reference"))
        source = template.read_text(encoding="utf-8")
        html = run_engine(clean(parse(source)))
        ours.write_text(html, encoding="utf-8")
        _render_reference(mjml, template, reference)
        differences = tuple(
            differing_share(_picture(browser, ours, width), _picture(browser, reference, width))
            for width in WIDTHS
        )
        losses = len(list(find_losses(source, html, template)))
        yield Comparison(template.stem, differences, losses)


def differing_share(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels in which two pictures differ; what only one of them has is different."""
    size = max(one.width, other.width), max(one.height, other.height)
    different = Image.new("L", size, 255)
    overlap = min(one.width, other.width), min(one.height, other.height)
    pairs = (picture.convert("RGB").crop((0, 0, *overlap)) for picture in (one, other))
    bands = ImageChops.difference(*pairs).split()
    brightest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    different.paste(brightest.point(lambda value: 255 if value else 0))
    return different.histogram()[255] / (size[0] * size[1])


def _render_reference(mjml: Path, template: Path, page: Path) -> None:
    options = ["--config.beautify", "false", "--config.validationLevel", "skip"]
    subprocess.run([mjml, template, "--output", page, *options], check=True, capture_output=True)


def _picture(browser: Browser, page: Path, width: int) -> Image.Image:
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.route("**/*", _answer)
    tab.goto(page.as_uri())
    data = tab.screenshot(full_page=True, path=page.with_suffix(f".{width}.png"))
    tab.close()
    return Image.open(BytesIO(data))


def _answer(route: Route) -> None:
    """Let nothing through but the page itself, and draw every picture."""
    if route.request.url.startswith("file:"):
        route.continue_()
    elif route.request.resource_type == "image":
        drawn = BytesIO()
        Image.new("RGB", SIZE_OF_PICTURES, "grey").save(drawn, "PNG")
        route.fulfill(body=drawn.getvalue(), content_type="image/png")
    else:
        route.abort()


if __name__ == "__main__":
    main()
