"""A studio over a workspace that a test edits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from newsletter.studio.revisions import Studio
from tests.browsing import run_browser

SAMPLE = "2026-12-01-tiny-bumps"
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """A workspace on disk, and a studio that looks at it."""

    folder: Path
    studio: Studio

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file as an editor does."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def desk(workspace: Path) -> Desk:
    return Desk(workspace, Studio(workspace, lambda: NOW))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from run_browser()
