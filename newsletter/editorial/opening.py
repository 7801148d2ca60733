"""What letters are made of: a workspace's files, and its templates, compiled once and kept."""

import contextlib

from newsletter.compose import Compiled, Templates
from newsletter.content import load_library
from newsletter.editorial.fingerprints import program
from newsletter.model import Library
from newsletter.workspace import Workspace


def open_library(workspace: Workspace) -> Library:
    """Return all that the files of a workspace hold.

    Raises:
        FoundErrors: every mistake in every file.
    """
    settings = workspace.settings
    words = (settings.languages, settings.kinds, settings.vocabulary)
    return load_library(workspace.root, *words)


def open_templates(workspace: Workspace) -> Templates:
    """Return the workspace's templates, and behind them the program's own."""
    return Templates(workspace.template_folders, find_compiled())


def find_compiled() -> Compiled | None:
    """Return what templates were compiled to before; nothing if there is no place to keep it."""
    with contextlib.suppress(OSError, RuntimeError):
        return Compiled(program())
    return None
