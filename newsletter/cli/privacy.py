"""The command that says what is held of readers, why, and until when."""

import typer

from newsletter.cli.console import emit, show_table
from newsletter.cli.desk import Json, find_desk
from newsletter.privacy import report as make_report

app = typer.Typer(no_args_is_help=True, help="What is held of readers.")


@app.callback()
def privacy() -> None:
    """Say what is held of readers, why, and until when."""


@app.command()
def report(context: typer.Context, as_json: Json = False) -> None:
    """Say what is held of readers: how many, why, until when.

    Example: newsletter privacy report
    """
    desk = find_desk(context)
    holdings = make_report(desk.engine, desk.workspace.settings.privacy)
    if as_json:
        emit({"holdings": holdings})
        return
    rows = ((each.count, each.what, each.why, each.until) for each in holdings)
    show_table(("How many", "What", "Why", "Until"), rows)
