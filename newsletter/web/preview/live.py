"""From a save to the pages that are open: files are read again, letters checked, pages told."""

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from newsletter.errors import NewsletterError
from newsletter.studio import Refreshed
from newsletter.web.preview.events import Events
from newsletter.web.preview.watching import Watch
from newsletter.workspace import MAILBOX_FOLDER

MOST_OPEN = 4
"""Letters that are checked at each save: those that were looked at last."""

LETTER_FIRST = 0.2
"""Seconds after a save until checks begin: until then the machine is the letter's."""

log = logging.getLogger(__name__)


class Source(Protocol):
    """Where the letters come from."""

    def refresh(self) -> Refreshed:
        """Read again what has changed on disk."""

    def findings(self, slug: str) -> object:
        """Check one letter, and remember what was found."""


class Live:
    """Follows a workspace while it is entered as a context; to be used in one event loop."""

    def __init__(self, root: Path, source: Source, events: Events) -> None:
        self.events = events
        self._root, self._source = root, source
        self._watch = Watch(root)
        self._revision = 0
        self._open: deque[str] = deque(maxlen=MOST_OPEN)
        self._checked: set[str] = set()
        self._unchecked: asyncio.Queue[str] = asyncio.Queue()

    def open(self, slug: str) -> None:
        """Somebody looks at this letter: check it, and again at each save."""
        if slug in self._open:
            self._open.remove(slug)
        self._open.append(slug)
        self._ask_for_checks([slug])

    async def __aenter__(self) -> "Live":
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.events.close()
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._watch.run())
                group.create_task(self._take_in())
                group.create_task(self._check())
        except* (OSError, RuntimeError) as errors:
            reason = errors.exceptions[0]
            log.error("Saves are not seen any more: %s. Start the studio again.", reason)

    async def _take_in(self) -> None:
        while True:
            changed = await self._watch.take()
            if any(self._is_mail(path) for path in changed):
                self.events.publish("mailbox", {})
            if pages := [path for path in changed if not self._is_mail(path)]:
                await self._refresh(pages)

    def _is_mail(self, path: Path) -> bool:
        return path.is_relative_to(self._root / MAILBOX_FOLDER)

    async def _refresh(self, changed: Iterable[Path]) -> None:
        try:
            refreshed = await run_in_threadpool(self._source.refresh)
        except Exception as error:
            # The next save may mend it: the studio goes on.
            log.error("The workspace could not be read: %s: %s", type(error).__name__, error)
            log.debug("Where it happened:", exc_info=error)
            return
        self._revision = refreshed.revision
        saved = {
            "revision": refreshed.revision,
            "slugs": refreshed.slugs,
            "problems": bool(refreshed.problems),
            "saved_at": await run_in_threadpool(_newest, changed),
        }
        self.events.publish("saved", saved)
        if refreshed.slugs is None:
            self._checked.clear()
        else:
            self._checked -= refreshed.slugs
        self._ask_for_checks(self._open)

    def _ask_for_checks(self, slugs: Iterable[str]) -> None:
        for slug in slugs:
            if slug not in self._checked:
                self._checked.add(slug)
                self._unchecked.put_nowait(slug)

    async def _check(self) -> None:
        """Check one letter after the other; what cannot be composed has told so already."""
        while True:
            slug = await self._unchecked.get()
            await asyncio.sleep(LETTER_FIRST)
            revision = self._revision
            try:
                await run_in_threadpool(self._source.findings, slug)
            except NewsletterError:
                continue
            except Exception as error:
                log.error("%s could not be checked: %s: %s", slug, type(error).__name__, error)
                continue
            self.events.publish("checked", {"slug": slug, "revision": revision})


def _newest(paths: Iterable[Path]) -> int:
    """When the last of these files was saved (epoch, milliseconds); now if they are gone."""
    saved = []
    for path in paths:
        with contextlib.suppress(OSError):
            saved.append(path.stat().st_mtime_ns)
    return max(saved, default=time.time_ns()) // 1_000_000
