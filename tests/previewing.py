"""The studio as it is started: a process of its own, and the address that it prints."""

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class Preview:
    """A running studio, at its address."""

    def __init__(self, process: subprocess.Popen[str], told: dict[str, str]) -> None:
        self.process, self.told, self.url = process, told, told["url"]

    def get(self, path: str) -> tuple[int, str]:
        """Ask for something below the address."""
        url = urlsplit(self.url)
        connection = http.client.HTTPConnection(str(url.hostname), url.port, timeout=30)
        connection.request("GET", f"{url.path}{path}")
        answer = connection.getresponse()
        status, body = answer.status, answer.read().decode()
        connection.close()
        return status, body

    def json(self, path: str) -> Any:
        return json.loads(self.get(path)[1])

    def interrupt(self) -> tuple[int, str, str]:
        """Ctrl-C: the exit code, and whatever else was said."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@contextmanager
def preview(workspace: Path, *words: str) -> Iterator[Preview]:
    """Run `newsletter preview` with these words."""
    command = [sys.executable, "-m", "newsletter", "-w", str(workspace), "preview", *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        line = process.stdout.readline()
        try:
            told = json.loads(line) if "--json" in words else {"url": line.split()[-1]}
            yield Preview(process, told)
        finally:
            process.kill()
