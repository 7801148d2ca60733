"""What careful editors write passes: no rule raises a false alarm over the library itself."""

import pytest

from newsletter.checks import run
from newsletter.content import load_library
from newsletter.model import Finding, Level
from tests.checks.making import SETTINGS, make_background, manuscript
from tests.compose.making import ROOT

LIBRARY = load_library(ROOT)
BACKGROUND = make_background(LIBRARY)

STILL_TO_BE_LOOKED_UP = {"source-needed", "source-unchecked"}
"""No false alarms: the library marks itself what nobody has looked up yet."""


def errors(findings: list[Finding]) -> list[str]:
    """Errors that are about the words themselves, not about what has still to be looked up."""
    return [
        f"{each.rule}: {each}"
        for each in findings
        if each.level is Level.ERROR and each.rule not in STILL_TO_BE_LOOKED_UP
    ]


@pytest.mark.parametrize("id", sorted(LIBRARY.snippets))
def test_a_good_snippet_gives_no_error(id: str) -> None:
    words = manuscript(LIBRARY.snippets[id], BACKGROUND)

    assert errors(run([words], SETTINGS)) == []


@pytest.mark.parametrize("slug", sorted(LIBRARY.issues))
def test_what_a_good_issue_says_itself_gives_no_error(slug: str) -> None:
    words = manuscript(LIBRARY.issues[slug], BACKGROUND)

    assert errors(run([words], SETTINGS)) == []


def test_the_library_does_not_contradict_itself() -> None:
    assert errors(run([BACKGROUND], SETTINGS)) == []
