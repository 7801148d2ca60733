"""What has happened to records since they were written, as git remembers it."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.errors import NewsletterError
from newsletter.review.records import FOLDER

WAITING = 60
WHAT = {"D": "deleted", "M": "edited", "T": "edited"}
COMMIT = "\x01"
"""Begins the line of a commit; no file's name begins so."""

RECORDS = [f":(glob){FOLDER}/*/*.txt", f":(glob){FOLDER}/*/*.txt.sig"]


@dataclass(frozen=True, slots=True)
class Change:
    """A record that was not left as it was; without a commit, since the last one."""

    path: str
    what: str
    commit: str = ""
    day: date | None = None


def find_changes(root: Path) -> tuple[Change, ...]:
    """Return every deletion and edit of a record since it was first committed, newest first.

    Raises:
        NewsletterError: there is no git to ask, no repository, or not all of its history; or
            records lie elsewhere.
    """
    if (root / FOLDER).is_symlink():
        raise NewsletterError(
            f"{FOLDER}/ is a link: git does not remember here what is behind it",
            remedy="Keep the folder itself in the workspace.",
        )
    if _ask(root, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise NewsletterError(
            "only a part of the history is here, so that nobody can tell whether reviews were lost",
            remedy="Run “git fetch --unshallow” first.",
        )
    found = dict.fromkeys([*_uncommitted(root), *_committed(root)])
    return tuple(found)


def _uncommitted(root: Path) -> Iterator[Change]:
    if _ask(root, "rev-list", "-n", "1", "--all"):
        shown = _ask(root, "diff", *FORMAT, "HEAD", "--", *RECORDS)
        yield from _read(shown)


def _committed(root: Path) -> Iterator[Change]:
    # With -m, a record that only a merge has lost is seen, too.
    if _ask(root, "rev-list", "-n", "1", "--all"):
        pretty = f"--pretty=format:{COMMIT}%h %cs"
        yield from _read(
            _ask(root, "log", "-m", "--no-show-signature", pretty, *FORMAT, "--", *RECORDS)
        )


FORMAT = ["--name-status", "--no-renames", "--diff-filter=DMT", "--relative"]


def _read(shown: str) -> Iterator[Change]:
    commit, day = "", None
    for line in shown.splitlines():
        if line.startswith(COMMIT):
            commit, _, written = line.removeprefix(COMMIT).partition(" ")
            day = date.fromisoformat(written)
        elif line:
            status, _, path = line.partition("\t")
            yield Change(path, WHAT[status[0]], commit, day)


def _ask(root: Path, *arguments: str) -> str:
    """What git answers in a workspace."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=root,
            capture_output=True,
            timeout=WAITING,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            check=False,
        )
    except FileNotFoundError as error:
        problem = (
            "there is no git on this machine, so that nobody can tell what was done to reviews"
        )
        raise NewsletterError(problem, remedy="Install git.") from error
    except subprocess.TimeoutExpired as error:
        problem = f"git gave no answer within {WAITING} seconds"
        raise NewsletterError(problem, remedy="Run it again.") from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()
        raise NewsletterError(
            f"git cannot tell what was done to reviews: {reason}",
            remedy="Keep the workspace in a git repository: only a history shows what was lost.",
        )
    return done.stdout.decode(errors="replace")
