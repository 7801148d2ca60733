"""An SMTP server that answers as a test tells it, and keeps its own log of what it accepted."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

DROP = b"drop"
"""Instead of a reply: end the connection without a word."""

Answer = Callable[[str], bytes | None]


@dataclass
class SmtpServer:
    """`answer` gets each command (`DOT` for the final dot) and may return a reply of its own."""

    answer: Answer = lambda _command: None
    tls: ssl.SSLContext | None = None
    offers_starttls: bool = False
    accepted: list[tuple[str, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._open:
            connection.close()
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self.tls and not self.offers_starttls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            _Conversation(self, connection).run()
        except (OSError, ssl.SSLError, EOFError):
            pass
        finally:
            connection.close()


class _Conversation:
    def __init__(self, server: SmtpServer, connection: socket.socket) -> None:
        self._server = server
        self._connection = connection
        self._lines = connection.makefile("rb")
        self._recipient = ""

    def run(self) -> None:
        try:
            self._talk()
        finally:
            self._lines.close()
            self._connection.close()

    def _talk(self) -> None:
        self._reply("CONNECT", b"220 test ready")
        while line := self._lines.readline():
            command = line.decode("latin-1").strip()
            self._server.commands.append(command)
            verb = command.partition(" ")[0].upper()
            if verb == "QUIT":
                self._reply(command, b"221 bye")
                return
            self._obey(verb, command)

    def _obey(self, verb: str, command: str) -> None:
        if verb == "EHLO":
            starttls = b"250-STARTTLS\r\n" if self._server.offers_starttls else b""
            self._reply(command, b"250-test\r\n" + starttls + b"250-AUTH PLAIN\r\n250 8BITMIME")
        elif verb == "STARTTLS":
            self._reply(command, b"220 go ahead")
            assert self._server.tls
            self._connection = self._server.tls.wrap_socket(self._connection, server_side=True)
            self._lines = self._connection.makefile("rb")
        elif verb == "AUTH":
            self._reply(command, b"235 welcome")
        elif verb == "RCPT":
            self._recipient = command.partition("<")[2].partition(">")[0]
            self._reply(command, b"250 ok")
        elif verb == "DATA":
            self._data()
        else:
            self._reply(command, b"250 ok")

    def _data(self) -> None:
        answer = self._reply("DATA", b"354 go on")
        if not answer.startswith(b"354"):
            return
        # Letters have some thousand lines: they are added up in place.
        body = bytearray()
        while not body.endswith(b"\r\n.\r\n") and body != b".\r\n":
            line = self._lines.readline()
            if not line:
                raise EOFError
            body += line
        message = bytes(body.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
        wanted = self._server.answer(f"DOT {self._recipient}")
        if wanted in (None, DROP) or (wanted and wanted.startswith(b"2")):
            self._server.accepted.append((self._recipient, message))
        self._send(b"250 ok" if wanted is None else wanted)

    def _reply(self, command: str, usual: bytes) -> bytes:
        reply = self._server.answer(command)
        return self._send(usual if reply is None else reply)

    def _send(self, reply: bytes) -> bytes:
        if reply == DROP:
            raise EOFError
        self._connection.sendall(reply + b"\r\n")
        return reply
