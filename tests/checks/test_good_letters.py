"""What is no fault is not found: the program's own letters, in every layout and theme."""

import pytest

from newsletter.checks import GROUPS, Proof
from newsletter.compose import Templates, compose
from newsletter.content import load_library
from newsletter.model import Issue, Library
from newsletter.settings import Look
from tests.checks.making import SETTINGS, make_background, make_proof, problems
from tests.compose.making import ROOT, SAMPLE, nine_kinds, with_words

ABOUT_LETTERS = (
    "Links",
    "Pictures in the letter",
    "Structure for listeners",
    "Legibility",
    "Inbox",
    "Law and privacy",
    "Personalisation",
)
PREHEADER = "Nine kinds of snippet, with everything that each may have."


@pytest.fixture(scope="module")
def templates() -> Templates:
    return Templates([ROOT / "templates"])


@pytest.fixture(scope="module")
def sample_library() -> Library:
    return load_library(ROOT)


@pytest.mark.parametrize("theme", ["paper", "harbour"])
@pytest.mark.parametrize("layout", ["digest", "single-topic", "q-and-a", "alert", "plain"])
def test_the_programs_own_letters_have_no_finding(
    layout: str, theme: str, templates: Templates, sample_library: Library
) -> None:
    issue, library = nine_kinds()
    for each, shelf in (
        (sample_library.issues[SAMPLE], sample_library),
        (with_words(issue, preheader=PREHEADER), library),
    ):
        assert found_in(each, shelf, Look(layout=layout, theme=theme), templates) == []


def found_in(issue: Issue, library: Library, look: Look, templates: Templates) -> list[str]:
    """What the rules about letters say of an issue in some look."""
    settings = SETTINGS.model_copy(update={"templates": look})
    letter = compose(issue, library, settings, templates)
    proof = make_proof(issue, letter, make_background(library, settings))
    rules = [rule for name in ABOUT_LETTERS for rule in GROUPS[name] if rule.about is Proof]
    return [f"{rule.id}: {problem}" for rule in rules for problem in problems(rule, proof)]
