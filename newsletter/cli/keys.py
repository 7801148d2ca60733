"""The command that gives a workspace a new key."""

import typer

from newsletter.cli.console import count, tell
from newsletter.cli.desk import Json, Yes, confirm, find_desk
from newsletter.workspace import KEY_FILE

app = typer.Typer(no_args_is_help=True, help="The secrets that sign readers' links.")


@app.callback()
def key() -> None:
    """Look after the secrets that sign readers' links."""


@app.command()
def rotate(context: typer.Context, yes: Yes = False, as_json: Json = False) -> None:
    """Put a new key first in newsletter.key; what older ones have signed stays good.

    Example: newsletter key rotate
    """
    desk = find_desk(context)
    confirm(f"Put a new key first in {KEY_FILE}?", yes)
    keys = desk.workspace.rotate_key(desk.environment)
    older = len(keys.older)
    lines = [
        f"A new key is first in {KEY_FILE}; {count(older, 'older one')} below it.",
        "Restart `newsletter serve`, then `newsletter run`, in this order. Back the file up.",
        "Keep older keys for as long as links of theirs, or erased readers, have to be known.",
    ]
    if desk.environment.get("NEWSLETTER_KEY"):
        lines.append(
            f"NEWSLETTER_KEY is set and goes before the file: set it to all that is in {KEY_FILE} "
            "now, or unset it."
        )
    tell(as_json, {"file": KEY_FILE, "older": older}, *lines)
