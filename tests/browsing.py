"""A browser for tests that must see what readers see."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
AXE = Path("axe-core") / "axe.min.js"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # The same pixels on every machine: no hints, no coloured edges, one colour profile.
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
    "--disable-partial-raster",
)


def run_browser() -> Iterator[Browser]:
    """Yield the system's Chromium; for a fixture of no more than a package.

    While it runs, no test of the same thread can have an event loop of its own.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        lack("Chromium", "chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield running
        running.close()


def read_axe() -> str:
    """The script of axe-core, which is no Python package: NODE_PATH or node_modules has it."""
    folders = [*os.environ.get("NODE_PATH", "").split(os.pathsep), str(ROOT / "node_modules")]
    script = next((Path(each) / AXE for each in filter(None, folders) if _holds(each)), None)
    if not script:
        lack("axe-core, from npm or in NODE_PATH", "npm")
    return script.read_text(encoding="utf-8")


def _holds(folder: str) -> bool:
    return (Path(folder) / AXE).is_file()


def lack(what: str, package: str) -> NoReturn:
    """Skip what cannot be shown here; on the build machine everything must be shown."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"needs {what}: install the package “{package}”")
