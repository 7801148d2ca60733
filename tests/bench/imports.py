"""How long `newsletter subscribers import` takes, beside SQLite's own import of the same file.

    python -m tests.bench.imports [--rows 1000000]

Each is a process of its own, whose processor time and largest resident memory the system tells.
SQLite only splits the lines and stores the cells, with one index: it is what a machine can do at
most. The program also checks each cell, keeps a story for each reader, and commits in steps.
"""

import argparse
import os
import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table

from newsletter.workspace import init

NAMES = ("Ana Lim", "Zoë Lefèvre", "李小龙", "Bo Silva", "Mária Kováč", "")
LANGUAGES = ("en", "fr", "en-GB", "de", "")
ZONES = ("Europe/Paris", "Asia/Singapore", "Europe/London", "")
MEBIBYTE = 1 << 20
KIBIBYTE = 1 << 10

SHELL = """
create table reader (email text not null unique, name, language, zone);
.import --csv --skip 1 {file} reader
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds on the wall and of the processor, bytes of memory."""

    wall: float
    processor: float
    memory: int


def write_list(path: Path, rows: int) -> Path:
    """Write a list in no order, as lists are."""
    shuffled = random.Random(1)
    numbers = [*range(rows)]
    shuffled.shuffle(numbers)
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,language,time zone\n")
        for each in numbers:
            cells = map(shuffled.choice, (NAMES, LANGUAGES, ZONES))
            file.write(f"reader{each:07d}@mail{each % 997}.example.org,{','.join(cells)}\n")
    return path


def measure(command: list[str]) -> Run:
    """Run a process to its end.

    Raises:
        RuntimeError: it failed.
    """
    start = perf_counter()
    silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=silence)
    _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"{command[0]} failed")
    processor = used.ru_utime + used.ru_stime
    return Run(perf_counter() - start, processor, used.ru_maxrss * KIBIBYTE)


def import_commands(root: Path, file: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield what is measured, and its command; the last two find everybody known."""
    program = [sys.executable, "-m", "newsletter", "-w", str(root), "subscribers", "import"]
    basis = ["--basis", "I want the letter.", "--json"]
    if shell := shutil.which("sqlite3"):
        script = SHELL.format(file=file)
        yield "sqlite3 .import", [shell, str(root / "shell.db"), *script.strip().split("\n")]
    yield "dry run", [*program, str(file), *basis, "--dry-run"]
    yield "import", [*program, str(file), *basis, "--yes"]
    yield "import again", [*program, str(file), *basis, "--yes"]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    table = Table("Import", "Seconds", "Processor", "Rows/s", "MiB", "Ratio")
    with TemporaryDirectory() as folder:
        root = Path(folder)
        init(root)
        first: Run | None = None
        for name, command in import_commands(root, write_list(root / "readers.csv", rows)):
            run = measure(command)
            first = first or run
            speed, ratio = rows / run.wall, run.processor / first.processor
            figures = (f"{run.wall:.1f}", f"{run.processor:.1f}", f"{speed:,.0f}")
            table.add_row(name, *figures, f"{run.memory / MEBIBYTE:.0f}", f"{ratio:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
