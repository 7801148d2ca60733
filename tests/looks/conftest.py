"""A browser, golden files, and when there are none."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.looks.golden import Golden
from tests.looks.sheet import FONTS, Table

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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program:
        _lacking("Chromium", "chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield running
        running.close()


@pytest.fixture(scope="package")
def table(browser: Browser) -> Table:
    """Where letters are laid out side by side."""
    return Table(browser)


@pytest.fixture(scope="package")
def fonts() -> None:
    """Golden pictures are drawn with certain fonts."""
    if not shutil.which("fc-match"):
        _lacking("fontconfig", "fontconfig")
    for font in FONTS.values():
        command = ["fc-match", "--format=%{family}", font]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if found != font:
            _lacking(f"the font {font}", "fonts-liberation")


@pytest.fixture
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Golden:
    return Golden(tmp_path, renew=bool(request.config.getoption("--renew", default=False)))


def _lacking(what: str, package: str) -> NoReturn:
    """Skip what cannot be shown here; on the build machine everything must be shown."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"needs {what}: install the package “{package}”")
