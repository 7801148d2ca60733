"""Writing files in one step: a reader finds the old bytes or the new ones, never half of them."""

import contextlib
from pathlib import Path
from secrets import token_hex


def replace_file(place: Path, data: bytes) -> None:
    """Put these bytes in the place of a file, with its permissions where there is one.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    new = place.with_name(f".{place.name}.{token_hex(4)}.new")
    try:
        new.write_bytes(data)
        with contextlib.suppress(FileNotFoundError):
            new.chmod(place.stat().st_mode & 0o777)
        new.replace(place)
    finally:
        new.unlink(missing_ok=True)


def keep(place: Path, data: bytes) -> None:
    """Write what only saves time: a disk that is full or read-only does not matter."""
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, data)
