"""Server-sent events: what has happened, told to every page that is open.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from newsletter.web.preview.answers import write_json

MOST_STREAMS = 50
MOST_WAITING = 100
"""Events that a page may be behind; then its stream ends, and it comes back for the whole state."""

KEEP_ALIVE = 15.0
"""Seconds of silence after which a comment goes out."""

COMMENT = b":\n\n"
HELLO = b"retry: 1000\n\n"

Waiting = asyncio.Queue[bytes | None]
"""Events on their way to one page; None ends its stream."""


class Full(Exception):
    """As many pages are open as there may be."""


class Events:
    """What every open page is told. To be used in the event loop of the server alone."""

    def __init__(self, most: int = MOST_STREAMS, keep_alive: float = KEEP_ALIVE) -> None:
        self._most = most
        self._keep_alive = keep_alive
        self._pages: set[Waiting] = set()
        self._closed = False

    def __len__(self) -> int:
        return len(self._pages)

    def publish(self, name: str, data: object) -> None:
        """Tell every page; one that does not listen is let go."""
        event = b"event: " + name.encode() + b"\ndata: " + write_json(data) + b"\n\n"
        for page in list(self._pages):
            if page.full():
                self._end(page)
            else:
                page.put_nowait(event)

    def close(self) -> None:
        """End every stream, and let nobody in any more."""
        self._closed = True
        for page in list(self._pages):
            self._end(page)

    def subscribe(self) -> Waiting:
        """What a new page will be told, until it leaves.

        Raises:
            Full: there are too many already, or the server is going.
        """
        if self._closed or len(self._pages) >= self._most:
            raise Full
        page = Waiting(MOST_WAITING)
        self._pages.add(page)
        return page

    def leave(self, page: Waiting) -> None:
        """Tell a page nothing more."""
        self._pages.discard(page)

    async def stream(self, page: Waiting) -> AsyncIterator[bytes]:
        """Yield what a page is told, as it goes over the wire."""
        yield HELLO
        while (event := await self._next(page)) is not None:
            yield event

    async def _next(self, page: Waiting) -> bytes | None:
        with suppress(TimeoutError):
            return await asyncio.wait_for(page.get(), self._keep_alive)
        return COMMENT

    def _end(self, page: Waiting) -> None:
        """End a stream at once: what still waits is not told."""
        self.leave(page)
        while not page.empty():
            page.get_nowait()
        page.put_nowait(None)


class EventStream(StreamingResponse):
    """The answer that lasts as long as the page is open."""

    media_type = "text/event-stream"

    def __init__(self, events: Events) -> None:
        self._events, self._page = events, events.subscribe()
        super().__init__(events.stream(self._page))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream, and leave when the browser does."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._events.leave(self._page)
