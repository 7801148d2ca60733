"""Which files of a workspace have changed, however an editor saves: a burst of saves is one.

Two watches: one over the folders with all that is in them, one over the root alone, whose other
folders (an environment, a repository) may be huge. The second also sees folders come and go.
"""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

from watchfiles import Change, awatch

from newsletter.workspace import MAILBOX_FOLDER

FILES = {"newsletter.toml", "personas.yml", "segments.yml"}
PAGES = ("issues", "templates", "reviews")

BESIDE = re.compile(
    r".*~|.*\.(sw[a-px]|tmp|bak|part|orig)|\.#.*|#.*#|4913|\.git|\.DS_Store|.*___jb_(tmp|old)___"
)
"""Swap files, backups and locks, which editors leave beside what they save."""

STEP = 10
"""Milliseconds of quiet after which a change is told."""

LONGEST = 100
"""Milliseconds after which it is told even if more comes."""

FIRST_LOOK = 1000
"""Milliseconds until a watch has certainly begun: then everything is looked at once more."""

FileChanges = Iterable[tuple[Change, str]]


class Watch:
    """What has changed below the root of a workspace since it was last asked."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changed: set[Path] = set()
        self._some = asyncio.Event()
        self._moved = asyncio.Event()

    async def take(self) -> frozenset[Path]:
        """Wait for changes, and return the paths of all that came meanwhile."""
        await self._some.wait()
        self._some.clear()
        taken, self._changed = frozenset(self._changed), set()
        return taken

    async def run(self) -> None:
        """Watch until cancelled.

        Raises:
            OSError: the system has no more watches to give.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow_root())
            group.create_task(self._follow_folders())

    async def _follow_root(self) -> None:
        async for changes in awatch(
            self._root,
            watch_filter=self._is_at_root,
            recursive=False,
            step=STEP,
            debounce=LONGEST,
        ):
            self._add(changes)
            if any(_came_or_went(change, Path(path)) for change, path in changes):
                self._moved.set()

    async def _follow_folders(self) -> None:
        while True:
            self._moved = asyncio.Event()
            watched = [self._root / name for name in (*PAGES, MAILBOX_FOLDER)]
            folders = [folder for folder in watched if folder.is_dir()]
            if folders:
                await self._follow(folders)
            else:
                await self._moved.wait()

    async def _follow(self, folders: list[Path]) -> None:
        """Watch these folders until one of them has come or gone."""
        begun = False
        async for changes in awatch(
            *folders,
            watch_filter=_is_no_backup,
            stop_event=self._moved,
            step=STEP,
            debounce=LONGEST,
            rust_timeout=FIRST_LOOK,
            yield_on_timeout=True,
        ):
            # What was saved between reading the files and watching them, nobody has told.
            self._add(changes if begun else {*changes, (Change.modified, str(self._root))})
            begun = True

    def _is_at_root(self, change: Change, path: str) -> bool:
        place = Path(path)
        return place.parent == self._root and (place.name in FILES or _came_or_went(change, place))

    def _add(self, changes: FileChanges) -> None:
        self._changed.update(Path(path) for _, path in changes)
        if self._changed:
            self._some.set()


def _came_or_went(change: Change, path: Path) -> bool:
    return path.name in (*PAGES, MAILBOX_FOLDER) and change is not Change.modified


def _is_no_backup(_change: Change, path: str) -> bool:
    return not BESIDE.fullmatch(Path(path).name)
