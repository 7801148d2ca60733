"""Rules about the inbox: what readers see before they open a letter."""

from dataclasses import replace
from typing import Any

import pytest

from newsletter.checks import Proof
from newsletter.checks.inbox import (
    preheader_length,
    preheader_repeats_subject,
    sender_name,
    shouting,
    subject_length,
)
from newsletter.model import Field, Letter, Lines, Pieces, Term
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_background, make_library, make_proof, places, problems
from tests.compose.making import make_issue, make_snippet

LINES = Lines({("subject",): 2, ("preheader",): 3})
CALM = "Why do I have tiny bumps on my cheeks?"
MORE = "Three doctors look at one question and differ."


def in_inbox(letter: Letter, subject: str = CALM, preheader: str = MORE, **settings: Any) -> Proof:
    """A proof whose letter looks like this in an inbox."""
    variant = replace(
        letter.main, subject=Pieces((subject,)), preheader=Pieces((preheader,)), **settings
    )
    issue = make_issue(make_snippet("Words."), subject=subject, preheader=preheader, lines=LINES)
    return make_proof(issue, replace(letter, variants=(variant,)))


@pytest.fixture
def letter(make_letter: MakeLetter) -> Letter:
    return make_letter()


@pytest.mark.parametrize(
    ("subject", "found"),
    [("x" * 50, False), ("x" * 51, True), (CALM, False), ("Why " * 20, True)],
)
def test_a_subject_longer_than_an_inbox_shows_is_found(
    subject: str, found: bool, letter: Letter
) -> None:
    assert places(subject_length, in_inbox(letter, subject)) == (
        ["issues/first/issue.md:2"] if found else []
    )


def test_a_long_subject_is_shown_as_a_phone_shows_it(letter: Letter) -> None:
    subject = "Tiny bumps that look like whiteheads but may be something else"
    (problem,) = problems(subject_length, in_inbox(letter, subject))
    assert "62 characters" in problem
    assert "“Tiny bumps that look like whitehe”" in problem


def test_a_field_in_the_subject_counts_as_its_default(letter: Letter) -> None:
    proof = in_inbox(letter)
    variant = replace(
        letter.main,
        subject=Pieces(("x" * 45 + " ", "?"), ("first_name",)),
        defaults={"first_name": "you"},
    )
    fields = (Field("first_name", default="longer than that"),)
    of_reader = replace(proof, letter=replace(letter, fields=fields, variants=(variant,)))
    assert places(subject_length, of_reader) == []
    in_settings = replace(variant, defaults={})
    longer = replace(proof, letter=replace(letter, fields=fields, variants=(in_settings,)))
    assert places(subject_length, longer) == ["issues/first/issue.md:2"]


@pytest.mark.parametrize(
    ("length", "fault"),
    [(1, "more"), (39, "more"), (40, ""), (90, ""), (91, "cut off"), (200, "cut off")],
)
def test_a_preheader_is_to_fill_its_place_and_no_more(
    length: int, fault: str, letter: Letter
) -> None:
    proof = in_inbox(letter, preheader="x" * length)
    assert places(preheader_length, proof) == (["issues/first/issue.md:3"] if fault else [])
    assert all(fault in problem for problem in problems(preheader_length, proof))


@pytest.mark.parametrize(
    ("preheader", "found"),
    [
        (CALM, True),
        ("Tiny bumps on my cheeks: why do I have them?", True),
        (MORE, False),
        ("Tiny bumps may be one of three things. Here is how doctors tell.", False),
        ("1, 2, 3", False),
    ],
)
def test_a_preheader_that_repeats_the_subject_is_found(
    preheader: str, found: bool, letter: Letter
) -> None:
    assert places(preheader_repeats_subject, in_inbox(letter, preheader=preheader)) == (
        ["issues/first/issue.md:3"] if found else []
    )


@pytest.mark.parametrize(
    ("subject", "fault"),
    [
        ("Get RID of milia TODAY", "“TODAY” in capitals"),
        ("FREE advice for your SKIN", "“FREE SKIN” in capitals"),
        ("Open now!!", "2 exclamation marks"),
        ("Sun! Sea!", "2 exclamation marks"),
        ("Sun ☀️ and sea 🌊", "2 emoji"),
        ("From 🇸🇬 to 🇬🇧", "2 emoji"),
        ("ÄRZTE und Haut", "“ÄRZTE” in capitals"),
    ],
)
def test_what_shouts_is_named(subject: str, fault: str, letter: Letter) -> None:
    proof = in_inbox(letter, subject)
    assert places(shouting, proof) == ["issues/first/issue.md:2"]
    assert problems(shouting, proof) == [f"the subject shouts: {fault}"]


@pytest.mark.parametrize(
    "subject",
    [
        CALM,
        "SPF 30 and UVA: what the NHS says",
        "COVID and your skin",
        "Wash your hands!",
        "A tip for the sun ☀️",
        "Doctors 👩🏽‍⚕️ answer",
        "PUVA, SPF50 and A4",
        "湿疹护理的小贴士",
    ],
)
def test_what_is_spelt_as_anybody_spells_it_does_not_shout(subject: str, letter: Letter) -> None:
    assert problems(shouting, in_inbox(letter, subject)) == []


def test_a_loud_preheader_is_found_at_its_own_line(letter: Letter) -> None:
    assert places(shouting, in_inbox(letter, preheader="Read this now!!!")) == [
        "issues/first/issue.md:3"
    ]


def test_a_short_form_that_the_glossary_explains_does_not_shout(letter: Letter) -> None:
    proof = in_inbox(letter, "What EPDS means")
    library = make_library(glossary={"EPDS": Term("EPDS", "ten questions about mood")})
    assert len(problems(shouting, proof)) == 1
    assert problems(shouting, replace(proof, background=make_background(library))) == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "no sender's name"),
        ("  ", "no sender's name"),
        ("x" * 31, "31 characters"),
        ("hello@example.org", "is an address"),
        ("www.example.org", "is an address"),
    ],
)
def test_a_sender_without_a_proper_name_is_found(name: str, fault: str, letter: Letter) -> None:
    proof = in_inbox(replace(letter, sender=replace(letter.sender, name=name)))
    assert places(sender_name, proof) == ["newsletter.toml"]
    assert fault in problems(sender_name, proof)[0]


@pytest.mark.parametrize("name", ["Bite-sized Skin", "Dr Lim @ Skin Desk", "x" * 30])
def test_a_short_name_of_a_sender_is_fine(name: str, letter: Letter) -> None:
    proof = in_inbox(replace(letter, sender=replace(letter.sender, name=name)))
    assert problems(sender_name, proof) == []


def test_the_inbox_of_a_translation_is_judged_in_its_own_file(letter: Letter) -> None:
    proof = in_inbox(letter)
    french = proof.issue.model_copy(
        update={"path": proof.issue.path.with_name("issue.fr.md"), "lines": Lines({})}
    )
    variant = replace(letter.main, language="fr", subject=Pieces(("x" * 51,)))
    library = make_library()
    library.translations["fr"] = make_library(issues={french.slug: french})
    translated = replace(
        proof,
        letter=replace(proof.letter, variants=(*proof.letter.variants, variant)),
        background=make_background(library),
    )
    assert places(subject_length, translated) == ["issues/first/issue.fr.md:1"]
