"""The studio's waits are measured in a browser, and nothing is left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from newsletter.workspace import init
from tests.bench.studio import SAVED, make_table, wait_at
from tests.browsing import run_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from run_browser()


@pytest.mark.slow
def test_every_save_is_measured_and_the_file_is_as_before(browser: Browser, tmp_path: Path) -> None:
    init(tmp_path)
    before = (tmp_path / SAVED).read_text(encoding="utf-8")
    waits = wait_at(browser, tmp_path, 3)

    assert len(waits.saved) == 3
    assert 0 < min(waits.saved) < 10_000
    assert waits.started > waits.opened > 0
    assert (tmp_path / SAVED).read_text(encoding="utf-8") == before
    assert make_table({"three saves": waits}).row_count == 1
