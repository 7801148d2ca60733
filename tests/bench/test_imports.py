"""The list that an import is measured with is one, and a process tells what it took."""

import sys
from pathlib import Path

import pytest

from newsletter.audience import Declared, Row, inspect, read_rows
from tests.bench.imports import import_commands, measure, write_list


def test_the_list_is_as_long_as_asked_and_has_no_mistakes(tmp_path: Path) -> None:
    path = write_list(tmp_path / "readers.csv", 300)
    rows = list(read_rows(path, inspect(path, Declared()), Declared(), "yes"))

    addresses = {row.address.mailed for row in rows if isinstance(row, Row)}
    assert len(addresses) == 300
    assert sorted(addresses) != list(addresses)


def test_what_a_process_takes_is_told() -> None:
    run = measure([sys.executable, "-c", "x = bytearray(50 << 20)"])

    assert run.wall > 0
    assert run.processor > 0
    # What a large process starts is counted as large: the test's own may be.
    assert run.memory > 50 << 20
    with pytest.raises(RuntimeError):
        measure([sys.executable, "-c", "raise SystemExit(1)"])


def test_the_same_file_is_imported_each_time(tmp_path: Path) -> None:
    commands = dict(import_commands(tmp_path, tmp_path / "readers.csv"))

    assert list(commands)[-3:] == ["dry run", "import", "import again"]
    assert commands["import"] == commands["import again"]
