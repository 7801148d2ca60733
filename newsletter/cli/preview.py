"""The command `preview`: the studio's page, on this machine alone."""

import contextlib
import errno
import logging
import re
import secrets
import sys
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from sqlalchemy import Engine

from newsletter.cli.console import emit, say
from newsletter.cli.desk import Desk, Json, find_desk
from newsletter.cli.exporting import preview_once
from newsletter.cli.running import listen
from newsletter.daemon import utc_now
from newsletter.editorial import find_issue
from newsletter.errors import NewsletterError, UsageError
from newsletter.mailbox import LOOPBACK, Mailbox
from newsletter.settings import Preview
from newsletter.studio import Studio
from newsletter.web import (
    Events,
    LetterViews,
    Live,
    PostViews,
    PreviewServer,
    make_preview_app,
)
from newsletter.workspace import MAILBOX_FOLDER, find_root

app = typer.Typer()

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,100}")

MailboxPort = Annotated[
    int | None,
    typer.Option(help="Keep the local mailbox, too, and listen here.", min=0, max=65535),
]


@app.command()
def preview(
    context: typer.Context,
    issues: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ISSUE]...", help="The issue to show; any number for files."),
    ] = None,
    port: Annotated[
        int, typer.Option(help="Where to listen; any free port if left out.", min=0, max=65535)
    ] = 0,
    token: Annotated[
        str | None, typer.Option(help="The secret part of the address; a new one if left out.")
    ] = None,
    open_page: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = None,
    editor: Annotated[
        str, typer.Option(help="How links open a file: vscode://file/{path}:{line}")
    ] = "",
    folder: Annotated[
        Path | None, typer.Option("--export", help="Write the page as files, and end.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only say what is wrong, as `newsletter check` does.")
    ] = False,
    mailbox_port: MailboxPort = None,
    as_json: Json = False,
) -> None:
    """Show on a page what readers will see, at each save. Stop it with Ctrl-C.

    Example: newsletter preview 2026-12-01-tiny-bumps
    """
    desk = find_desk(context)
    if folder or check:
        preview_once(desk, issues or (), folder, check, as_json)
        return
    if len(issues or ()) > 1:
        raise UsageError("the page opens with one issue", remedy="Name one, or --export several.")
    secret, own = _check_token(token), _check_editor(editor)
    wish = Wish(secret, own, port, mailbox_port, open_page, as_json)
    _serve(desk, next(iter(issues or ()), None), wish)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants the page to be served."""

    token: str
    editor: str
    port: int
    mailbox_port: int | None
    open_page: bool | None
    as_json: bool

    @property
    def opens(self) -> bool:
        """Whether to open a browser: for a person, if nothing else was said."""
        usual = sys.stdout.isatty() and not self.as_json
        return usual if self.open_page is None else self.open_page


def _serve(desk: Desk, issue: str | None, wish: Wish) -> None:
    studio = Studio(find_root(desk.folder), utc_now)
    place = f"#issue={_find(studio, issue)}" if issue else ""
    with (
        _keep_mailbox(studio, wish.mailbox_port) as mailbox,
        listen(LOOPBACK, wish.port, "Choose another --port, or leave it out.") as listener,
    ):
        url = f"http://{LOOPBACK}:{listener.getsockname()[1]}/{wish.token}/{place}"
        _tell(url, mailbox, wish.as_json)
        if wish.opens:
            webbrowser.open(url)
        _log(desk)
        # Ctrl-C is how it ends.
        with contextlib.suppress(KeyboardInterrupt):
            _make_server(studio, desk, wish).run(sockets=[listener])


def _make_server(studio: Studio, desk: Desk, wish: Wish) -> PreviewServer:
    def engine() -> Engine:
        return desk.engine

    events = Events()
    letters = LetterViews(studio, engine, utc_now, wish.editor)
    post = PostViews(studio, engine, utc_now, desk.environment)
    live = Live(studio.workspace.root, studio, events)
    return PreviewServer(make_preview_app(letters, live, wish.token, post), events)


@contextlib.contextmanager
def _keep_mailbox(studio: Studio, port: int | None) -> Iterator[str]:
    """Be the local mailbox, unless somebody is it already; say which."""
    folder, told = studio.workspace.root / MAILBOX_FOLDER, ""
    with contextlib.ExitStack() as stack:
        if port is not None:
            try:
                box = stack.enter_context(Mailbox(folder, port))
                told = f"The mailbox listens on {LOOPBACK}:{box.port}"
            except NewsletterError as error:
                if getattr(error.__cause__, "errno", None) != errno.EADDRINUSE:
                    raise
                told = f"Somebody listens on {LOOPBACK}:{port} already"
        yield told and f"{told}; the page shows what is in {folder}"


def _tell(url: str, mailbox: str, as_json: bool) -> None:
    """Say where the page is, at once: whoever reads it waits."""
    if as_json:
        emit({"url": url, **({"mailbox": mailbox} if mailbox else {})})
        sys.stdout.flush()
    else:
        words = "Whoever knows this address can use it. Stop with Ctrl-C."
        say(f"The studio is at {url}", *filter(None, [mailbox]), words)


def _find(studio: Studio, issue: str) -> str:
    """The issue of that name; of a workspace that cannot be read, whatever was typed."""
    return issue if studio.problems else find_issue(studio.library, issue).slug


def _check_token(token: str | None) -> str:
    if token is None:
        return secrets.token_urlsafe(24)
    if not TOKEN.fullmatch(token):
        remedy = "Use 16 to 100 letters, digits, hyphens and underscores; or leave it out."
        raise UsageError("this token is too easy to guess, or no part of an address", remedy=remedy)
    return token


def _check_editor(editor: str) -> str:
    try:
        return Preview(editor=editor).editor
    except ValidationError as error:
        (mistake,) = error.errors()
        raise UsageError(f"--editor: {mistake['msg']}", remedy=mistake["ctx"]["remedy"]) from None


def _log(desk: Desk) -> None:
    """Say on the error stream what goes wrong; where, if somebody wants to know."""
    level = logging.DEBUG if desk.environment.get("NEWSLETTER_DEBUG") else logging.WARNING
    logging.basicConfig(format="%(message)s", level=level)
