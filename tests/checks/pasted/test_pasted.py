"""Texts of the web, pasted in as they are: they are refused, and the main reasons are named."""

from pathlib import Path
from typing import Any

import pytest

from newsletter import checks
from newsletter.content import load_library
from newsletter.model import Finding, Level
from tests.checks.making import SETTINGS, make_background, make_library, manuscript
from tests.compose.making import ROOT

HERE = Path(__file__).parent
GLOSSARY = load_library(ROOT).glossary

ANSWERS: dict[str, Any] = {
    "kind": "question",
    "title": "Pale spots on a chin",
    "topics": ["closed-comedones"],
}
ARTICLE: dict[str, Any] = {
    "kind": "explainer",
    "title": "Needling for milia",
    "topics": ["milia", "needling"],
}


def find(document: str, fields: dict[str, Any]) -> list[Finding]:
    """What the checks find in a document under plain front matter."""
    text = (HERE / document).read_text(encoding="utf-8")
    library = make_library(glossary=GLOSSARY)
    return checks.run([manuscript(text, make_background(library), **fields)], SETTINGS)


def rules(findings: list[Finding], level: Level) -> set[str]:
    return {each.rule for each in findings if each.level is level}


def test_answers_to_somebody_else_are_refused() -> None:
    findings = find("answers.txt", ANSWERS | {"topics": ["closed-comedones", "milia"]})

    assert rules(findings, Level.ERROR) == {
        "disclosure",
        "medicine-caution",
        "not-a-diagnosis",
        "personal-details",
        "see-doctor",
        "sentence-length",
    }
    assert {"answers-differ", "grade", "jargon", "source-missing"} <= rules(findings, Level.WARNING)


def test_the_answers_name_different_conditions() -> None:
    findings = find("answers.txt", ANSWERS | {"topics": ["closed-comedones", "milia"]})
    (differing,) = (each.problem for each in findings if each.rule == "answers-differ")

    assert differing == (
        "the answers name different conditions: "
        "“closed comedones” in line 16; “milia” in lines 27, 31"
    )


def test_every_medicine_of_the_answers_is_named_with_the_caution_it_lacks() -> None:
    findings = find("answers.txt", ANSWERS)
    said = " ".join(each.problem for each in findings if each.rule == "medicine-caution")

    assert all(name in said for name in ("vitamin A", "antibiotic", "isotretinoin"))


def test_an_article_for_and_against_is_refused() -> None:
    findings = find("article.txt", ARTICLE)

    assert rules(findings, Level.ERROR) == {
        "grade",
        "promise",
        "see-doctor",
        "source-missing",
        "vague-evidence",
    }
    assert {"anecdote", "length", "mixed-message", "sentence-length"} <= rules(
        findings, Level.WARNING
    )


def test_an_article_is_told_each_of_its_studies_that_nobody_can_find() -> None:
    found = [each for each in find("article.txt", ARTICLE) if each.rule == "vague-evidence"]

    assert [(each.at.line, each.problem) for each in found] == [
        (9, "“Studies show” names no source"),
        (9, "“published in the Journal” names no source"),
        (13, "“research suggests” names no source"),
        (13, "“Experts agree” names no source"),
    ]


@pytest.mark.parametrize(
    "topics", [["milia", "needling"], ["needling", "skin", "milia"], ["milia"], ["needling"]]
)
def test_an_article_is_told_that_it_contradicts_itself(topics: list[str]) -> None:
    findings = find("article.txt", ARTICLE | {"topics": topics})
    mixed = [each for each in findings if each.rule == "mixed-message"]
    (conflict,) = (each.problem for each in mixed if each.level is Level.WARNING)

    assert conflict.endswith(
        "6 sentences speak well (lines 5, 7, 9) and 6 badly (lines 13, 17): they conflict"
    )
