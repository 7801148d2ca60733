"""What every command starts from: the workspace it is in, and its database."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from newsletter.audience import Address, Subscribers, parse_address
from newsletter.compose import Templates
from newsletter.daemon import Post, utc_now
from newsletter.database import open_database
from newsletter.delivery import Accounts, Gate, Mailings
from newsletter.editorial import make_gate
from newsletter.errors import UsageError
from newsletter.model import Keyring, Subscriber
from newsletter.subscription import make_service_letters
from newsletter.workspace import Workspace, open_workspace

Json = Annotated[bool, typer.Option("--json", help="Answer with one line of JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Service = Annotated[
    bool, typer.Option("--service", help="Letters that single readers brought about, instead.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]

PRESENCE_FOLDER = "newsletter.db-workers"


@dataclass
class Desk:
    """One workspace, opened as far as a command needs it."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace around the folder."""
        return open_workspace(self.folder, self.environment)

    @cached_property
    def engine(self) -> Engine:
        """Its database, brought up to date."""
        return open_database(self.workspace.database_url(self.environment))

    def close(self) -> None:
        """Let go of the database, if it was opened."""
        if "engine" in vars(self):
            self.engine.dispose()

    @property
    def subscribers(self) -> Subscribers:
        """Everybody on the list."""
        return Subscribers(self.engine)

    @property
    def keys(self) -> Keyring:
        """The workspace's secrets."""
        return self.workspace.keys(self.environment)

    @property
    def mailings(self) -> Mailings:
        """All mailings."""
        return Mailings(self.engine)

    @property
    def accounts(self) -> Accounts:
        """What has become of the deliveries."""
        return Accounts(self.engine)

    @property
    def gate(self) -> Gate:
        """What says, from the reviewers' records, why a mailing may not go."""
        return make_gate(self.workspace, utc_now)

    @property
    def post(self) -> Post:
        """What sending needs."""
        return Post(
            engine=self.engine,
            settings=self.workspace.settings,
            keys=self.keys,
            environment=self.environment,
            presence_folder=self.workspace.root / PRESENCE_FOLDER,
            gate=self.gate,
            letters=make_service_letters(
                self.workspace.settings, Templates(self.workspace.template_folders)
            ),
        )


def find_desk(context: typer.Context) -> Desk:
    """The desk that `--workspace` names, or the current folder's."""
    desk = context.find_root().obj
    return desk if isinstance(desk, Desk) else Desk(Path.cwd())


def find_reader(desk: Desk, address: str) -> Subscriber:
    """The subscriber with this address; “erased:” and a number stand for one that was.

    Raises:
        UsageError: it is no address, or not on the list.
    """
    if re.fullmatch(r"erased:\d+", address):
        return desk.subscribers.find(Address(address, address))
    return desk.subscribers.find(read_address(address))


def read_address(text: str) -> Address:
    """An address as somebody typed it.

    Raises:
        UsageError: it is none.
    """
    try:
        return parse_address(text)
    except ValueError as error:
        raise UsageError(f"{text}: {error}", remedy="Check the spelling.") from error


def confirm(question: str, yes: bool) -> None:
    """Ask a person; a program must have said --yes.

    Raises:
        UsageError: nobody is there to ask.
        typer.Abort: the person says no.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(
            f"{question} Nobody is here to answer.", remedy="Say --yes if you mean it."
        )
    typer.confirm(question, abort=True)
