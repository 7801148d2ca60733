"""The command that looks at the installation and the workspace, and says what to mend.

A check is a function that yields results. Add yours to the list at the end.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata

import typer

from newsletter.cli.console import emit, say
from newsletter.cli.desk import Desk, Json, find_desk
from newsletter.errors import FoundErrors, NewsletterError

app = typer.Typer()

PROGRAM = "newsletter"
ENGINE = "mjml-python"
OTHER_ENGINE = "mjml"
"""Another package with the same import name: of two that are installed, either may answer."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found; a `remedy` makes it a problem."""

    check: str
    found: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.remedy


@dataclass(frozen=True, slots=True)
class Installation:
    """The Python that runs, the packages beside this program, and what it asks of both."""

    python: tuple[int, int]
    needs_python: str
    needs: Mapping[str, str]
    versions: Mapping[str, str]


@app.command()
def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Find what is wrong with the installation and the workspace, and how to mend it.

    Example: newsletter doctor
    """
    results = examine(read_installation(), find_desk(context))
    well = all(result.ok for result in results)
    if as_json:
        checks = [
            {"check": each.check, "ok": each.ok, "found": each.found, "remedy": each.remedy}
            for each in results
        ]
        emit({"ok": well, "checks": checks})
    else:
        say(*(_line(result) for result in results))
    if not well:
        raise typer.Exit(NewsletterError.exit_code)


def examine(installation: Installation, desk: Desk) -> list[Result]:
    """Run all checks."""
    found = [result for check in OF_INSTALLATION for result in check(installation)]
    return found + [result for check in OF_WORKSPACE for result in check(desk)]


def read_installation() -> Installation:
    """Look at what is installed; what this program needs is unknown where it is not installed."""
    try:
        own = metadata.distribution(PROGRAM)
        needs, needs_python = own.requires or [], own.metadata.get_all("Requires-Python") or [""]
    except metadata.PackageNotFoundError:
        needs, needs_python = [], [""]
    return Installation(
        python=sys.version_info[:2],
        needs_python=needs_python[0],
        needs=dict(map(_split, needs)),
        versions={_plain(each.name): each.version for each in metadata.distributions()},
    )


def _split(requirement: str) -> tuple[str, str]:
    """`mjml-python==1.4.2` -> its two sides."""
    match = re.match(r"[\w.-]+", requirement)
    name = match[0] if match else ""
    return _plain(name), requirement.removeprefix(name).partition(";")[0].strip()


def _plain(name: str) -> str:
    """A package's name as all its spellings have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def check_python(installation: Installation) -> Iterator[Result]:
    """Whether this Python is new enough."""
    found = ".".join(map(str, installation.python))
    needed = re.search(r">=\s*(\d+)\.(\d+)", installation.needs_python)
    least = (int(needed[1]), int(needed[2])) if needed else installation.python
    remedy = f"Install Python {'.'.join(map(str, least))} or newer."
    yield Result("python", found, "" if installation.python >= least else remedy)


def check_engine(installation: Installation) -> Iterator[Result]:
    """Whether MJML is rendered by the one version whose faults the guard knows."""
    found = installation.versions.get(ENGINE)
    needed = installation.needs.get(ENGINE, "").removeprefix("==")
    if not needed:
        remedy = "Install this program with pip, so that its needs are known."
        yield Result("engine", f"nobody says which {ENGINE} is needed", remedy)
    elif found != needed:
        problem = f"{ENGINE} {found or 'is not installed'}, instead of {needed}"
        yield Result("engine", problem, f"Run: pip install {ENGINE}=={needed}")
    else:
        yield Result("engine", f"{ENGINE} {found}")


def check_other_engine(installation: Installation) -> Iterator[Result]:
    """Whether another package answers in the engine's name."""
    if found := installation.versions.get(OTHER_ENGINE):
        remedy = f"Run: pip uninstall {OTHER_ENGINE} {ENGINE}, then install {ENGINE} again."
        yield Result("engine", f"{OTHER_ENGINE} {found} has the import name of {ENGINE}", remedy)


def check_settings(desk: Desk) -> Iterator[Result]:
    """Whether there is a workspace, and its settings are right."""
    try:
        yield Result("settings", str(desk.workspace.root))
    except FoundErrors as error:
        for finding in error.findings:
            yield Result("settings", f"{finding.at}: {finding.problem}", finding.remedy)
    except NewsletterError as error:
        yield Result("settings", error.problem, error.remedy)


def check_database(desk: Desk) -> Iterator[Result]:
    """Whether the database opens; without settings, nobody knows which."""
    try:
        url = desk.workspace.database_url(desk.environment)
    except NewsletterError:
        return
    try:
        desk.engine.dispose()
    except NewsletterError as error:
        yield Result("database", error.problem, error.remedy)
    else:
        yield Result("database", url.partition(":")[0])


def _line(result: Result) -> str:
    if result.ok:
        return f"ok       {result.check}: {result.found}"
    return f"problem  {result.check}: {result.found}. {result.remedy}"


OF_INSTALLATION: tuple[Callable[[Installation], Iterator[Result]], ...] = (
    check_python,
    check_engine,
    check_other_engine,
)
OF_WORKSPACE: tuple[Callable[[Desk], Iterator[Result]], ...] = (check_settings, check_database)
