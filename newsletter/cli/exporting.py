"""`preview` without a server: the page as files, or what is wrong in words."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from newsletter.cli.checking import check_names
from newsletter.cli.console import count, follow, tell
from newsletter.cli.desk import Desk
from newsletter.cli.formats import Format
from newsletter.daemon import utc_now
from newsletter.editorial import find_issue
from newsletter.errors import FoundErrors, UsageError
from newsletter.studio import Studio
from newsletter.web import Exported, LetterViews, export
from newsletter.workspace import find_root


def preview_once(
    desk: Desk, issues: Sequence[str], folder: Path | None, check: bool, as_json: bool
) -> None:
    """Write the page into a folder, or report what is wrong.

    Raises:
        UsageError: both are asked for.
        typer.Exit: something is wrong with the editor's files.
    """
    if folder and check:
        remedy = "Run the command twice."
        raise UsageError("--export and --check cannot be done at once", remedy=remedy)
    if folder:
        _export(desk, issues, folder, as_json)
    else:
        check_names(desk, issues, Format.JSON if as_json else Format.TEXT)


def _export(desk: Desk, names: Sequence[str], folder: Path, as_json: bool) -> None:
    studio = Studio(find_root(desk.folder), utc_now)
    if not studio.library.issues:
        raise FoundErrors(studio.problems)
    slugs = [find_issue(studio.library, name).slug for name in names or studio.library.issues]
    running = follow(slugs, f"Writing {folder}", "issues", len(slugs))
    exported = export(LetterViews(studio, lambda: desk.engine, utc_now), running, folder)
    tell(as_json, _as_json(exported), *_lines(exported))
    if exported.missing:
        raise typer.Exit(FoundErrors.exit_code)


def _as_json(exported: Exported) -> dict[str, object]:
    return {
        "page": exported.page,
        "issues": exported.issues,
        "letters": exported.letters,
        "missing": exported.missing,
    }


def _lines(exported: Exported) -> Iterable[str]:
    yield f"{exported.page}: {count(exported.issues, 'issue')} in {exported.letters} views"
    for slug in exported.missing:
        yield f"{slug}: no letter could be made; the page says why, and `newsletter check {slug}`"
