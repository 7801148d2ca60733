"""The workspace that checking is measured with is one, and remembering saves most of the work."""

from pathlib import Path

import pytest

from newsletter.content import load_library
from newsletter.editorial import check_again
from newsletter.workspace import open_workspace
from tests.bench.check import SAMPLE, forget, measure, p95, write_workspace
from tests.editorial.test_remembering import NOW


def test_the_workspace_is_as_large_as_asked_and_has_no_mistakes(tmp_path: Path) -> None:
    root = write_workspace(tmp_path, 12, 3)
    library = load_library(root)

    made = [id for id in library.snippets if id.startswith("made-")]
    assert len(made) == 12
    assert len(library.issues) == 4
    report = check_again(open_workspace(root), NOW)
    assert report.issues[0] == SAMPLE
    assert not {each.rule for each in report.findings} & {"content", "template", "message"}


@pytest.mark.slow
def test_every_time_is_measured(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "large", 12, 3)
    sample = write_workspace(tmp_path / "sample", 0, 0)

    start, cold, unchanged, new, again = (times for _, times in measure(root, sample, runs=2))

    assert min(*start, *cold, *unchanged, *new, *again) > 0
    assert min(unchanged) < min(cold)
    assert len(new) == len(again) == 8
    assert min(again) < min(cold)
    forget(root)
    assert list((root / "build" / ".checks").glob("*.json")) == []


def test_one_run_in_twenty_takes_longer_than_p95() -> None:
    assert p95([float(n) for n in range(21)]) == 19
    assert p95([2.0]) == 2
