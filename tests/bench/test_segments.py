"""The counts of segments that are measured are right."""

from pathlib import Path

from newsletter.database import open_database
from tests.bench.segments import SEGMENTS, fill, make_table, measure


def test_every_segment_is_counted_alone_and_with_the_others(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'newsletter.db'}")
    fill(engine, 1000)
    counts = {each.what: each.readers for each in measure(engine)}
    engine.dispose()

    assert counts.pop("count(*), bare") == 900
    assert counts.pop("all at once") == sum(counts.values())
    assert list(counts) == list(SEGMENTS)
    assert all(0 < count <= 900 for count in counts.values())


def test_ratios_are_to_the_bare_count(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'newsletter.db'}")
    fill(engine, 10)
    table = make_table(measure(engine), 10)
    engine.dispose()

    assert table.row_count == len(SEGMENTS) + 2
    assert next(iter(table.columns[3].cells)) == "1.0"
