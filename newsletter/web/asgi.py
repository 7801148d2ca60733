"""What every app of the house does with a request before it is looked at, and with its answer."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

PATIENCE = 30.0
"""Seconds for a whole body: one that never ends would keep its connection, and us from ending."""


class TooLong(Exception):
    """A body is longer than anything that is asked for."""


class TooSlow(Exception):
    """A body does not come to its end."""


class Gone(Exception):
    """Whoever asked has left before the request was whole."""


async def read_body(scope: Scope, receive: Receive, longest: int) -> bytes:
    """The whole body of a request, of at most so many bytes.

    Raises:
        TooLong: it is longer, or says so; what is left of it is not read.
        TooSlow: it takes longer than anything that is asked for.
        Gone: it ended too early, so that nobody knows what was meant.
    """
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdecimal() or int(length) > longest:
        raise TooLong
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read_all(receive, longest)
    except TimeoutError:
        raise TooSlow from None


async def _read_all(receive: Receive, longest: int) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > longest:
            raise TooLong
    return body


def replay(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read already, then whatever else comes: that the browser has left."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return waiting.pop() if waiting else await receive()

    return give


def with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """Put these headers on an answer, where it does not have its own."""

    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = MutableHeaders(scope=message)
            for name, value in headers.items():
                own.setdefault(name, value)
        await send(message)

    return add
