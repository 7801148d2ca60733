"""A snippet with every fault of the texts that a health desk is offered: all of them are found."""

import shutil
from pathlib import Path

import pytest

from newsletter import checks
from newsletter.content import load_library
from newsletter.model import Finding, Library
from tests.checks.making import SETTINGS, make_background, manuscript
from tests.compose.making import ROOT

BAD = "bad-snippet"
PATH = Path(f"issues/snippets/{BAD}.md")

EXPECTED: dict[str, set[int]] = {
    "promise": {3, 15, 17},
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
