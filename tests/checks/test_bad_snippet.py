"""A snippet with every fault of the texts that a health desk is offered: all of them are found."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsletter import checks
from newsletter.content import load_library
from newsletter.editorial import check_workspace
from newsletter.model import Finding, Level, Library
from newsletter.workspace import open_workspace
from tests.checks.making import SETTINGS, make_background, manuscript
from tests.compose.making import ROOT, SAMPLE
from tests.conftest import ask_for_reviews

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
BAD = "bad-snippet"
PATH = Path(f"issues/snippets/{BAD}.md")

EXPECTED: dict[str, set[int]] = {
    "promise": {3, 15, 17, 30},
    "superlative": {3, 20},
    "vague-evidence": {14, 19, 20, 24},
    "anecdote": {19},
    "claim-without-evidence": {12},
    "claim-conflict": {11},
    "mixed-message": {24},
    "absolute-numbers": {22},
    "see-doctor": {2},
    "medicine-caution": {27},
    "not-a-diagnosis": {27},
    "personal-details": {27, 28},
    "image-alt": {7},
    "image-consent": {5},
    "source-missing": {14},
    "sentence-length": {14, 27},
    "jargon": {14, 15, 16, 27},
    "grade": {14},
    "repeats-itself": {30},
}
"""The lines on which each rule finds a fault."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The sample library with the bad snippet in it."""
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "issues", folder / "issues")
    shutil.copy(Path(__file__).with_name("bad_snippet.md"), folder / PATH)
    pictures = folder / "issues/pictures"
    shutil.copy(pictures / "milium.png", pictures / "before-after.png")
    return load_library(folder)


@pytest.fixture(scope="module")
def findings(library: Library) -> list[Finding]:
    """What the checks find in it."""
    background = make_background(library)
    words = manuscript(library.snippets[BAD], background)
    return [each for each in checks.run([words, background], SETTINGS) if each.at.path == PATH]


@pytest.mark.parametrize("rule", EXPECTED)
def test_every_fault_is_found_on_its_line(rule: str, findings: list[Finding]) -> None:
    assert {each.at.line for each in findings if each.rule == rule} == EXPECTED[rule]


def test_the_conflict_is_with_what_the_library_says(findings: list[Finding]) -> None:
    (conflict,) = (each for each in findings if each.rule == "claim-conflict")

    assert "microneedling-milia.md" in conflict.problem


def test_an_issue_with_it_is_refused_since_it_conflicts_and_nobody_has_read_it(
    workspace: Path,
) -> None:
    ask_for_reviews(workspace, "recorded")
    shutil.copy(Path(__file__).with_name("bad_snippet.md"), workspace / PATH)
    pictures = workspace / "issues/pictures"
    shutil.copy(pictures / "milium.png", pictures / "before-after.png")
    issue = workspace / "issues" / SAMPLE / "issue.md"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("snippets:\n", f"snippets:\n  - {BAD}\n"), encoding="utf-8")

    report = check_workspace(open_workspace(workspace), NOW, [SAMPLE])
    errors = {each.rule for each in report.findings if each.level is Level.ERROR}
    at_the_snippet = {each.rule for each in report.findings if each.at.path == PATH}

    assert {"claim-conflict", "reviewed"} <= errors & at_the_snippet
