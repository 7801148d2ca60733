"""A mailbox on this machine: a real SMTP server that keeps what it gets in a folder.

Every message becomes a file, and one line in `log.jsonl` that names its envelope: what the log says
is what arrived.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from newsletter.errors import NewsletterError

LOOPBACK = "127.0.0.1"
LARGEST_MESSAGE = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """One message in the mailbox."""

    recipient: str
    message_id: str
    file: str


class Mailbox:
    """Listens while it is entered; port 0 takes a free one."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self._port = port
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._loop = asyncio.new_event_loop()
        try:
            self._server = self._loop.run_until_complete(self._listen())
        except OSError as error:
            self._loop.close()
            raise NewsletterError(
                f"the mailbox cannot listen on {LOOPBACK}:{self._port}: {error.strerror}",
                remedy="Stop what listens there, or choose another --port.",
            ) from error
        self._thread = Thread(target=self._loop.run_forever, name="mailbox", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server else self._port

    async def _listen(self) -> asyncio.Server:
        keeper = _Keeper(self.folder)

        def conversation() -> SMTP:
            return SMTP(
                keeper, hostname="mailbox", data_size_limit=LARGEST_MESSAGE, loop=self._loop
            )

        return await self._loop.create_server(conversation, LOOPBACK, self._port)

    async def _end(self) -> None:
        """Stop listening, and let go of whoever is still connected."""
        if self._server:
            self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def read_log(folder: Path) -> Iterator[Received]:
    """Yield what a mailbox has received, oldest first."""
    log = folder / "log.jsonl"
    if log.exists():
        with log.open(encoding="utf-8") as lines:
            for line in lines:
                yield Received(**json.loads(line))


class _Keeper:
    """Writes each message to a file before it says 250."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = sum(1 for _ in read_log(folder))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        _ = server, session
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        self._count += 1
        name = f"{self._count:06d}.eml"
        (self._folder / name).write_bytes(content)
        message_id = str(message_from_bytes(content)["Message-ID"] or "")
        with (self._folder / "log.jsonl").open("a", encoding="utf-8") as log:
            for recipient in envelope.rcpt_tos:
                log.write(json.dumps(_line(recipient, message_id, name)) + "\n")
        return f"250 2.0.0 kept as {name}"


def _line(recipient: str, message_id: str, name: str) -> dict[str, Any]:
    return {"recipient": recipient, "message_id": message_id, "file": name}
