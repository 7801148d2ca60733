"""Rules about claims: words as sure as the evidence, and no surer."""

from typing import Any

import pytest

from newsletter.checks.claims import certainty_words, claim_without_evidence
from newsletter.model import Lines
from tests.checks.making import manuscript, places, problems
from tests.compose.making import make_issue, make_snippet

ABOUT = "microneedling for milia"


def claim(**fields: object) -> dict[str, Any]:
    return {"about": ABOUT, "says": "unclear", "certainty": "none", **fields}


@pytest.mark.parametrize(
    "text",
    [
        "Microneedling clears milia.",
        "Microneedling works for milia.",
        "Microneedling improves milia.",
        "Microneedling cures milia.",
        "Microneedling helps milia.",
        "Microneedling is effective for milia.",
        "Microneedling is a safe and effective treatment for milia.",
        "Microneedling is the way to clear milia.",
        "Microneedling has cleared milia.",
        "Milia improve after microneedling.",
        "MICRONEEDLING gets rid of milia.",
        "Microneedling makes holes in milia. It works well.",
    ],
)
def test_a_sentence_surer_than_its_claim_is_found(text: str) -> None:
    (problem,) = problems(certainty_words, manuscript(text, claims=[claim()]))

    assert ABOUT in problem
    assert "“none”" in problem


@pytest.mark.parametrize(
    "text",
    [
        "Microneedling may clear milia.",
        "Microneedling probably helps milia.",
        "We do not know if microneedling clears milia.",
        "Microneedling does not clear milia.",
        "Does microneedling clear milia?",
        "You may have read that microneedling clears milia.",
        "Creams clear milia.",
        "Microneedling clears scars.",
        "Microneedling works by making holes near milia.",
        "It is clear that microneedling and milia are in the news.",
        "People use microneedling to clear milia.",
        "Get help if milia hurt after microneedling.",
        "In my clinic microneedling clears milia.",
        "Microneedling makes holes. Milia are white. A cream works.",
        "We found no study that tests if microneedling works for milia.",
    ],
)
def test_a_sentence_that_is_careful_or_about_something_else_is_not_found(text: str) -> None:
    assert problems(certainty_words, manuscript(text, claims=[claim()])) == []


@pytest.mark.parametrize(
    ("certainty", "found"),
    [("none", True), ("very low", True), ("low", True), ("moderate", False), ("high", False)],
)
def test_only_what_is_unsure_must_not_sound_sure(certainty: str, found: bool) -> None:
    words = manuscript("Microneedling clears milia.", claims=[claim(certainty=certainty)])

    assert bool(problems(certainty_words, words)) is found


@pytest.mark.parametrize(
    ("about", "text"),
    [
        ("retinoid creams for acne", "A retinoid cream clears acne."),
        ("Retinoid cream for acne", "Retinoid creams clear your acne."),
        ("treatment for milia", "Squeezing clears milia."),
        ("needle-opening for milia", "Needle opening works for milia."),
    ],
)
def test_a_subject_is_known_in_other_forms(about: str, text: str) -> None:
    assert problems(certainty_words, manuscript(text, claims=[claim(about=about)]))


def test_a_sure_title_and_a_sure_sentence_are_found_on_their_lines() -> None:
    snippet = make_snippet(
        "Some words.\n\nMore words.\nMicroneedling clears\nmilia.",
        title="Microneedling clears milia",
        claims=[claim()],
        lines=Lines({("title",): 3}),
    )

    assert places(certainty_words, manuscript(snippet)) == [
        "issues/snippets/one.md:3",
        "issues/snippets/one.md:8",
    ]


def test_an_issue_is_bound_by_the_claims_of_its_snippets() -> None:
    issue = make_issue(
        make_snippet("Words.", claims=[claim()]),
        subject="Microneedling clears milia",
        preheader="Creams clear milia",
    )

    assert places(certainty_words, manuscript(issue)) == ["issues/first/issue.md:1"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"says": "helps", "certainty": "high"}, 9),
        ({"says": "harms", "certainty": "moderate"}, 9),
        ({"says": "helps", "certainty": "high", "by": "dr-one"}, 9),
        ({"says": "helps", "certainty": "none"}, 8),
        ({"says": "helps", "certainty": "high", "sources": ["a"]}, 0),
        ({"says": "helps", "certainty": "none", "by": "dr-one"}, 0),
        ({"says": "helps", "certainty": "low"}, 0),
        ({"says": "unclear", "certainty": "none"}, 0),
    ],
)
def test_certainty_needs_a_source_and_an_opinion_somebody(
    fields: dict[str, Any], line: int
) -> None:
    lines = Lines({("claims", 0, "says"): 8, ("claims", 0, "certainty"): 9})
    words = manuscript("Words.", claims=[claim(**fields)], lines=lines)
    expected = [f"issues/snippets/one.md:{line}"] if line else []

    assert places(claim_without_evidence, words) == expected
