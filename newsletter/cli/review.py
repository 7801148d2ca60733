"""Commands for reviewers, and for those who write down what reviewers say."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from newsletter.cli.console import count, emit, say, show_findings, show_table, tell
from newsletter.cli.desk import Json, Yes, confirm, find_desk
from newsletter.daemon import utc_now
from newsletter.editorial import (
    SHORT,
    ReviewTable,
    Word,
    audit,
    compare,
    find_due,
    give_word,
    lay_out,
    require_right,
)
from newsletter.editorial import withdraw as withdraw_sheet
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Approval, Decision, How, Sheet

NOTHING = "Nothing needs it: all of it is approved as it stands."

app = typer.Typer(no_args_is_help=True, help="Have snippets and issues read by reviewers.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A snippet's id, or an issue's folder.")]
Names = Annotated[
    list[str], typer.Argument(metavar="NAME...", help="Ids of snippets, or folders of issues.")
]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="The reviewer's id in people.yml.")]
Note = Annotated[str, typer.Option("--note", help="What there is to say about it.")]
Days = Annotated[str, typer.Option("--within", help="How far to look ahead, such as 60d.")]


@app.command()
def sheet(context: typer.Context, names: Names, as_json: Json = False) -> None:
    """Print what a reviewer has to read: all that readers will rely on.

    Example: newsletter review sheet milia-basics
    """
    table = lay_out(find_desk(context).workspace, utc_now())
    sheets = [each for name in names for each in table.find_sheets(name)]
    if as_json:
        emit({"sheets": [{"name": e.name, "digest": e.digest, "text": e.text} for e in sheets]})
        return
    for each in sheets:
        say(f"# {each.name}: {each.digest[:SHORT]}", "", each.text)


@app.command()
def approve(
    context: typer.Context,
    names: Names,
    by: By,
    whole: Annotated[
        bool, typer.Option("--all", help="Of an issue, also its snippets that need it.")
    ] = False,
    relayed: Annotated[
        str, typer.Option(metavar="DIGEST", help="The first 8 characters that the reviewer named.")
    ] = "",
    key: Annotated[Path | None, typer.Option(help="Sign it with this key of ssh-keygen.")] = None,
    note: Note = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Write down that a reviewer approves of what stands on a sheet.

    Example: newsletter review approve milia-basics --by dr-hale
    """
    table = lay_out(find_desk(context).workspace, utc_now())
    sheets = table.needing(names, whole=whole)
    if relayed:
        _require_digest(sheets, relayed)
    how = How.SIGNED if key else How.RELAYED if relayed else How.RECORDED
    word = Word(by, Decision.APPROVED, how, note, key)
    for each in sheets:
        require_right(table, each, word)
    if not as_json:
        for each in sheets:
            _show_change(table, each)
    if sheets:
        confirm(f"Does {by} approve of {_list(sheets)}?", yes)
    _tell_records([give_word(table, each, word) for each in sheets], as_json)


@app.command()
def changes(context: typer.Context, name: Name, by: By, note: Note, as_json: Json = False) -> None:
    """Write down that a reviewer asks for changes.

    Example: newsletter review changes milia-basics --by dr-hale --note "Say where it hurts."
    """
    table = lay_out(find_desk(context).workspace, utc_now())
    word = Word(by, Decision.CHANGES, note=note)
    _tell_records([give_word(table, each, word) for each in table.find_sheets(name)], as_json)


@app.command()
def withdraw(context: typer.Context, name: Name, by: By, note: Note, as_json: Json = False) -> None:
    """Take an approval back: every mailing that carries the sheet is held.

    Example: newsletter review withdraw milia-basics --by dr-hale --note "The source was retracted."
    """
    desk = find_desk(context)
    done = withdraw_sheet(
        desk.workspace.root, desk.mailings, desk.accounts, name, by, note, utc_now()
    )
    value = {
        "record": done.record.path,
        "held": [each.id for each in done.held],
        "sent": [{"mailing": e.mailing.id, "readers": e.readers} for e in done.sent],
    }
    held = [f"  held: mailing {each.id} ({each.issue})" for each in done.held]
    sent = [
        f"  already sent: mailing {each.mailing.id} ({each.mailing.issue}) to "
        f"{count(each.readers, 'reader')}; they may need a correction"
        for each in done.sent
    ]
    nothing = ["  No mailing carries it."] if not (held or sent) else []
    tell(as_json, value, f"withdrawn: {done.record.path}", *held, *sent, *nothing)


@app.command()
def diff(context: typer.Context, names: Names, as_json: Json = False) -> None:
    """Show what has changed since a sheet was approved.

    Example: newsletter review diff milia-basics
    """
    table = lay_out(find_desk(context).workspace, utc_now())
    sheets = [each for name in names for each in table.find_sheets(name)]
    lines = {each.name: compare(table.last_approved(each), each) for each in sheets}
    if as_json:
        emit({"changes": lines})
        return
    for name, changed in lines.items():
        say(*(changed or [f"{name}: nothing has changed since it was approved"]))


@app.command()
def due(context: typer.Context, within: Days = "60d", as_json: Json = False) -> None:
    """List the approvals that end soon, or have ended.

    Example: newsletter review due --within 60d
    """
    table = lay_out(find_desk(context).workspace, utc_now())
    found = find_due(table, table.library.issues.values(), parse_days(within))
    if as_json:
        emit({"due": [{"name": each.sheet.name, "until": str(day)} for each, day in found]})
    elif found:
        rows = [(day, each.sheet.name, each.problem or "approved") for each, day in found]
        show_table(("Until", "What", "State"), rows)
    else:
        say(f"No approval ends within {within}.")


@app.command()
def verify(context: typer.Context, as_json: Json = False) -> None:
    """Prove that every record can be read and believed, and that none was changed or deleted.

    Example: newsletter review verify
    """
    records, findings = audit(find_desk(context).workspace, utc_now())
    if as_json:
        emit({"records": records, "findings": findings})
    else:
        show_findings(findings)
        say(f"{count(records, 'record')}, {count(len(findings), 'finding')}")
    if findings:
        raise typer.Exit(FoundErrors.exit_code)


def parse_days(text: str) -> timedelta:
    """Read a number of days, such as 60d.

    Raises:
        UsageError: it is none.
    """
    number = text.removesuffix("d")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise UsageError(f"“{text}” is not a number of days", remedy="Write it as 60d.")
    return timedelta(days=int(number))


def _require_digest(sheets: Sequence[Sheet], relayed: str) -> None:
    if len(sheets) != 1 or len(relayed) < SHORT or not sheets[0].digest.startswith(relayed):
        raise UsageError(
            f"“{relayed}” is not the digest of this sheet",
            remedy="Let the reviewer read the sheet as it is now: newsletter review sheet NAME.",
        )


def _show_change(table: ReviewTable, sheet: Sheet) -> None:
    say(f"{sheet.name}: {sheet.digest[:SHORT]}", *compare(table.last_approved(sheet), sheet), "")


def _list(sheets: Sequence[Sheet]) -> str:
    return ", ".join(each.name for each in sheets)


def _tell_records(records: Sequence[Approval], as_json: bool) -> None:
    value = {"records": [each.path for each in records]}
    lines = [_sentence(each) for each in records] or [NOTHING]
    tell(as_json, value, *lines)


def _sentence(record: Approval) -> str:
    until = f", until {record.expires}" if record.expires else ""
    said = "changes asked for" if record.decision is Decision.CHANGES else record.decision
    return f"{record.name}: {said} by {record.said_by}{until}: {record.path}"
