"""Rules about conflicts: two answers about one subject, in a letter, in the library, in a text."""

from dataclasses import replace
from typing import Any

import pytest

from newsletter import checks
from newsletter.checks.conflicts import conflict_in_issue, conflict_in_library
from newsletter.model import Level, Lines, Part, Snippet
from tests.checks.conftest import MakeLetter
from tests.checks.making import (
    SETTINGS,
    make_background,
    make_library,
    make_proof,
    places,
    problems,
)
from tests.compose.making import make_issue, make_snippet

LINES = Lines({("claims", 0, "says"): 8, ("claims", 1, "says"): 12})
ONE, TWO = "issues/snippets/one.md:8", "issues/snippets/two.md:8"


def saying(id: str, *says: str, about: str = "cream for acne", **fields: Any) -> Snippet:
    """A snippet that claims this of its subject."""
    claims = [{"about": about, "says": each, "certainty": "low"} for each in says]
    return make_snippet("Words.", id=id, claims=claims, lines=LINES, **fields)


def in_library(*snippets: Snippet) -> checks.Background:
    return make_background(make_library(snippets={each.id: each for each in snippets}))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("helps", "helps", False),
        ("helps", "does not help", True),
        ("helps", "unclear", True),
        ("harms", "not needed", True),
    ],
)
def test_two_verdicts_on_one_subject_are_found_at_both_claims(
    one: str, other: str, found: bool, make_letter: MakeLetter
) -> None:
    first, second = saying("one", one), saying("two", other)
    proof = make_proof(make_issue(first, second), make_letter())

    assert places(conflict_in_issue, proof) == [ONE, TWO] * found
    assert places(conflict_in_library, in_library(first, second)) == [ONE, TWO] * found


def test_a_conflict_names_the_other_place() -> None:
    said = problems(conflict_in_library, in_library(saying("one", "helps"), saying("two", "harms")))

    assert said[0] == f"“cream for acne”: “helps” here, “harms” at {TWO}"


@pytest.mark.parametrize(
    ("about", "same"),
    [
        ("Cream  for ACNE", True),
        ("creams for acne", True),
        ("cream against acne", True),
        ("cream for acne scars", False),
        ("gel for acne", False),
    ],
)
def test_a_subject_is_the_same_in_other_forms(about: str, same: bool) -> None:
    library = in_library(saying("one", "helps"), saying("two", "harms", about=about))

    assert bool(places(conflict_in_library, library)) is same


def test_it_is_an_error_in_an_issue_and_a_warning_in_the_library_and_said_once(
    make_letter: MakeLetter,
) -> None:
    snippets = saying("one", "helps"), saying("two", "harms"), saying("three", "helps")
    library = in_library(*snippets)
    letter = make_letter()
    letter = replace(letter, variants=(replace(letter.main, language="en-GB"),))
    proof = make_proof(make_issue(*snippets[:2]), letter, library)
    findings = checks.run([proof, library], SETTINGS)
    said = [(str(each.at), each.level) for each in findings if each.rule == "claim-conflict"]

    assert said == [
        (ONE, Level.ERROR),
        ("issues/snippets/three.md:8", Level.WARNING),
        (TWO, Level.ERROR),
        (TWO, Level.WARNING),
    ]


def test_what_is_replaced_by_the_other_does_not_conflict(make_letter: MakeLetter) -> None:
    old, new = saying("one", "helps", replaced_by="two"), saying("two", "harms")

    assert places(conflict_in_issue, make_proof(make_issue(old, new), make_letter())) == []
    assert places(conflict_in_issue, make_proof(make_issue(new, old), make_letter())) == []
    assert places(conflict_in_library, in_library(old, new, saying("three", "harms"))) == []


def test_what_is_replaced_by_a_third_conflicts_in_an_issue_and_not_in_the_library(
    make_letter: MakeLetter,
) -> None:
    old, other = saying("one", "helps", replaced_by="three"), saying("two", "harms")

    assert places(conflict_in_issue, make_proof(make_issue(old, other), make_letter()))
    assert places(conflict_in_library, in_library(old, other)) == []


@pytest.mark.parametrize("heading", ["Where they differ", None])
def test_answers_may_differ_if_the_question_says_where(heading: str | None) -> None:
    parts = [Part("Yes.", 16, person="a"), Part("No.", 19, person="b")]
    parts += [Part("They differ.", 22, heading=heading)] if heading else []
    question = saying("one", "helps", "harms", kind="question", parts=tuple(parts))

    assert places(conflict_in_library, in_library(question)) == (
        [] if heading else [ONE, "issues/snippets/one.md:12"]
    )


def test_a_heading_without_answers_before_it_settles_nothing() -> None:
    parts = (Part("Words.", 16, heading="Where they differ"),)
    explainer = saying("one", "helps", "harms", parts=parts)

    assert places(conflict_in_library, in_library(explainer))


def test_what_is_heard_never_conflicts() -> None:
    heard = [{"says": "harms", "cites": "a neighbour"}]
    library = in_library(saying("one", "helps", heard=heard), saying("two", "helps"))

    assert places(conflict_in_library, library) == []


def test_an_allow_in_either_file_is_enough() -> None:
    excused = saying("two", "harms", allow={"claim-conflict": "A debate."})
    library = in_library(saying("one", "helps"), excused)
    findings = [e for e in checks.run([library], SETTINGS) if e.rule == "claim-conflict"]

    assert [(str(each.at), each.level, each.allowed) for each in findings] == [
        (TWO, Level.INFO, "A debate.")
    ]
