"""The command `preview`: the studio's page, on this machine alone."""

import contextlib
import logging
import re
import secrets
import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from newsletter.cli.console import emit, say
from newsletter.cli.desk import Desk, Json, find_desk
from newsletter.cli.exporting import preview_once
from newsletter.cli.running import listen
from newsletter.daemon import utc_now
from newsletter.editorial import find_issue
from newsletter.errors import UsageError
from newsletter.mailbox import LOOPBACK
from newsletter.settings import Preview
from newsletter.studio import Studio
from newsletter.web import Events, LetterViews, Live, PreviewServer, make_preview_app
from newsletter.workspace import find_root

app = typer.Typer()

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,100}")


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
    wish = Wish(_check_token(token), _check_editor(editor), port, open_page, as_json)
    _serve(desk, next(iter(issues or ()), None), wish)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants the page to be served."""

    token: str
    editor: str
    port: int
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
    with listen(LOOPBACK, wish.port, "Choose another --port, or leave it out.") as listener:
        url = f"http://{LOOPBACK}:{listener.getsockname()[1]}/{wish.token}/{place}"
        _tell(url, wish.as_json)
        if wish.opens:
            webbrowser.open(url)
        _log(desk)
        # Ctrl-C is how it ends.
        with contextlib.suppress(KeyboardInterrupt):
            _make_server(studio, desk, wish).run(sockets=[listener])


def _make_server(studio: Studio, desk: Desk, wish: Wish) -> PreviewServer:
    events = Events()
    views = LetterViews(studio, lambda: desk.engine, utc_now, wish.editor)
    live = Live(studio.workspace.root, studio, events)
    return PreviewServer(make_preview_app(views, live, wish.token), events)


def _tell(url: str, as_json: bool) -> None:
    """Say where the page is, at once: whoever reads it waits."""
    if as_json:
        emit({"url": url})
        sys.stdout.flush()
    else:
        say(f"The studio is at {url}", "Whoever knows this address can use it. Stop with Ctrl-C.")


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
