"""Commands for those who write: a new workspace, a letter to look at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from newsletter import workspace
from newsletter.cli.console import count, emit, say, show_findings, tell
from newsletter.cli.desk import Json, find_desk
from newsletter.daemon import utc_now
from newsletter.editorial import draft_issues, draft_service
from newsletter.errors import FoundErrors
from newsletter.printing import Built, build

app = typer.Typer()

Issues = Annotated[list[str] | None, typer.Argument(help="Issues by folder name; all if left out.")]


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make a workspace.")] = Path(),
    as_json: Json = False,
) -> None:
    """Make a folder a workspace: settings, templates, sample issues. Overwrites nothing.

    Example: newsletter init my-letter
    """
    added = workspace.init(folder)
    value = {"workspace": folder.resolve(), "added": added}
    names = [f"  {path}" for path in added] or ["  nothing; it was complete"]
    step = "newsletter build" if folder == Path() else f"cd {folder} && newsletter build"
    tell(as_json, value, f"Workspace {folder.resolve()}. Added:", *names, f"Next: {step}")


@app.command("build")
def build_command(
    context: typer.Context,
    issues: Issues = None,
    out: Annotated[Path | None, typer.Option(help="Where to write; default: build/.")] = None,
    service: Annotated[
        bool, typer.Option("--service", help="The letters confirm, welcome and goodbye instead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write issues as HTML and plain text, as readers will see them.

    Example: newsletter build 2026-12-01-tiny-bumps
    """
    desk = find_desk(context)
    drafts = [] if service else draft_issues(desk.workspace, utc_now(), issues or ())
    letters = draft_service(desk.workspace) if service else [draft.letter for draft in drafts]
    folder = out or desk.workspace.root / "build"
    built = {letter.issue: build(letter, folder) for letter in letters}
    findings = [finding for draft in drafts for finding in draft.findings]
    if as_json:
        emit({"built": built, "findings": findings})
    else:
        show_findings(findings)
        meters = {draft.letter.issue: f"  {draft.meter}" for draft in drafts}
        for slug, files in built.items():
            paths = (files.html, files.text, *files.others)
            meter = filter(None, [meters.get(slug)])
            say(f"{slug}", *(f"  {path}" for path in paths), *meter, *_uploads(files))
    if any(draft.mistakes for draft in drafts):
        raise typer.Exit(FoundErrors.exit_code)


def _uploads(built: Built) -> Iterator[str]:
    """Say which pictures readers will look for on the web, and where."""
    if built.uploads:
        number = count(len(built.uploads), "picture")
        folder = next(iter(built.uploads)).rpartition("/")[0]
        yield f"  Before the letter goes, put {number} at {folder}/, under the same names:"
        yield from (f"  {path}" for path in built.uploads.values())
