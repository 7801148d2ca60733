"""Commands for lists as files: many readers in, after a look at what would happen; all out."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from newsletter.audience import belongs, write_readers
from newsletter.cli.bringing import STEP, declared_in, prepare
from newsletter.cli.console import count, follow, say, tell
from newsletter.cli.desk import Desk, DryRun, Json, Yes, confirm, find_desk
from newsletter.cli.person import export_held
from newsletter.cli.segments import find_segment, read_segments
from newsletter.daemon import utc_now
from newsletter.errors import UsageError
from newsletter.model import Rule, Subscriber

app = typer.Typer()


@app.command("import")
def import_command(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV file, or vCards.")],
    basis: Annotated[
        str, typer.Option(help="Why they may be written to: the words they agreed to.")
    ] = "",
    source: Annotated[str, typer.Option(help="Where they said yes; kept as proof.")] = "",
    update: Annotated[
        bool, typer.Option("--update", help="Change who is on the list by what the file says.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Add readers from a file: says what would happen, then asks.

    Safe to repeat. Whoever has left, bounced, complained or was erased stays away. Rows that
    cannot be added are written to FILE.refused.csv, each with its line and the reason.

    Example: newsletter subscribers import readers.csv --basis "I want the letter once a month."
    """
    bringing = prepare(find_desk(context), file, basis, source, update)
    if not as_json:
        say(*bringing.tell_form())
    if dry_run or not yes:
        foreseen = bringing.run(dry_run=True)
        if dry_run or not foreseen.added + foreseen.updated:
            bringing.report(foreseen, True, as_json)
            return
        say(bringing.tell_result(foreseen, True))
        confirm(f"Add {count(foreseen.added, 'reader')} to the list?", yes)
        bringing.require_unchanged()
    bringing.report(bringing.run(dry_run=False), False, as_json)


@app.command()
def export(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Whose: all that is held of them, as JSON.")] = "",
    csv: Annotated[Path | None, typer.Option("--csv", help="A file to write everybody to.")] = None,
    segment: Annotated[
        str, typer.Option(help="Of --csv, only whom an issue for this segment would reach.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Print all that is held of one reader, or write everybody to a CSV file.

    Spreadsheets open the file safely, and import reads it again.

    Example: newsletter subscribers export --csv readers.csv
    """
    desk = find_desk(context)
    if bool(address) == bool(csv):
        problem = "one of the two is needed: an address, or --csv FILE"
        raise UsageError(problem, remedy="See newsletter subscribers export --help.")
    if segment and not csv:
        raise UsageError("--segment chooses among all readers", remedy="Add --csv FILE.")
    if csv:
        _export_list(desk, csv, segment, as_json)
    else:
        export_held(desk, address, as_json)


def _export_list(desk: Desk, csv: Path, segment: str, as_json: bool) -> None:
    chosen = find_segment(read_segments(desk), segment).rule if segment else None
    most = desk.subscribers.counts().total()
    readers = follow(desk.subscribers.all(), f"Writing {csv.name}", "readers", most, STEP)
    wanted = _choose(readers, chosen, utc_now()) if chosen else readers
    fields = declared_in(desk.workspace.settings).own_fields
    written = write_readers(csv, wanted, [*fields.values()])
    tell(as_json, {"written": written, "file": csv}, f"{count(written, 'reader')} in {csv}")


def _choose(readers: Iterable[Subscriber], rule: Rule, at: datetime) -> Iterator[Subscriber]:
    """Pass on whom an issue for these readers would reach."""
    return (each for each in readers if each.is_reached(at) and belongs(rule, each, at))
