"""Rules about language: what they find, and where."""

from dataclasses import replace

import pytest

from newsletter import checks
from newsletter.checks.language import (
    language_unchecked,
    languages_unchecked,
    minimiser,
    passive,
    vague_quantity,
)
from newsletter.checks.manuscript import Manuscript
from newsletter.checks.rule import Rule
from tests.checks.conftest import MakeLetter
from tests.checks.making import SETTINGS, make_proof, manuscript, places, problems
from tests.compose.making import make_issue, make_snippet

FOUND = [
    (passive, "It was advised.", "was advised"),
    (passive, "Creams are often given at night.", "are often given"),
    (passive, "It has been carefully tested.", "been carefully tested"),
    (vague_quantity, "Many people get it.", "Many people"),
    (vague_quantity, "A number of creams help.", "A number of creams"),
    (vague_quantity, "It was significantly better.", "significantly better"),
    (minimiser, "There is mild discomfort.", "mild discomfort"),
    (minimiser, "It is just a cream.", "is just a"),
    (minimiser, "It is minimally invasive.", "minimally invasive"),
    (minimiser, "It is quick and easy.", "quick and easy"),
]
NOT_FOUND = [
    (passive, "A doctor advised it."),
    (passive, "They are red and blocked."),
    (passive, "You are pregnant. It is indeed so."),
    (passive, "Was it tested?"),
    (vague_quantity, "3 in 10 people get it."),
    (vague_quantity, "It has many fine needles."),
    (vague_quantity, "Wash it many times."),
    (minimiser, "It is not a routine procedure."),
    (minimiser, "Use it only at night."),
    (minimiser, "Mild soap is fine."),
]


@pytest.mark.parametrize(("rule", "text", "words"), FOUND)
def test_words_are_found_and_quoted(rule: Rule[Manuscript], text: str, words: str) -> None:
    (problem,) = problems(rule, manuscript(text))
    assert problem.startswith(f"“{words}” ")


@pytest.mark.parametrize(("rule", "text"), NOT_FOUND)
def test_honest_words_are_not_found(rule: Rule[Manuscript], text: str) -> None:
    assert problems(rule, manuscript(text)) == []


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, text, _ in FOUND])
def test_words_are_found_on_their_line(rule: Rule[Manuscript], text: str) -> None:
    assert places(rule, manuscript(f"First.\n\n{text}")) == ["issues/snippets/one.md:7"]


def test_words_of_an_issue_are_read_too() -> None:
    issue = make_issue(subject="Many people ask")
    assert places(vague_quantity, manuscript(issue)) == ["issues/first/issue.md:1"]


def test_a_text_in_another_language_is_said_to_be_unchecked() -> None:
    french = manuscript("Il a été appliqué.", language="fr")
    assert places(language_unchecked, french) == ["issues/snippets/one.md:1"]
    assert places(language_unchecked, manuscript("It was applied.")) == []


def test_rules_about_words_are_not_asked_of_other_languages() -> None:
    french = manuscript("Many people: it was applied... " * 9, language="fr")
    asked = {finding.rule for finding in checks.run([french], SETTINGS)}
    assert "language-unchecked" in asked
    assert not asked & {"passive", "vague-quantity", "typography", "sentence-length", "grade"}


def test_an_issue_names_the_languages_that_were_not_checked(make_letter: MakeLetter) -> None:
    letter = make_letter()
    french = replace(letter.main, language="fr")
    british = replace(letter.main, language="en-GB")
    both = replace(letter, variants=(letter.main, british, french, french))
    issue = make_issue(make_snippet("Words."))
    assert problems(languages_unchecked, make_proof(issue, both)) == [
        "the words in “fr” were not checked"
    ]
    assert places(languages_unchecked, make_proof(issue, both)) == ["issues/first/issue.md:1"]
    assert problems(languages_unchecked, make_proof(issue, letter)) == []
