"""What every test may use: a database of each kind, a clock that stands still, a workspace."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings as examples
from sqlalchemy import ColumnElement, Engine, literal

from newsletter.audience import Row, Subscribers, parse_address
from newsletter.database import open_database
from newsletter.delivery import Ledger, Mailings, Patience
from newsletter.model import Field, FieldKind, Letter, Mailing, Pieces, Sender, Variant
from newsletter.workspace import SETTINGS_FILE, init
from tests.drawing import plain
from tests.postgres import EmptySchema, Schema

# How long an example takes says more of the machine than of the program.
examples.register_profile("any machine", deadline=None)
examples.load_profile("any machine")

IN_CI = bool(os.environ.get("CI"))

SENDER = Sender(
    name="Example Desk",
    address="desk@example.org",
    reply_to="answers@example.org",
    bounces="bounces@example.org",
    list_id="letter.example.org",
    public_url="https://letter.example.org",
)


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores: some test always waits for a process or a browser."""
    return 1 + (os.cpu_count() or 1)


class Clock:
    """A database clock that a test moves by hand; seconds."""

    def __init__(self) -> None:
        self.seconds = 1_800_000_000.0

    def __call__(self) -> ColumnElement[float]:
        return literal(self.seconds)

    def forward(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture(autouse=True)
def _no_real_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a developer has set, tests keep away from it."""
    for name in ("DATABASE", "KEY", "REVIEW_LEVEL", "REVIEW_SIGNERS"):
        monkeypatch.delenv(f"NEWSLETTER_{name}", raising=False)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of each kind, without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
    else:
        with Schema() as schema:
            yield schema.url


@pytest.fixture(scope="session")
def empty_schema() -> Iterator[EmptySchema]:
    schema = EmptySchema()
    yield schema
    schema.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, empty_schema: EmptySchema
) -> Iterator[Engine]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        opened = empty_schema.open()
    yield opened
    opened.dispose()


@pytest.fixture
def ledger(engine: Engine, clock: Clock) -> Ledger:
    return Ledger(engine, Patience(lease=60, grace=900, attempts=3, retry_after=300), clock)


@pytest.fixture
def mailings(engine: Engine, clock: Clock) -> Mailings:
    return Mailings(engine, clock)


@pytest.fixture
def subscribers(engine: Engine, clock: Clock) -> Subscribers:
    return Subscribers(engine, clock)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as `newsletter init` makes it, of a desk without reviewers; to look at only.

    Its drawing is of one grey: to reduce the colours of the real one takes longer than all the rest
    of the letter.
    """
    folder = tmp_path_factory.mktemp("prepared") / "workspace"
    init(folder)
    ask_for_reviews(folder, "off")
    replace_picture(folder, plain(width=1040, height=485))
    return folder


def replace_picture(folder: Path, data: bytes) -> None:
    """Put another drawing into the sample, and into the approval that names it by its digest."""
    drawing = folder / "issues" / "pictures" / "milium.png"
    (record,) = (folder / "reviews" / "why-tiny-bumps").iterdir()
    text = record.read_text(encoding="utf-8")
    before, after = sha256(drawing.read_bytes()).hexdigest(), sha256(data).hexdigest()
    assert before in text
    record.write_text(text.replace(before, after), encoding="utf-8")
    drawing.write_bytes(data)


@pytest.fixture
def workspace(prepared: Path, tmp_path: Path) -> Path:
    """Such a workspace of a test's own."""
    return Path(shutil.copytree(prepared, tmp_path / "workspace"))


def ask_for_reviews(folder: Path, level: str) -> None:
    """Set how strictly a workspace asks for reviews."""
    path = folder / SETTINGS_FILE
    asked = re.compile(r'^\[review\]\nlevel = "\w+"\n', re.MULTILINE)
    without = asked.sub("", path.read_text(encoding="utf-8"))
    path.write_text(f'{without}[review]\nlevel = "{level}"\n', encoding="utf-8")


FIELDS = (
    Field("name", default="reader"),
    Field("leave_url", FieldKind.URL, longest=2000),
    Field("first_name", default="friend", longest=40),
    Field("page", FieldKind.URL, default="https://example.org/"),
    Field("ref", FieldKind.URLPART, default="none"),
)


def make_letter(
    issue: str = "2026-12-01-milia", words: str = "Hello.\n", **changes: object
) -> Letter:
    """A letter in one variant; `changes` are changes to that."""
    variant = Variant(
        language="en",
        conditions={},
        subject=Pieces(("Tiny bumps",)),
        preheader=Pieces(("What they are",)),
        html=Pieces(('<p>Hello.</p><a href="', '">Leave</a>'), ("leave_url",)),
        text=Pieces((f"{words}Leave: ", "\n"), ("leave_url",)),
    )
    changed = replace(variant, **changes)  # type: ignore[arg-type]
    return Letter(issue=issue, sender=SENDER, fields=FIELDS, variants=(changed,), pictures=())


def open_gate(_mailing: Mailing) -> str:
    """Everything may go."""
    return ""


def add_readers(subscribers: Subscribers, count: int) -> list[str]:
    """Put `count` readers on the list; return their addresses."""
    addresses = [f"reader{number:04d}@example.org" for number in range(1, count + 1)]
    rows = [Row(parse_address(address), "", "", "") for address in addresses]
    subscribers.add(rows, "test", dry_run=False)
    return addresses
