"""Fingerprints of all that a report depends on: files by their bytes, the program by its own."""

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
    return [each for top in tops for each in _trace(top, top.parent, frozenset())]


def _trace(path: Path, folder: Path, above: frozenset[Path]) -> Iterator[tuple[str, str]]:
    """Yield what is at a path; `folder` really holds it, `above` are the folders gone through."""
    real = folder / path.name
    try:
        real = path.resolve() if path.is_symlink() or not above else real
        status = path.stat()
        if S_ISDIR(status.st_mode) and real not in above:
            yield str(path), f"folder {real}"
            for inner in sorted(path.iterdir()):
                if inner.name not in NOT_OURS:
                    yield from _trace(inner, real, above | {real})
        elif S_ISREG(status.st_mode) and status.st_size <= LARGEST:
            yield str(path), f"{real} {sha256(path.read_bytes()).hexdigest()}"
        else:
            yield str(path), f"{real} {status.st_mode} {status.st_size}"
    except (OSError, RuntimeError) as error:
        # Such as a file that may not be read, or links in a circle.
        yield str(path), f"{real} {error}"


def _libraries() -> Iterator[str]:
    """Yield name and version of everything installed, as the names of folders tell."""
    for folder in sys.path:
        yield from (path.name for path in Path(folder).glob("*.dist-info"))
