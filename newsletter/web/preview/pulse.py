"""Whether the queue has changed, felt every second while somebody looks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool

from newsletter.errors import NewsletterError
from newsletter.web.preview.events import Events

EVERY = 1.0
"""Seconds between two looks."""

log = logging.getLogger(__name__)


@asynccontextmanager
async def feel_pulse(
    fingerprint: Callable[[], Hashable], events: Events, every: float = EVERY
) -> AsyncIterator[None]:
    """Publish `queue` whenever the fingerprint has changed, as long as the context lasts."""
    task = asyncio.create_task(_feel(fingerprint, events, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _feel(fingerprint: Callable[[], Hashable], events: Events, every: float) -> None:
    known: Hashable = None
    while True:
        await asyncio.sleep(every)
        # Nobody looks: nobody is asked.
        if not len(events):
            continue
        try:
            now = await run_in_threadpool(fingerprint)
        except NewsletterError as error:
            log.debug("The queue cannot be read: %s", error.problem)
            continue
        except Exception as error:
            log.error("The queue is not followed any more: %s", type(error).__name__)
            log.debug("Where it happened:", exc_info=error)
            return
        if now != known:
            known = now
            events.publish("queue", {})
