"""How long an editor waits from a save until the letter on the studio's page is the new one.

    python -m tests.bench.studio [--saves 50] [--issues 300] [--snippets 1000]

A browser shows the page of a running `newsletter preview`. A snippet is saved again and again, as a
text editor does; the page tells the time from the file's own time until the new letter is painted.
Opening is from the start of the command to the first letter, and from the page's address to it.
"""

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from newsletter.workspace import init
from tests.bench.check import SAMPLE, p95, write_workspace
from tests.browsing import OPTIONS, PROGRAMS
from tests.previewing import preview

SAVED = Path("issues") / "snippets" / "sunscreen-label.md"
PATIENCE = 60_000
"""Milliseconds."""

LATER = "known => window.studioTimes.length > known"


@dataclass(frozen=True, slots=True)
class Waits:
    """What an editor waited for, in milliseconds."""

    started: float
    opened: float
    saved: list[float]


def wait_at(browser: Browser, workspace: Path, saves: int) -> Waits:
    """Open the sample issue in the studio of a workspace, and save one of its snippets."""
    begun = perf_counter()
    with preview(workspace, SAMPLE, "--json") as running:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(PATIENCE)
        started = _open(page, running.url, begun)
        opened = _open(page, running.url, perf_counter())
        # What follows the letter, the checks above all, is over.
        page.wait_for_load_state("load")
        page.locator("#panel .finding, #panel .fine").first.wait_for()
        saved = list(_save(page, workspace / SAVED, saves))
        page.close()
    return Waits(started, opened, saved)


def _open(page: Page, url: str, begun: float) -> float:
    page.goto("about:blank")
    page.goto(url)
    page.locator(".letter.shown").wait_for()
    return 1000 * (perf_counter() - begun)


def _save(page: Page, path: Path, saves: int) -> Iterator[float]:
    """Save a file so often, each time with other words; yield how long the letter took."""
    text = path.read_text(encoding="utf-8")
    for number in range(saves):
        replace(path, f"{text}\nThis is line {number}.\n")
        page.wait_for_function(LATER, arg=number)
        yield float(page.evaluate("window.studioTimes.at(-1)"))
        page.wait_for_timeout(400)
    replace(path, text)


def replace(path: Path, text: str) -> None:
    """Save as text editors do: write beside the file, and put it in its place."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def make_table(waits: dict[str, Waits]) -> Table:
    """What was measured, a line for each workspace."""
    columns = ("Start", "Open", "Saves", "Min", "Median", "p95", "Max")
    table = Table("From save to picture, in milliseconds", *columns)
    for name, each in waits.items():
        saved = each.saved
        figures = (min(saved), median(saved), p95(saved), max(saved))
        cells = (each.started, each.opened, len(saved), *figures)
        table.add_row(name, *(f"{cell:.0f}" for cell in cells))
    return table


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--issues", type=int, default=300)
    parser.add_argument("--snippets", type=int, default=1000)
    given = parser.parse_args()
    program = next(filter(None, map(shutil.which, PROGRAMS)))
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        sample = Path(folder) / "sample"
        init(sample)
        large = write_workspace(Path(folder) / "large", given.snippets, given.issues)
        name = f"{given.issues} issues, {given.snippets} snippets"
        waits = {
            "sample issue alone": wait_at(browser, sample, given.saves),
            name: wait_at(browser, large, given.saves),
        }
        browser.close()
    Console().print(make_table(waits))


if __name__ == "__main__":
    main()
