"""Rules about repetition: what they find, and where."""

import pytest

from newsletter.checks.repetition import repeats_another, repeats_itself
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof, manuscript, places, problems
from tests.compose.making import make_issue, make_snippet

ONCE = "A tool with fine needles makes many tiny holes in the skin."


@pytest.mark.parametrize(
    "again",
    [
        ONCE,
        ONCE.upper(),
        "This tool with fine needles makes many tiny holes in your face.",
        "The clinic says a tool with fine needles makes many holes.",
    ],
)
def test_what_is_said_again_is_found_with_its_first_place(again: str) -> None:
    subject = manuscript(f"{ONCE}\n\nIt mends.\n\n{again}")
    assert places(repeats_itself, subject) == ["issues/snippets/one.md:9"]
    (problem,) = problems(repeats_itself, subject)
    assert problem.endswith("says again what stands at issues/snippets/one.md:5")


@pytest.mark.parametrize(
    "again",
    [
        "The skin mends these holes within a week or two.",
        "It mends.",
        "Many tiny holes in the wall do not matter to a dog or a cat at all.",
    ],
)
def test_other_words_are_no_repetition(again: str) -> None:
    assert places(repeats_itself, manuscript(f"{ONCE} It mends.\n\n{again}")) == []


def test_short_sentences_and_lines_of_safety_may_stand_twice() -> None:
    house = "Redness may be harder to see on brown and black skin."
    assert places(repeats_itself, manuscript(f"Ask a doctor first. {house}\n" * 2)) == []


def test_snippets_of_an_issue_do_not_say_the_same(make_letter: MakeLetter) -> None:
    one, two = make_snippet(ONCE), make_snippet(f"Yes.\n\n{ONCE}", id="two")
    proof = make_proof(make_issue(one, two), make_letter())
    assert places(repeats_another, proof) == ["issues/snippets/two.md:7"]
    assert places(repeats_another, make_proof(make_issue(one), make_letter())) == []


def test_what_one_snippet_repeats_of_itself_is_found_only_once(make_letter: MakeLetter) -> None:
    proof = make_proof(make_issue(make_snippet(f"{ONCE}\n\n{ONCE}")), make_letter())
    assert places(repeats_another, proof) == []
