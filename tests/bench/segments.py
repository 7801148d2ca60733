"""How long it takes to count the readers of segments, beside a bare count of the whole list.

    python -m tests.bench.segments [--readers 1000000]

The list lies in a fresh SQLite file. Each segment is counted alone, then all of them in one look.
Memory is that of the whole process, which the file system's cache is no part of.
"""

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text

from newsletter.audience import count_readers, count_segments
from newsletter.database import open_database
from newsletter.model import (
    AllOf,
    AnyOf,
    AsksFor,
    Has,
    JoinedAfter,
    JoinedWithin,
    NoneOf,
    Rule,
    Speaks,
)

AT = datetime(2026, 11, 21, tzinfo=UTC)
LANGUAGES = ("", "en", "en-GB", "fr", "fr-CA", "de", "pt-BR")
TOPICS = ("everyday", "research", "children")
ROW = """
INSERT INTO subscriber (address, canonical, name, state, time_zone, language, fields, topics,
    joined_at) VALUES (?, ?, '', ?, '', ?, ?, ?, ?)
"""

SEGMENTS: dict[str, Rule] = {
    "language": Speaks(language="fr"),
    "topic": AsksFor(topic="research"),
    "field": Has(name="has_baby", value="yes"),
    "joined": JoinedWithin(days=30),
    "newcomers": AllOf(
        rules=(
            JoinedWithin(days=30),
            Speaks(language="en", unsaid=True),
            AsksFor(topic="everyday"),
        )
    ),
    "mixed": AllOf(
        rules=(
            AnyOf(rules=(Speaks(language="fr"), AsksFor(topic="children"))),
            NoneOf(rules=(Has(name="has_baby", value="no"),)),
            JoinedAfter(day=date(2025, 1, 1), zone="Europe/London"),
        )
    ),
}


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted, what came out, and how many seconds it took."""

    what: str
    readers: int
    seconds: float


def fill(engine: Engine, readers: int) -> None:
    """Put so many readers on an empty list."""
    with engine.begin() as connection:
        # The driver takes rows as they come: a million of them at once would fill the memory.
        driver: Any = connection.connection.cursor()
        driver.executemany(ROW, _rows(readers))


def _rows(readers: int) -> Iterator[tuple[object, ...]]:
    for number in range(readers):
        address = f"reader{number}@example.org"
        state = "left" if number % 10 == 9 else "active"
        chosen = [topic for place, topic in enumerate(TOPICS) if number >> place & 1]
        fields = {"has_baby": "yes" if number % 3 else "no", "first_name": f"Reader {number}"}
        joined = (AT - timedelta(minutes=number)).timestamp()
        written = (json.dumps(fields), json.dumps(chosen))
        yield (address, address, state, LANGUAGES[number % len(LANGUAGES)], *written, joined)


def measure(engine: Engine) -> list[Count]:
    """Count everything bare, then each segment, then all of them at once."""
    with engine.connect() as connection:
        bare = text("SELECT count(*) FROM subscriber WHERE state = 'active'")
        counts = [_time("count(*), bare", lambda: connection.execute(bare).scalar_one())]
    for name, rule in SEGMENTS.items():
        counts.append(_time(name, partial(count_readers, engine, rule, AT)))
    counts.append(_time("all at once", lambda: sum(count_segments(engine, SEGMENTS, AT).values())))
    return counts


def _time(what: str, count: Callable[[], int]) -> Count:
    count()
    begun = perf_counter()
    readers = count()
    return Count(what, readers, perf_counter() - begun)


def make_table(counts: list[Count], readers: int) -> Table:
    """What was measured, a line for each; ratios are to the bare count."""
    title = f"{readers:,} readers, {peak():.0f} MB at most"
    table = Table("Segment", "Readers", "ms", "Ratio", title=title)
    for each in counts:
        ratio = each.seconds / counts[0].seconds
        table.add_row(each.what, f"{each.readers:,}", f"{1000 * each.seconds:.0f}", f"{ratio:.1f}")
    return table


def peak() -> float:
    """The most memory that this process has held, in MB; the system counts in KB, or in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readers", type=int, default=1_000_000)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{Path(folder) / 'newsletter.db'}")
        fill(engine, given.readers)
        Console().print(make_table(measure(engine), given.readers))
        engine.dispose()


if __name__ == "__main__":
    main()
