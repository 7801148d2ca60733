import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest
from starlette.types import Message

from newsletter.web import asgi
from newsletter.web.asgi import Gone, TooLong, TooSlow, read_body, replay, with_headers


def give(messages: Sequence[Message]) -> Callable[[], Awaitable[Message]]:
    waiting = list(messages)

    async def receive() -> Message:
        return waiting.pop(0)

    return receive


def chunk(body: bytes, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def read(*messages: Message, length: bytes = b"", longest: int = 10) -> bytes:
    headers = [(b"content-length", length)] if length else []
    return asyncio.run(read_body({"type": "http", "headers": headers}, give(messages), longest))


def test_a_body_is_read_whole() -> None:
    assert read(chunk(b"ab", more=True), chunk(b"cd", more=False)) == b"abcd"


@pytest.mark.parametrize("length", [b"11", b"-1", b"1e1", b"\xb2"])
def test_a_body_that_says_it_is_too_long_is_not_read(length: bytes) -> None:
    with pytest.raises(TooLong):
        read(length=length)


def test_a_body_that_does_not_say_so_is_read_no_further_than_allowed() -> None:
    with pytest.raises(TooLong):
        read(chunk(b"x" * 10, more=True), chunk(b"x", more=True))


def test_half_a_body_is_none() -> None:
    with pytest.raises(Gone):
        read(chunk(b"address=zoe@example.co", more=True), {"type": "http.disconnect"}, longest=99)


def test_a_body_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "PATIENCE", 0.01)
    start = [chunk(b"ab", more=True)]

    async def receive() -> Message:
        return start.pop() if start else await asyncio.Future()

    with pytest.raises(TooSlow):
        asyncio.run(read_body({"type": "http", "headers": []}, receive, 10))


def test_a_body_is_given_again_and_then_what_else_comes() -> None:
    receive = replay(b"ab", give([{"type": "http.disconnect"}]))

    assert asyncio.run(_twice(receive)) == [chunk(b"ab", more=False), {"type": "http.disconnect"}]


async def _twice(receive: Callable[[], Awaitable[Message]]) -> list[Message]:
    return [await receive(), await receive()]


def test_headers_of_the_house_stand_beside_an_answers_own() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    start: Message = {"type": "http.response.start", "status": 200, "headers": [(b"a", b"own")]}
    asyncio.run(_send(with_headers(send, {"A": "house", "B": "house"}), start))

    assert sent[0]["headers"] == [(b"a", b"own"), (b"b", b"house")]


async def _send(send: Callable[[Message], Awaitable[None]], message: Message) -> None:
    await send(message)
