"""The command `preview`: the studio's page, on this machine alone."""

import re
import secrets
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from newsletter.cli.desk import Json, find_desk
from newsletter.cli.exporting import preview_once
from newsletter.cli.studio import Wish, serve_studio
from newsletter.errors import UsageError
from newsletter.settings import Preview

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
    serve_studio(desk, next(iter(issues or ()), None), wish)


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
