"""A desk that asks for reviews, at a moment that stands still."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsletter.database import open_database
from newsletter.delivery import Accounts, Mailings
from newsletter.editorial import ReviewTable, Word, draft_issues, give_word, lay_out, schedule
from newsletter.localtime import LocalTime
from newsletter.model import Approval, Decision, Mailing
from newsletter.workspace import Workspace, open_workspace
from tests.conftest import ask_for_reviews

SAMPLE = "2026-12-01-tiny-bumps"
MOMENT = datetime(2026, 11, 25, 9, tzinfo=UTC)
START = LocalTime.parse("2026-12-01 08:00 Asia/Singapore")


@dataclass(frozen=True)
class ReviewDesk:
    """A workspace that asks for reviews, and its mailings."""

    folder: Path
    mailings: Mailings
    accounts: Accounts

    @property
    def workspace(self) -> Workspace:
        """The workspace, with its settings as they are now."""
        return open_workspace(self.folder)

    def table(self, when: datetime = MOMENT) -> ReviewTable:
        """What reviewers find."""
        return lay_out(self.workspace, when)

    def approve(self, *names: str, by: str = "dr-hale", when: datetime = MOMENT) -> list[Approval]:
        """Approve of what needs it; of the sample issue if nothing is named."""
        table = self.table(when)
        word = Word(by, Decision.APPROVED)
        sheets = table.needing(names or [SAMPLE], whole=True)
        return [give_word(table, sheet, word) for sheet in sheets]

    def schedule(self) -> Mailing:
        """Freeze the sample issue."""
        (draft,) = draft_issues(self.workspace, MOMENT, [SAMPLE], START)
        return schedule(draft, self.workspace.settings, self.mailings, START)[0]

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a file of the workspace."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def open_desk(folder: Path) -> Iterator[ReviewDesk]:
    """The desk in this folder, while its database is open."""
    engine = open_database(f"sqlite:///{folder / 'newsletter.db'}")
    yield ReviewDesk(folder, Mailings(engine), Accounts(engine))
    engine.dispose()


@pytest.fixture
def desk(workspace: Path) -> Iterator[ReviewDesk]:
    """A desk at which nobody has approved anything yet."""
    ask_for_reviews(workspace, "recorded")
    shutil.rmtree(workspace / "reviews")
    with open_desk(workspace) as opened:
        yield opened


@pytest.fixture(scope="session")
def approved(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk whose sample is approved and then scheduled; to be copied."""
    folder = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("approved") / "workspace"))
    ask_for_reviews(folder, "recorded")
    shutil.rmtree(folder / "reviews")
    with open_desk(folder) as opened:
        opened.approve()
        opened.schedule()
    return folder


@pytest.fixture
def approved_desk(approved: Path, tmp_path: Path) -> Iterator[ReviewDesk]:
    """A desk whose sample is approved and then scheduled."""
    with open_desk(Path(shutil.copytree(approved, tmp_path / "workspace"))) as opened:
        yield opened


@pytest.fixture
def mailing(approved_desk: ReviewDesk) -> Mailing:
    """The mailing of that desk's sample."""
    (scheduled,) = approved_desk.mailings.all()
    return scheduled
