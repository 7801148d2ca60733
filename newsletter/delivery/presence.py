"""A sign of life: a file that its worker keeps locked, and that the system unlocks when it dies.

So a worker killed on this machine is known to be dead at once, and nobody waits for its leases. On
a machine without such locks, and for workers elsewhere, leases alone decide.
"""

import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

if sys.platform != "win32":
    import fcntl


class Presence:
    """One worker's token, and the file that says it is alive."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.token = secrets.token_hex(8)
        self._path = folder / self.token
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        _try_lock(self._file)
        os.write(self._file, _identity(self._file))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def find_dead(folder: Path, tokens: Iterable[str]) -> Iterator[str]:
    """Yield the workers among `tokens` that have died on this machine."""
    for token in tokens:
        path = folder / token
        if path.is_file() and _is_unlocked(path):
            yield token
            path.unlink(missing_ok=True)


def _is_unlocked(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        # A copy of the folder, such as a backup, says nothing about who lives.
        original = os.read(file, 100) == _identity(file)
        return original and _try_lock(file)
    finally:
        os.close(file)


def _identity(file: int) -> bytes:
    """What no copy of a file shares with it."""
    status = os.fstat(file)
    return f"{status.st_dev}:{status.st_ino}".encode()


def _try_lock(file: int) -> bool:
    """Lock a file if nobody has; return whether it is ours (never, where there are no locks)."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
