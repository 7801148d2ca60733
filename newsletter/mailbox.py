"""A mailbox on this machine: a real SMTP server that keeps what it gets in a folder."""

import asyncio
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from newsletter.errors import NewsletterError
from newsletter.mailfolder import MailFolder
from newsletter.settings import LOOPBACK

LARGEST_MESSAGE = 32 * 1024 * 1024


class Mailbox:
    """Listens while it is entered; port 0 takes a free one."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self._port = port
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The loop lives in its own thread from the start: the caller's may have one already.
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="mailbox", daemon=True)
        self._thread.start()
        try:
            self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        except OSError as error:
            self._end_loop()
            raise NewsletterError(
                f"the mailbox cannot listen on {LOOPBACK}:{self._port}: {error.strerror}",
                remedy="Stop what listens there, or choose another --port.",
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._end_loop()

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

    def _end_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        """Stop listening, and let go of whoever is still connected."""
        if self._server:
            self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class _Keeper:
    """Keeps each message before it says 250."""

    def __init__(self, folder: Path) -> None:
        self._folder = MailFolder(folder)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        _ = server, session
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        return f"250 2.0.0 kept as {self._folder.keep(content, envelope.rcpt_tos)}"
