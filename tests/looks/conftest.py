"""A browser, golden files, and when there are none."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import lack, run_browser
from tests.looks.golden import Golden
from tests.looks.sheet import FONTS, Table


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    yield from run_browser()


@pytest.fixture(scope="package")
def table(browser: Browser) -> Table:
    """Where letters are laid out side by side."""
    return Table(browser)


@pytest.fixture(scope="package")
def fonts() -> None:
    """Golden pictures are drawn with certain fonts."""
    if not shutil.which("fc-match"):
        lack("fontconfig", "fontconfig")
    for font in FONTS.values():
        command = ["fc-match", "--format=%{family}", font]
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        if found != font:
            lack(f"the font {font}", "fonts-liberation")


@pytest.fixture
def golden(request: pytest.FixtureRequest, tmp_path: Path) -> Golden:
    return Golden(tmp_path, renew=bool(request.config.getoption("--renew", default=False)))
