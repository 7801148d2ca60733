"""The `newsletter` command: arguments in, words out, exit codes.

0 done, 1 failed, 2 not possible as asked, 3 mistakes found in the editor's files.
"""

import gc
import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from newsletter import __version__
from newsletter.cli.commands import Commands
from newsletter.cli.console import say, show_error
from newsletter.cli.desk import Desk
from newsletter.errors import NewsletterError, UsageError

__all__ = ["app", "main", "run"]

INTERRUPTED = 130

SELDOM = 50_000
"""New objects between two looks for waste, of which a letter makes very little."""

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Markdown snippets become health letters that reach every reader exactly once.",
    epilog="Try it: newsletter demo",
)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        say(f"newsletter {__version__}")
        raise typer.Exit


@app.callback()
def choose_workspace(
    context: typer.Context,
    workspace: Annotated[
        Path, typer.Option("--workspace", "-w", help="The workspace to work in.")
    ] = Path(),
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Remember the workspace for the command that follows."""
    _ = version
    context.obj = Desk(workspace)
    context.call_on_close(context.obj.close)


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether a program asks; `--format json` is another way to say `--json`."""
    asked = " ".join(arguments).replace("=", " ").split()
    return "--json" in asked or ("--format", "json") in pairwise(asked)


def main() -> None:
    """Run the command that was typed."""
    # What was imported stays to the end: looking through it for waste is half of a short command.
    gc.freeze()
    gc.set_threshold(SELDOM)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; what goes wrong is said in words."""
    as_json = wants_json(arguments)
    try:
        end = app(args=list(arguments), prog_name="newsletter", standalone_mode=not as_json)
        return end if isinstance(end, int) else 0
    except typer.TyperException as error:
        # Only where a program asked: people get the library's own picture of it.
        show_error(UsageError(str(error), remedy="See --help."), as_json)
        return UsageError.exit_code
    except typer.Abort:
        return NewsletterError.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except NewsletterError as error:
        show_error(error, as_json)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        problem = f"{error.filename or 'the system'}: {error.strerror or error}"
        refused = NewsletterError(problem, remedy="Check the path and its permissions.")
        show_error(refused, as_json)
        return refused.exit_code
    except Exception as error:
        if os.environ.get("NEWSLETTER_DEBUG"):
            raise
        fault = NewsletterError(
            f"this should not have happened: {type(error).__name__}: {error}",
            remedy="Please report it, with what NEWSLETTER_DEBUG=1 shows.",
        )
        show_error(fault, as_json)
        return fault.exit_code
