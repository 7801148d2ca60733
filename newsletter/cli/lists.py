"""Commands for lists as files: many readers in, after a look at what would happen; all out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from newsletter.audience import (
    Declared,
    Form,
    Imported,
    Refusal,
    Row,
    Suppressions,
    belongs,
    check_basis,
    divert_refusals,
    inspect,
    read_rows,
    write_readers,
)
from newsletter.cli.console import count, emit, follow, say, show_findings, tell
from newsletter.cli.desk import Desk, DryRun, Json, Yes, confirm, find_desk
from newsletter.cli.person import export_held
from newsletter.cli.segments import find_segment, read_segments
from newsletter.daemon import utc_now
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Rule, Subscriber
from newsletter.settings import Settings

app = typer.Typer()

STEP = 1000
"""Rows after which the progress is shown again."""

SPELT = {"address": "email", "time_zone": "time zone"}


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
    bringing = _prepare(find_desk(context), file, basis, source, update)
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
    readers = follow(desk.subscribers.all(), f"Writing {csv.name}", "readers", step=STEP)
    wanted = _choose(readers, chosen, utc_now()) if chosen else readers
    fields = declared_in(desk.workspace.settings).own_fields
    written = write_readers(csv, wanted, [*fields.values()])
    tell(as_json, {"written": written, "file": csv}, f"{count(written, 'reader')} in {csv}")


def _choose(readers: Iterable[Subscriber], rule: Rule, at: datetime) -> Iterator[Subscriber]:
    """Pass on whom an issue for these readers would reach."""
    return (each for each in readers if each.is_reached(at) and belongs(rule, each, at))


def declared_in(settings: Settings) -> Declared:
    """What these settings say may be known of readers."""
    return Declared(settings.reader_fields, settings.topics)


def _prepare(desk: Desk, file: Path, basis: str, source: str, update: bool) -> "_Bringing":
    """Look at a file, and at why its people may be written to.

    Raises:
        UsageError: nothing says why, or the file cannot be read.
    """
    declared = declared_in(desk.workspace.settings)
    form = inspect(file, declared)
    if not basis and "consent" not in form.places:
        raise UsageError(
            "nothing says why these people may be written to",
            remedy='Say --basis "the words they agreed to", or add a column “consent”.',
        )
    try:
        check_basis(basis)
    except ValueError as error:
        raise UsageError(str(error), remedy="Write it on one line.") from error
    origin = source or f"imported from {file.name}"
    return _Bringing(desk, file, form, declared, basis, origin, update, _stamp(file))


def _stamp(file: Path) -> tuple[int, int]:
    """What differs when a file was written anew."""
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


@dataclass(frozen=True, slots=True)
class _Bringing:
    """One file on its way to the list."""

    desk: Desk
    file: Path
    form: Form
    declared: Declared
    basis: str
    source: str
    update: bool
    stamp: tuple[int, int]

    @property
    def refused_file(self) -> Path:
        """Where rows go that cannot be added."""
        return self.file.with_name(f"{self.file.name}.refused.csv")

    def run(self, *, dry_run: bool) -> Imported:
        """Bring the readers in, or find out what that would do."""
        return self.desk.subscribers.add(
            self._rows(),
            self.source,
            update=self.update,
            dry_run=dry_run,
            find_suppressed=Suppressions(self.desk.engine, self.desk.keys).find,
        )

    def _rows(self) -> Iterator[Row | Refusal]:
        rows = read_rows(self.file, self.form, self.declared, self.basis)
        kept = divert_refusals(rows, self.form, self.refused_file)
        lines = self.form.encoding.lines
        return follow(kept, f"Reading {self.file.name}", "rows", lines, STEP)

    def require_unchanged(self) -> None:
        """Raise UsageError if the file is another one than what was shown."""
        if _stamp(self.file) != self.stamp:
            raise UsageError(f"{self.file} has changed meanwhile", remedy="Import it again.")

    def report(self, result: Imported, dry_run: bool, as_json: bool) -> None:
        """Say what came of it; exit with 3 if some rows were refused."""
        if as_json:
            emit(self._value(result, dry_run))
        else:
            say(self.tell_result(result, dry_run))
        if result.refused:
            raise typer.Exit(FoundErrors.exit_code)

    def tell_form(self) -> Iterator[str]:
        """What the file is, and what of it is read."""
        yield f"{self.file.name}: {self.form.spelt}"
        if self.form.columns:
            columns = self.form.columns.items()
            read = (f"{SPELT.get(key, key)} from “{heading}”" for key, heading in columns)
            yield f"  read: {', '.join(read)}"
        if self.form.unread:
            yield f"  not read: {', '.join(self.form.unread)}"

    def tell_result(self, result: Imported, dry_run: bool) -> str:
        """Show the first refused rows; return the counts in words."""
        show_findings(result.findings)
        would = "would be " if dry_run else ""
        words = [f"{result.added} {would}added", f"{result.known} known already"]
        if self.update:
            words.append(f"{result.updated} of them {would}changed")
        if result.away.total():
            away = (+result.away).items()
            states = ", ".join(f"{number} {state}" for state, number in away)
            words.append(f"{result.away.total()} stay away ({states})")
        if result.refused:
            words.append(f"{count(result.refused, 'line')} refused: see {self.refused_file.name}")
        return ", ".join(words)

    def _value(self, result: Imported, dry_run: bool) -> dict[str, object]:
        """The same for a program."""
        return {
            "encoding": self.form.encoding.name,
            "delimiter": self.form.delimiter,
            "columns": self.form.columns,
            "unread": self.form.unread,
            "added": result.added,
            "known": result.known,
            "updated": result.updated,
            "away": +result.away,
            "refused": result.refused,
            "findings": result.findings,
            "refused_file": self.refused_file if result.refused else None,
            "dry_run": dry_run,
        }
