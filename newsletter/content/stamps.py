"""Whether a file still holds what it held, told without reading it."""

import contextlib
from pathlib import Path
from stat import S_ISREG

UNSURE = 2_000_000_000
"""Nanoseconds in which a second change may leave no trace: some disks count time by two seconds."""


def make_stamp(path: Path, now: int) -> object:
    """Return what stays equal as long as a file is the same; `now` in nanoseconds since 1970.

    It is equal to nothing where that is not certain: after a change a moment ago, and for links.
    """
    with contextlib.suppress(OSError, ValueError):
        status = path.lstat()
        # Programs may set the first time at will, but not the second.
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        if S_ISREG(status.st_mode) and changed + UNSURE < now:
            place = (status.st_dev, status.st_ino, status.st_size)
            return (*place, status.st_mtime_ns, status.st_ctime_ns)
    return object()
