"""Reports that were made before: given again as long as nothing has changed that they depend on."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from newsletter.content import SEGMENTS
from newsletter.editorial.checking import Report, Shortcuts, check_workspace
from newsletter.editorial.darkroom import Darkroom
from newsletter.editorial.fingerprints import Digests, digest, program, trace
from newsletter.editorial.keeping import keep
from newsletter.editorial.opening import find_compiled
from newsletter.workspace import SETTINGS_FILE, Workspace

FOLDER = Path("build") / ".checks"
"""Everything in it can be thrown away at any time."""

READ = ("issues", "templates", "reviews", SETTINGS_FILE, SEGMENTS.name)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A report, the key under which it is true, and which files beside the usual ones it read.

    The key is empty where it is not certain.
    """

    key: str
    others: tuple[str, ...]
    report: Report


STORED = TypeAdapter(Remembered)


def check_again(
    workspace: Workspace, now: datetime, names: Sequence[str] = (), here: Path | None = None
) -> Report:
    """Do as `check_workspace`, but remember its reports, and what it has drawn and compiled.

    Raises:
        FoundErrors: files have mistakes in them; these are looked for anew each time.
        UsageError: there is nothing of that name.
    """
    asked = digest(f"{now:%Y-%m-%d %H}", [*names], str(here) if names else "", repr(workspace))
    folder = workspace.root / FOLDER
    place = folder / f"{digest(*names)[:16]}.json"
    before = _recall(place)
    digests = Digests()
    key = _key(workspace, asked, before.others if before else (), digests)
    if before and before.key == key:
        return before.report
    report = check_workspace(workspace, now, names, here, _shortcuts(folder))
    others = tuple(sorted(report.others))
    # Somebody may have saved a file meanwhile: then nobody knows what the report is about.
    # Of files that were not looked at before, nobody knows it either.
    certain = _key(workspace, asked, others, digests) == key
    keep(place, STORED.dump_json(Remembered(key if certain else "", others, report)))
    return report


def _shortcuts(folder: Path) -> Shortcuts:
    return Shortcuts(Darkroom(folder / "pictures", program()).fit, find_compiled())


def _recall(place: Path) -> Remembered | None:
    """What is remembered there; nothing if it is broken, or was written by something else."""
    with contextlib.suppress(OSError, ValueError):
        return STORED.validate_json(place.read_bytes())
    return None


def _key(workspace: Workspace, asked: str, others: Sequence[str], digests: Digests) -> str:
    """The fingerprint of all that a report depends on."""
    files = [workspace.root / name for name in (*READ, *others)]
    # The machine has a say in the policy: no file of the workspace tells it.
    policy = workspace.settings.review
    lists = [policy.signers] if policy.signers else []
    return digest(program(), asked, policy, trace(*files, *lists, read=digests.read))
