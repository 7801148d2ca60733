"""Fingerprints of all that a report depends on: files by their bytes, the program by its own."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import newsletter
from newsletter.workspace import starter

LARGEST = 20 * 1024 * 1024
"""Bytes; what is larger is not read by anybody, and is known by its size."""

NOT_OURS = {"__pycache__"}


def digest(*values: object) -> str:
    """One name for these values: equal only if each is."""
    return sha256(repr(values).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def program() -> str:
    """The fingerprint of this program, of what came with it, and of the libraries it uses."""
    package = Path(newsletter.__file__).parent
    return digest(
        sys.version,
        sorted(set(_libraries())),
        trace(package, starter() / "templates"),
    )


def trace(*tops: Path) -> list[tuple[str, str]]:
    """Return these files and folders and all that is in them, each with what it holds.

    Links are followed, but never in a circle; where each leads is part of it.
    """
    return [each for top in tops for each in _trace(str(top), os.path.realpath(top), frozenset())]


def _trace(path: str, real: str, above: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what is at a path; `real` is where it leads, `above` the folders that it is in."""
    try:
        status = os.stat(path)
        if S_ISDIR(status.st_mode) and real not in above:
            yield path, f"folder {real}"
            for name in sorted(set(os.listdir(path)) - NOT_OURS):
                inner = os.path.join(path, name)
                leads = os.path.realpath(inner) if os.path.islink(inner) else f"{real}/{name}"
                yield from _trace(inner, leads, above | {real})
        elif S_ISREG(status.st_mode) and status.st_size <= LARGEST:
            yield path, f"{real} {sha256(Path(path).read_bytes()).hexdigest()}"
        else:
            yield path, f"{real} {status.st_mode} {status.st_size}"
    except OSError as error:
        yield path, f"{real} {error.errno}"


def _libraries() -> Iterator[str]:
    """Yield name and version of everything installed, as the names of folders tell."""
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith(".dist-info"))
