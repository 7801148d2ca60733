"""Fingerprints of all that a report depends on: files by their bytes, the program by its files."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from time import time_ns

import newsletter
from newsletter.content import make_stamp
from newsletter.workspace import starter

LARGEST = 20 * 1024 * 1024
"""Bytes; what is larger is not read by anybody, and is known by its size."""

NOT_OURS = {"__pycache__"}


def digest(*values: object) -> str:
    """One name for these values: equal only if each is."""
    return sha256(repr(values).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def program() -> str:
    """The fingerprint of this program, of what came with it, and of the libraries it uses.

    Its files are known as Python knows what it has compiled: by their size and time.
    """
    folders = (Path(newsletter.__file__).parent, starter() / "templates")
    files = [each for folder in folders for each in _list_files(str(folder))]
    return digest(sys.version, sorted(set(_libraries())), files)


def read_digest(path: str) -> str:
    """The fingerprint of the bytes of a file."""
    return sha256(Path(path).read_bytes()).hexdigest()


class Digests(dict[str, tuple[object, str]]):
    """The fingerprints of files that were read before: read again only if they may differ."""

    def read(self, path: str) -> str:
        """Return what `read_digest` would."""
        stamp = make_stamp(Path(path), time_ns())
        known, digest = self.get(path, (None, ""))
        if known != stamp:
            digest = read_digest(path)
            self[path] = stamp, digest
        return digest


def trace(*tops: Path, read: Callable[[str], str] = read_digest) -> list[tuple[str, str]]:
    """Return these files and folders and all that is in them, each with what it holds.

    Links are followed, but never in a circle; where each leads is part of it. `read` tells what
    tells the bytes of a file from others.
    """
    ways = [(str(top), os.path.realpath(top)) for top in tops]
    return [each for path, real in ways for each in _trace(path, real, frozenset(), read)]


def _trace(
    path: str, real: str, above: frozenset[str], read: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Yield what is at a path, which leads to `real`; `above` are the folders gone through."""
    try:
        status = Path(real).stat()
        if S_ISDIR(status.st_mode) and real not in above:
            yield path, f"folder {real}"
            for inner in _list_folder(path):
                yield from _trace(inner.path, _leads_to(inner, real), above | {real}, read)
        elif S_ISREG(status.st_mode) and status.st_size <= LARGEST:
            yield path, f"{real} {read(real)}"
        else:
            yield path, f"{real} {status.st_mode} {status.st_size}"
    except OSError as error:
        # Such as a file that may not be read, or links in a circle.
        yield path, f"{real} {error}"


def _leads_to(entry: os.DirEntry[str], folder: str) -> str:
    """Where an entry of a folder really lies."""
    if entry.is_symlink():
        return os.path.realpath(entry.path)
    return f"{folder}{os.sep}{entry.name}"


def _list_folder(path: str) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return sorted(
            (each for each in entries if each.name not in NOT_OURS), key=lambda each: each.name
        )


def _list_files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of every file in a folder and those in it."""
    for each in _list_folder(folder):
        if each.is_dir():
            yield from _list_files(each.path)
        else:
            status = each.stat()
            yield each.path, status.st_size, status.st_mtime_ns


def _libraries() -> Iterator[str]:
    """Yield name and version of everything installed, as the names of folders tell."""
    for folder in sys.path:
        yield from (path.name for path in Path(folder).glob("*.dist-info"))
