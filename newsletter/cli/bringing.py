"""A file of readers on its way to the list: what it is, what would happen, what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from newsletter.audience import (
    Declared,
    Form,
    Imported,
    Refusal,
    Row,
    Suppressions,
    check_basis,
    divert_refusals,
    inspect,
    read_rows,
)
from newsletter.cli.console import count, emit, follow, say, show_findings
from newsletter.cli.desk import Desk
from newsletter.errors import FoundErrors, UsageError
from newsletter.settings import Settings

STEP = 1000
"""Rows after which the progress is shown again."""

SPELT = {"address": "email", "time_zone": "time zone"}


def declared_in(settings: Settings) -> Declared:
    """What these settings say may be known of readers."""
    return Declared(settings.reader_fields, settings.topics)


def prepare(desk: Desk, file: Path, basis: str, source: str, update: bool) -> "Bringing":
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
        raise UsageError(
            str(error), remedy="Write one line of at most 2,000 characters."
        ) from error
    origin = source or f"imported from {file.name}"
    return Bringing(desk, file, form, declared, basis, origin, update, _stamp(file))


def _stamp(file: Path) -> tuple[int, int]:
    """What differs when a file was written anew."""
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


@dataclass(frozen=True, slots=True)
class Bringing:
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
            states = ", ".join(f"{many} {state}" for state, many in away)
            number = result.away.total()
            words.append(f"{number} {'stays' if number == 1 else 'stay'} away ({states})")
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
