"""A workspace's templates, each compiled once and kept for the commands that follow."""

import contextlib

from newsletter.compose import Compiled, Templates
from newsletter.editorial.fingerprints import program
from newsletter.workspace import Workspace


def open_templates(workspace: Workspace) -> Templates:
    """Return the workspace's templates, and behind them the program's own."""
    return Templates(workspace.template_folders, find_compiled())


def find_compiled() -> Compiled | None:
    """Return what templates were compiled to before; nothing if there is no place to keep it."""
    with contextlib.suppress(OSError, RuntimeError):
        return Compiled(program())
    return None
