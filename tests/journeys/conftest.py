"""A desk with its own SMTP server and its own processes, as on a real machine."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from playwright.sync_api import Browser

from newsletter.audience import Subscribers
from newsletter.cli import run
from newsletter.database import open_database
from newsletter.delivery import Mailings
from newsletter.workspace import SETTINGS_FILE
from tests.browsing import run_browser
from tests.conftest import add_readers
from tests.delivery.smtp_server import SmtpServer
from tests.previewing import preview

SAMPLE = "2026-12-01-tiny-bumps"
PATIENCE = 60.0
"""Seconds that a story may take to get where it should."""


class Answer(NamedTuple):
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


def tell(workspace: Path, *arguments: str) -> Answer:
    """Run a command over a workspace in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["-w", str(workspace), *arguments])
    return Answer(code, out.getvalue(), err.getvalue())


@dataclass
class Desk:
    """A workspace, and the server that its letters go to."""

    folder: Path
    server: SmtpServer
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """What the desk's commands find around them; their words are not folded."""
        return {"NEWSLETTER_DATABASE": self.database, "COLUMNS": "300"}

    def do(self, *arguments: str) -> dict[str, Any]:
        """Run a command to its end, and return what it says to a program."""
        code, out, err = self.ask(*arguments, "--json")
        assert code == 0, out + err
        answer = json.loads(out.splitlines()[-1])
        assert isinstance(answer, dict)
        return answer

    def ask(self, *arguments: str) -> Answer:
        """Run a command as a person does, whatever comes of it.

        What sends is a process of its own; to start another one for each short command takes long
        and shows no more.
        """
        if arguments[0] == "run":
            with self.start(*arguments) as process:
                said = process.communicate()
            return Answer(process.returncode, *said)
        with patch.dict(os.environ, self.environment):
            return tell(self.folder, *arguments)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command that keeps running."""
        return subprocess.Popen(
            [sys.executable, "-m", "newsletter", "-w", str(self.folder), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | self.environment,
        )

    def readers(self, count: int) -> list[str]:
        """Put this many readers on the list."""
        engine = open_database(self.database)
        addresses = add_readers(Subscribers(engine), count)
        engine.dispose()
        return addresses

    def planned(self, mailing: int) -> int:
        """How many readers have been given their delivery."""
        engine = open_database(self.database)
        planned = Mailings(engine).find(mailing).planned
        engine.dispose()
        return planned

    @property
    def accepted(self) -> Counter[str]:
        """How many letters the server took for each reader: the truth."""
        return Counter(recipient for recipient, _ in list(self.server.accepted))

    def account(self) -> dict[str, Any]:
        """What the ledger says of the one mailing."""
        (mailing,) = self.do("verify")["mailings"]
        assert isinstance(mailing, dict)
        return mailing


def at_once(_command: str) -> None:
    """Answer as a server does that has nothing else to do."""


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something to come true; fail, with its name, if it does not."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"never came true: {what}"
        time.sleep(0.02)


@pytest.fixture
def desk(workspace: Path) -> Iterator[Desk]:
    with SmtpServer() as server:
        settings = workspace / SETTINGS_FILE
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("port = 1025", f"port = {server.port}"), encoding="utf-8")
        yield Desk(workspace, server, f"sqlite:///{workspace / 'newsletter.db'}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    yield from run_browser()


@pytest.fixture(scope="package")
def studio(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A studio for many windows, in which nothing stays changed: its address, its workspace."""
    workspace = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("studio") / "workspace"))
    with preview(workspace, "--json") as running:
        yield running.url, workspace
