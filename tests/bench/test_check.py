"""The workspace that checking is measured with is one, and remembering saves most of the work."""

from pathlib import Path

from newsletter.content import load_library
from newsletter.editorial import check_again
from newsletter.workspace import open_workspace
from tests.bench.check import SAMPLE, forget, measure, write_workspace
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


def test_every_time_is_measured(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "large", 12, 3)
    sample = write_workspace(tmp_path / "sample", 0, 0)

    start, cold, unchanged, issue = (seconds for _, seconds in measure(root, sample, runs=1))

    assert min(start, cold, unchanged, issue) > 0
    assert unchanged < cold
    forget(root)
    assert list((root / "build" / ".checks").glob("*.json")) == []
