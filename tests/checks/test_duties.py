"""Rules about duties: who speaks, who pays, who has read it, how to answer and to leave."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsletter.checks import Proof
from newsletter.checks.duties import (
    disclosure,
    disclosure_shown,
    footer,
    reviewed,
    reviewer_untranslated,
)
from newsletter.compose import Templates, compose
from newsletter.model import Issue, Letter, Library, Lines, Location, Part, Pieces, Sheet, Standing
from tests.checks.conftest import MakeLetter
from tests.checks.making import SETTINGS, make_background, make_proof, manuscript, places, problems
from tests.compose.making import ROOT, make_issue, make_library, make_person, make_snippet
from tests.review.making import make_approval

PEOPLE = {
    "ann": make_person(name="Dr Ann One", interests="Owns a clinic"),
    "nobody": make_person(unnamed=True, role="Doctor at a clinic"),
}


def answered_by(person: str, **fields: object) -> Issue:
    """An issue with one question."""
    parts = (Part("In short.", 5), Part("What is said.", 9, person=person))
    return make_issue(make_snippet(kind="question", parts=parts, **fields))  # type: ignore[arg-type]


def composed(issue: Issue) -> tuple[Letter, Library]:
    """The letter of an issue by the project's own templates, and its library."""
    library = make_library(issue, people=PEOPLE)
    return compose(issue, library, SETTINGS, Templates([ROOT / "templates"])), library


def proof_of(issue: Issue) -> Proof:
    letter, library = composed(issue)
    return make_proof(issue, letter, make_background(library))


def without(proof: Proof, words: str, part: str) -> Proof:
    """The proof of the same letter without some words in one of its parts."""
    pieces: Pieces = getattr(proof.letter.main, part)
    texts = tuple(text.replace(words, "") for text in pieces.texts)
    variant = replace(proof.letter.main, **{part: Pieces(texts, pieces.slots)})  # type: ignore[arg-type]
    return replace(proof, letter=replace(proof.letter, variants=(variant,)))


def test_an_answer_without_a_name_is_found_at_its_heading() -> None:
    background = make_background(make_library(make_issue(), people=PEOPLE))
    for person, expected in (("nobody", ["issues/snippets/one.md:8"]), ("ann", [])):
        (snippet,) = answered_by(person).snippets
        assert places(disclosure, manuscript(snippet, background)) == expected


def test_a_question_that_nobody_answers_is_found() -> None:
    fields: dict[str, Any] = {"kind": "question", "lines": Lines({("kind",): 2})}
    said = ["nobody answers this question"]

    assert places(disclosure, manuscript("Most likely milia.", **fields)) == [
        "issues/snippets/one.md:2"
    ]
    assert problems(disclosure, manuscript("Most likely milia.", **fields)) == said
    assert problems(disclosure, manuscript("Words.")) == []


@pytest.mark.parametrize(
    "words",
    ["Buy now.", "Get 20% off.", "A special\noffer for you.", "Use a promo code.", "A free trial."],
)
def test_an_advertisement_names_who_pays(words: str) -> None:
    assert places(disclosure, manuscript(f"First.\n\n{words}")) == ["issues/snippets/one.md:7"]
    assert places(disclosure, manuscript(words, sponsor="Somebody Ltd")) == []


@pytest.mark.parametrize(
    "words",
    [
        "Ask a doctor for free.",
        "Do not buy it.",
        "We book no rooms.",
        "Risk falls by 20%.",
        "A trial.",
    ],
)
def test_what_sells_nothing_is_no_advertisement(words: str) -> None:
    assert places(disclosure, manuscript(words)) == []


@pytest.mark.parametrize(
    ("issue", "words", "what"),
    [
        (answered_by("ann"), "Owns a clinic", "the interests of Dr Ann One"),
        (answered_by("ann", sponsor="Somebody Ltd"), "Somebody Ltd", "the sponsor"),
    ],
)
def test_interests_and_sponsors_stand_in_both_parts_of_the_letter(
    issue: Issue, words: str, what: str
) -> None:
    proof = proof_of(issue)
    assert places(disclosure_shown, proof) == []
    for part in ("html", "text"):
        hidden = without(proof, words, part)
        assert places(disclosure_shown, hidden) == ["issues/snippets/one.md:1"]
        assert problems(disclosure_shown, hidden) == [f"the letter does not tell {what}: “{words}”"]


def test_what_a_variant_leaves_out_is_not_missed_in_it() -> None:
    issue = answered_by("ann")
    (question,) = issue.snippets
    tip = make_snippet("Words.", id="two", kind="tip")
    conditional = issue.model_copy(
        update={"snippets": (question, tip), "conditions": {"one": {"language": "en"}}}
    )
    letter, library = composed(conditional)
    proof = make_proof(conditional, letter, make_background(library))
    assert len(letter.variants) == 2
    assert places(disclosure_shown, proof) == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (SETTINGS.newsletter.disclaimer, "the disclaimer"),
        (SETTINGS.newsletter.postal_address, "the postal address"),
        (SETTINGS.newsletter.name, "who we are"),
        (SETTINGS.newsletter.from_, "the address for corrections"),
    ],
)
def test_what_a_footer_must_say_is_missed_in_either_part(words: str, what: str) -> None:
    proof = proof_of(make_issue(make_snippet("Words.")))
    assert places(footer, proof) == []
    first = words.split()[0]
    for part, called in (("html", "HTML"), ("text", "text")):
        hidden = without(proof, first, part)
        assert places(footer, hidden) == ["issues/first/issue.md:1"]
        (problem,) = problems(footer, hidden)
        assert problem.startswith(f"the {called} of the letter (en-GB) lacks ")
        assert what in problem


def test_words_that_only_a_style_holds_are_not_shown(make_letter: MakeLetter) -> None:
    identity = SETTINGS.newsletter
    say = f"{identity.disclaimer} {identity.name} {identity.postal_address} {identity.from_}"
    issue = make_issue(make_snippet("Words."))
    shown = make_letter(f"<p>{say}</p>", "<p>x</p>")
    hidden = make_letter(f"<style>{say}</style>", "<p>x</p>")
    texts = [problems(footer, make_proof(issue, letter))[0] for letter in (shown, hidden)]
    assert "HTML" not in texts[0]
    assert texts[1].startswith("the HTML of the letter (en-GB) lacks the disclaimer, who we are")


def test_every_sheet_that_is_not_approved_is_a_finding() -> None:
    proof = proof_of(make_issue(make_snippet("Words.")))
    at = Location(Path("issues/snippets/one.md"), 1)
    sheet = Sheet("one", "explainer", "Words.", at)
    standings = (
        Standing(sheet, None),
        Standing(sheet, None, "nobody has reviewed it", "Have it reviewed."),
    )
    (hit,) = reviewed.find(replace(proof, standings=standings))
    assert (hit.at, hit.problem, hit.remedy) == (at, "nobody has reviewed it", "Have it reviewed.")
    assert places(reviewed, proof) == []
    assert not reviewed.allowable


def test_a_reviewer_of_whom_a_translation_says_nothing_is_named() -> None:
    proof = proof_of(answered_by("ann"))
    sheet = Sheet("one", "tip", "Words.", Location(Path("one.md"), 1))
    library = proof.background.library
    standings = (Standing(sheet, make_approval(reviewer="ann")),)

    def hits(french: Library) -> list[tuple[str, str]]:
        told = replace(library, translations={"fr": french})
        read = replace(proof, standings=standings, background=make_background(told))
        return [(hit.problem, hit.remedy) for hit in reviewer_untranslated.find(read)]

    assert hits(replace(library, people={})) == [
        (
            "the letter in “fr” says in another language who “ann” is",
            "Add “ann:” with “role: …” to issues/people.fr.yml.",
        )
    ]
    assert hits(library) == []
    assert hits(replace(library, people={}, issues={})) == []
