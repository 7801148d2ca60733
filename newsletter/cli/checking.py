"""The command `check`: what is wrong with snippets and issues, for people and for programs."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from newsletter.checks import RULES, AnyRule, Background, Manuscript, Proof
from newsletter.cli.console import count, emit, show_diff, tell, write
from newsletter.cli.desk import Desk, DryRun, Json, Yes, confirm, find_desk
from newsletter.cli.formats import Format, as_commands, as_json, as_sarif
from newsletter.cli.reporting import show_report
from newsletter.daemon import utc_now
from newsletter.editorial import Report, check_again, find_mends, write_mends
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Level
from newsletter.validation import nearest

app = typer.Typer()

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ISSUE|SNIPPET]...",
        help="Folder names, ids, or paths of their files; everything if left out.",
    ),
]


@app.command()
def check(
    context: typer.Context,
    names: Names = None,
    format: Annotated[
        Format, typer.Option("--format", help="How to write the report.")
    ] = Format.TEXT,
    info: Annotated[bool, typer.Option("--info", help="Show what is merely information, too.")] = (
        False
    ),
    explain: Annotated[
        str | None, typer.Option(metavar="RULE", help="Say what a rule is for, and end.")
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what needs no judgement; shows it first.")
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    json_too: Json = False,
) -> None:
    """Find what is wrong with snippets and issues: every file, and each letter.

    Example: newsletter check
    """
    chosen = Format.JSON if json_too else format
    if explain:
        explain_rule(explain, chosen is Format.JSON)
        return
    desk = find_desk(context)
    if fix:
        _fix(desk, names or (), yes, dry_run)
    check_names(desk, names or (), chosen, info)


def check_names(desk: Desk, names: Sequence[str], format: Format, info: bool = False) -> None:
    """Report what is wrong with these snippets and issues; with everything, without a name.

    Raises:
        typer.Exit: there are errors.
    """
    report = _check(desk, names)
    _show(report, desk, format, info)
    if report.count(Level.ERROR):
        raise typer.Exit(FoundErrors.exit_code)


def explain_rule(id: str, as_json: bool) -> None:
    """Say why there is this rule, and what to do where it finds something.

    A rule about snippets and one about whole issues may go by the same id.

    Raises:
        UsageError: there is no such rule.
    """
    rules = [rule for rule in RULES if rule.id == id]
    if not rules:
        raise UsageError(
            f"there is no rule “{id}”", remedy=nearest(id, {rule.id for rule in RULES})
        )
    lines = [line for rule in rules for line in _explain(rule)]
    tell(as_json, {"rule": id, "about": [_describe(rule) for rule in rules]}, *lines)


ABOUT = {Manuscript: "each text", Proof: "each issue", Background: "the whole library"}


def _describe(rule: AnyRule) -> dict[str, object]:
    return {
        "asked of": ABOUT[rule.about],
        "level": rule.level,
        "because": rule.because,
        "remedy": rule.remedy,
        "allowable": rule.allowable,
        "english": rule.english,
    }


def _explain(rule: AnyRule) -> Iterator[str]:
    excuse = "can be allowed with a reason" if rule.allowable else "cannot be allowed"
    only = ", in English only" if rule.english else ""
    yield f"{rule.id}: {rule.level}; asked of {ABOUT[rule.about]}{only}; {excuse}"
    yield f"    {rule.because}"
    yield f"    {rule.remedy}"


def _fix(desk: Desk, names: Sequence[str], yes: bool, dry_run: bool) -> None:
    """Show what would be mended, ask, and mend it."""
    mends = find_mends(desk.workspace, Path.cwd(), names)
    for mend in mends:
        show_diff(mend.diff)
    if mends and not dry_run:
        confirm(f"Mend {count(len(mends), 'file')}?", yes)
        write_mends(desk.workspace, mends)


def _check(desk: Desk, names: Sequence[str]) -> Report:
    """Make the report; files that cannot be read are what it says then."""
    try:
        return check_again(desk.workspace, utc_now(), names, Path.cwd())
    except FoundErrors as error:
        return Report((), (), tuple(error.findings))


def _show(report: Report, desk: Desk, format: Format, info: bool) -> None:
    root, start = _root(desk), Path.cwd().resolve()
    match format:
        case Format.TEXT:
            show_report(report, info)
        case Format.JSON:
            emit(as_json(report))
        case Format.GITHUB:
            write(*as_commands(report, root, start))
        case Format.SARIF:
            write(json.dumps(as_sarif(report, root, start), indent=2, ensure_ascii=False))


def _root(desk: Desk) -> Path:
    """Where paths of findings begin; settings that cannot be read are named by their whole path."""
    try:
        return desk.workspace.root
    except FoundErrors:
        return desk.folder.resolve()
