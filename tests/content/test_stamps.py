"""A stamp is equal only where a file surely is what it was."""

import os
import time
from pathlib import Path

import pytest

from newsletter.content.stamps import UNSURE, make_stamp


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "milia.md"
    path.write_text("Small and white.", encoding="utf-8")
    return path


def later() -> int:
    return time.time_ns() + 2 * UNSURE


def test_a_file_that_nobody_touches_keeps_its_stamp(file: Path) -> None:
    assert make_stamp(file, later()) == make_stamp(file, later())


def test_a_change_a_moment_ago_is_equal_to_nothing(file: Path) -> None:
    now = time.time_ns()
    assert make_stamp(file, now) != make_stamp(file, now)


def test_other_bytes_under_the_same_time_have_another_stamp(file: Path) -> None:
    status, before = file.stat(), make_stamp(file, later())
    time.sleep(0.05)
    file.write_text("White and small.", encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert make_stamp(file, later()) != before


def test_links_folders_and_nothing_have_no_stamp(file: Path) -> None:
    link = file.with_name("link.md")
    link.symlink_to(file)
    for path in (link, file.parent, file.with_name("gone.md"), Path("a\0b")):
        assert make_stamp(path, later()) != make_stamp(path, later())
