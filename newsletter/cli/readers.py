"""Commands for the list: bring one reader in, see who is there."""

from collections.abc import Iterable
from typing import Annotated

import typer

from newsletter.audience import Row, check_name, parse_address, read_language
from newsletter.cli.console import emit, say, show_table, tell
from newsletter.cli.desk import DryRun, Json, find_desk
from newsletter.errors import UsageError
from newsletter.localtime import find_zone
from newsletter.model import NAME, OUR_LINKS, Field, Proof, SubscriberState
from newsletter.privacy import find_obstacle, readmit
from newsletter.validation import nearest

app = typer.Typer()

Address = Annotated[str, typer.Argument(help="An email address.")]

OBSTACLES = {
    SubscriberState.PENDING: "has asked for letters, and not confirmed",
    SubscriberState.LEFT: "has left the list",
    SubscriberState.BOUNCED: "takes no letters",
    SubscriberState.COMPLAINED: "has called a letter spam",
    SubscriberState.SUPPRESSED: "is not to be written to",
    SubscriberState.ERASED: "was erased",
}


@app.command()
def add(
    context: typer.Context,
    address: Address,
    name: Annotated[str, typer.Option(help="How to write to them.")] = "",
    time_zone: Annotated[str, typer.Option("--tz", help="Such as Asia/Singapore.")] = "",
    language: Annotated[str, typer.Option(help="Such as en.")] = "",
    field: Annotated[
        list[str] | None, typer.Option(help=r"A field of \[fields]: first-name=Zoë. Repeatable.")
    ] = None,
    source: Annotated[str, typer.Option(help="Where they said yes; kept as proof.")] = "by hand",
    asked_again: Annotated[
        bool, typer.Option("--asked-again", help="They were off the list, and want to come back.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Add one reader.

    Example: newsletter subscribers add ana@example.org --name "Ana Lim"
    """
    desk = find_desk(context)
    fields = desk.workspace.settings.reader_fields
    try:
        check_name(name)
        if time_zone:
            find_zone(time_zone)
        own = dict(_read_field(each, fields) for each in field or ())
        row = Row(parse_address(address), name, time_zone, read_language(language), own)
    except ValueError as error:
        raise UsageError(f"{address}: {error}", remedy="Correct it and try again.") from error
    obstacle = find_obstacle(desk.engine, desk.keys, row.address)
    if not asked_again:
        _require_no_obstacle(address, obstacle)
    elif obstacle and not dry_run:
        readmit(desk.engine, desk.keys, row.address, Proof(source, "by hand"))
    result = desk.subscribers.add([row], source, method="by hand", dry_run=dry_run)
    words = "is on the list already" if result.known and not obstacle else "added"
    words = "would be added" if dry_run and not result.known else words
    value = {"added": result.added, "known": result.known, "dry_run": dry_run}
    tell(as_json, value, f"{address}: {words}")


@app.command("list")
def list_command(context: typer.Context, as_json: Json = False) -> None:
    """List everybody, by address.

    Example: newsletter subscribers list
    """
    subscribers = find_desk(context).subscribers
    if as_json:
        emit({"subscribers": list(subscribers.all())})
        return
    rows = ((each.address, each.name, each.state) for each in subscribers.all())
    show_table(("Address", "Name", "State"), rows)
    counts = subscribers.counts()
    say(
        ", ".join(f"{count} {state}" for state, count in counts.items()) or "Nobody is on the list."
    )


def _require_no_obstacle(address: str, obstacle: SubscriberState | None) -> None:
    """Refuse to bring somebody back of whom nobody said that they asked for it."""
    if obstacle:
        remedy = "If they asked to come back, say --asked-again, and where in --source."
        raise UsageError(f"{address} {OBSTACLES[obstacle]}", remedy=remedy)


def _read_field(text: str, fields: Iterable[Field]) -> tuple[str, str]:
    """Read “first-name=Zoë”.

    Raises:
        ValueError: a letter could not print it as it is.
        UsageError: there is no such field.
    """
    name, _, value = text.partition("=")
    known = {each.spelt: each for each in fields if each.name not in (NAME, *OUR_LINKS)}
    if name not in known:
        problem = f"“{name}” is not one of the fields in newsletter.toml"
        raise UsageError(problem, remedy=nearest(name, known))
    if not value.strip():
        raise ValueError(f"“{name}” has no value; write {name}=…")
    known[name].check(value.strip())
    return known[name].name, value.strip()
