"""The queue's pulse: pages are told of changes, and nobody is asked while none is open."""

import asyncio
from collections.abc import Callable, Hashable

import pytest

from newsletter.errors import DatabaseError
from newsletter.web import Events
from newsletter.web.preview.pulse import feel_pulse

TOLD = b"event: queue\ndata: {}\n\n"


class Queue:
    """A queue that counts how often it was looked at."""

    def __init__(self) -> None:
        self.looks = 0
        self.state = "empty"
        self.error: Exception | None = None

    def __call__(self) -> Hashable:
        self.looks += 1
        if self.error:
            raise self.error
        return self.state


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not so():
            await asyncio.sleep(0.002)


def test_a_page_is_told_once_of_each_change() -> None:
    async def follow() -> list[bytes | None]:
        queue, events = Queue(), Events()
        page = events.subscribe()
        async with feel_pulse(queue, events, 0.005):
            for state in ("empty", "sending", "sending"):
                queue.state = state
                seen = queue.looks + 3
                while queue.looks < seen:
                    await asyncio.sleep(0.002)
        return [page.get_nowait() for _ in range(page.qsize())]

    assert asyncio.run(follow()) == [TOLD, TOLD]


def test_nobody_is_asked_while_no_page_is_open() -> None:
    async def follow() -> int:
        queue, events = Queue(), Events()
        async with feel_pulse(queue, events, 0.001):
            await asyncio.sleep(0.1)
        return queue.looks

    assert asyncio.run(follow()) == 0


def test_a_page_that_comes_after_a_change_is_told_of_it() -> None:
    async def follow() -> bytes | None:
        queue, events = Queue(), Events()
        async with feel_pulse(queue, events, 0.005):
            first = events.subscribe()
            await first.get()
            events.leave(first)
            queue.state = "sending"
            await asyncio.sleep(0.05)
            return await asyncio.wait_for(events.subscribe().get(), 10)

    assert asyncio.run(follow()) == TOLD


def test_a_database_that_is_away_is_asked_again() -> None:
    async def follow() -> bytes | None:
        queue, events = Queue(), Events()
        page = events.subscribe()
        queue.error = DatabaseError("it is away", remedy="Wait.")
        async with feel_pulse(queue, events, 0.001):
            await until(lambda: queue.looks > 3)
            assert page.empty()
            queue.error = None
            return await asyncio.wait_for(page.get(), 10)

    assert asyncio.run(follow()) == TOLD


def test_a_fault_of_our_own_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    async def follow() -> int:
        queue, events = Queue(), Events()
        events.subscribe()
        queue.error = KeyError("surprise")
        async with feel_pulse(queue, events, 0.001):
            await until(lambda: bool(caplog.records))
            await asyncio.sleep(0.05)
        return queue.looks

    assert asyncio.run(follow()) == 1
    assert "not followed any more: KeyError" in caplog.text
