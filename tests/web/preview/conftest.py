"""The studio's server as it runs, over views that a test can look into, and raw requests to it."""

import asyncio
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from newsletter.errors import UsageError
from newsletter.model import Finding
from newsletter.studio import Refreshed
from newsletter.web import (
    Events,
    Frame,
    Letters,
    Live,
    Post,
    PreviewServer,
    Reader,
    Steering,
    Tab,
    make_preview_app,
)
from newsletter.web.preview import watching

TOKEN = "not-to-be-guessed"
LETTER = "<!doctype html><p>Tiny bumps</p>"


class Shelf:
    """Views of a desk with one issue; `asked` is what the page wanted to know."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew, for another test."""
        self.asked: list[tuple[object, ...]] = []
        self.said: dict[str, object] = {"said": "this"}
        self.error: Exception | None = None

    def _say(self, *asked: object) -> dict[str, object]:
        self.asked.append(asked)
        if self.error:
            raise self.error
        return self.said

    def desk(self) -> object:
        return self._say("desk")

    def issue(self, slug: str, reader: Reader) -> object:
        if slug == "nothing":
            raise UsageError("there is no issue “nothing”", remedy="Choose another.")
        return self._say("issue", slug, reader)

    def tab(self, slug: str, tab: Tab, reader: Reader) -> object:
        return self._say("tab", slug, tab, reader)

    def audience(self, slug: str) -> object:
        return self._say("audience", slug)

    def letter(self, slug: str, reader: Reader, frame: Frame) -> str:
        self._say("letter", slug, reader, frame)
        return LETTER

    def problems(self, findings: Sequence[Finding]) -> object:
        return [{"problem": each.problem, "line": each.at.line} for each in findings]

    def queue(self) -> object:
        return self._say("queue")

    def fingerprint(self) -> Hashable:
        return self.error is None

    def steer(self, mailing: int, how: Steering) -> object:
        return self._say("steer", mailing, how)

    def readers(self, text: str) -> object:
        return self._say("readers", text)

    def send_test(self, issue: str, reader: Reader, address: str) -> object:
        return self._say("test", issue, reader, address)

    def mailbox(self) -> object:
        return self._say("mailbox")

    def message(self, file: str) -> object:
        return self._say("message", file)

    def message_letter(self, file: str, frame: Frame) -> str:
        self._say("message letter", file, frame)
        return LETTER


class Reading:
    """A source of letters that counts how often it was asked."""

    def __init__(self) -> None:
        self.revision = 0
        self.seconds = 0.0
        self.slugs: frozenset[str] | None = None
        self.errors: list[Exception] = []
        self.checked: list[str] = []

    def refresh(self) -> Refreshed:
        time.sleep(self.seconds)
        self.revision += 1
        if self.errors:
            raise self.errors.pop()
        return Refreshed(self.revision, self.slugs, ())

    def findings(self, slug: str) -> object:
        self.checked.append(slug)
        if slug == "nothing":
            raise UsageError("there is no issue “nothing”", remedy="Choose another.")
        if slug == "unchecked":
            raise ValueError(slug)
        return ()


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def policy(self) -> str:
        return str(self.headers["Content-Security-Policy"])


@dataclass
class Studio:
    """A running server: where it is, and what is behind it."""

    port: int
    server: PreviewServer
    thread: threading.Thread
    events: Events
    root: Path
    token: str = TOKEN
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which the server runs."""
        return self.server.servers[0].get_loop()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def path(self, path: str) -> str:
        return f"/{self.token}/{path}"

    def ask(
        self,
        method: str,
        path: str,
        headers: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        host: str | None = None,
    ) -> Answer:
        """Send a request as it is: nothing is normalised or added but the Host and the length."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in (("Host", self.host if host is None else host), *headers):
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        if body:
            connection.send(body)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def get(self, path: str) -> Answer:
        """Ask for something below the token."""
        return self.ask("GET", self.path(path))

    @property
    def own(self) -> list[tuple[str, str]]:
        """What the page's own posts carry."""
        return [("Origin", f"http://{self.host}"), ("Content-Type", "application/json")]

    def post(self, path: str, value: object) -> Answer:
        """Post as the page does."""
        return self.ask("POST", self.path(path), self.own, json.dumps(value).encode())

    def listen(self) -> "Listener":
        """Open a stream of events; it has begun when this returns."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.connections.append(connection)
        request = f"GET {self.path('events')} HTTP/1.1\r\nHost: {self.host}\r\n\r\n"
        connection.sendall(request.encode())
        return Listener(connection)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        for connection in self.connections:
            connection.close()


class Listener:
    """One open page: what it is told."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._lines = connection.makefile("rb")
        self.status = int(self._lines.readline().split()[1])
        self.headers = http.client.parse_headers(self._lines)

    def next(self, name: str = "") -> Any:
        """Wait for the next event, or the next of this name; return its data.

        Raises:
            EOFError: the stream has ended.
        """
        told = ""
        for line in self._lines:
            if line.startswith(b"event: "):
                told = line.removeprefix(b"event: ").decode().strip()
            elif line.startswith(b"data: ") and name in ("", told):
                return json.loads(line.removeprefix(b"data: "))
        raise EOFError

    def comment(self) -> None:
        """Wait for a comment that keeps the stream alive."""
        assert any(line.startswith(b":") for line in self._lines)

    def close(self) -> None:
        """Leave, as a browser does."""
        self._lines.close()
        self.connection.close()

    def closed(self) -> bool:
        """Wait for the end of the stream."""
        return self._lines.read()[-1:] in (b"", b"\n")


@contextmanager
def run_studio(
    views: Letters, live: Live, root: Path, post: Post | None = None
) -> Iterator[Studio]:
    """Run the studio's server in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = PreviewServer(make_preview_app(views, live, TOKEN, post), live.events)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        wait_until(lambda: server.started)
        port = listener.getsockname()[1]
        studio = Studio(port, server, thread, live.events, root)
        try:
            yield studio
        finally:
            studio.stop()


def wait_until(so: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.005)


@pytest.fixture(autouse=True)
def _first_look_comes_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watch that was given its folders has begun; nobody here waits a second to be sure."""
    monkeypatch.setattr(watching, "FIRST_LOOK", 100)


def make_root(above: Path) -> Path:
    """Make a folder like a workspace, with one file in it."""
    folder = above.resolve() / "desk"
    (folder / "issues" / "snippets").mkdir(parents=True)
    (folder / "newsletter.toml").touch()
    (folder / "issues" / "snippets" / "a.md").write_text("one", encoding="utf-8")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path)


@pytest.fixture
def views() -> Shelf:
    return Shelf()


@pytest.fixture
def reading() -> Reading:
    return Reading()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Studio, Shelf]]:
    """One server for all tests that only ask it something, and its views."""
    root, views = make_root(tmp_path_factory.mktemp("server")), Shelf()
    with run_studio(views, Live(root, Reading(), Events()), root, views) as running:
        yield running, views


@pytest.fixture
def studio(views: Shelf, reading: Reading, root: Path) -> Iterator[Studio]:
    with run_studio(views, Live(root, reading, Events()), root, views) as running:
        yield running
