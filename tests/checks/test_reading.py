"""Rules about reading: what they find, and where."""

import pytest

from newsletter.checks.reading import (
    grade_of,
    grade_of_issue,
    grade_of_snippet,
    sentence_length,
    words_of,
)
from newsletter.model import Level, Term
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_background, make_library, make_proof, manuscript, places
from tests.compose.making import make_issue, make_snippet

HARD = (
    "Numerous investigations have demonstrated considerable effectiveness of repeated procedures, "
    "facilitating exfoliation of epidermal accumulations. "
)
EASY = "These spots are small and hard. You can leave them. Ask a nurse if they hurt you. "


def of_words(count: int) -> str:
    return " ".join(["Go", *["on"] * (count - 1)]) + "."


@pytest.mark.parametrize(
    ("words", "level"), [(20, None), (21, Level.WARNING), (25, Level.WARNING), (26, Level.ERROR)]
)
def test_a_long_sentence_is_a_warning_and_a_longer_one_an_error(
    words: int, level: Level | None
) -> None:
    hits = list(sentence_length.find(manuscript(of_words(words))))
    assert [hit.level for hit in hits] == ([level] if level else [])
    assert all(f"“Go on on on on …” has {words} words" in hit.problem for hit in hits)


def test_a_long_sentence_is_found_where_it_begins() -> None:
    text = f"Short.\nThen\n{of_words(26)}\n\n- Short.\n- {of_words(30)}"
    assert places(sentence_length, manuscript(text)) == [
        "issues/snippets/one.md:6",
        "issues/snippets/one.md:10",
    ]


def test_what_an_issue_says_itself_is_read_too() -> None:
    issue = make_issue(subject=of_words(26)[:-1], intro=f"Hi.\n\n{of_words(21)}")
    assert places(sentence_length, manuscript(issue)) == [
        "issues/first/issue.md:1",
        "issues/first/issue.md:11",
    ]


def test_cells_of_a_table_are_no_long_sentence() -> None:
    row = "| Take it | every day | until the tube is empty |\n"
    table = "| What | When | How long |\n|---|---|---|\n" + row * 5
    assert places(sentence_length, manuscript(table)) == []


def test_a_snippet_for_specialists_is_refused() -> None:
    assert places(grade_of_snippet, manuscript(f"\n{HARD * 10}")) == ["issues/snippets/one.md:6"]
    (hit,) = grade_of_snippet.find(manuscript(HARD * 10))
    assert "(FKGL)" in hit.problem
    assert "(SMOG)" in hit.problem


SCHOOL = "Doctors usually recommend gentle moisturising creams for several weeks after treatment. "


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        (EASY * 15, []),
        (f"{SCHOOL * 3}{EASY * 3}", []),
        (f"{SCHOOL * 8}{EASY * 2}", [Level.WARNING]),
        (f"{SCHOOL * 7}{EASY * 4}", []),
        (f"{SCHOOL * 14}{EASY * 8}", [Level.WARNING]),
        (HARD * 10, [None]),
    ],
)
def test_a_snippet_is_judged_the_more_strictly_the_longer_it_is(
    text: str, hits: list[Level | None]
) -> None:
    assert [hit.level for hit in grade_of_snippet.find(manuscript(text))] == hits


def test_a_plain_snippet_is_not_refused_nor_a_short_one() -> None:
    assert places(grade_of_snippet, manuscript(EASY * 10)) == []
    assert places(grade_of_snippet, manuscript(HARD)) == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (EASY, None),
        (f"{EASY}{EASY}{HARD}", "this issue is not easy"),
        (HARD, "most people will find this issue hard"),
    ],
)
def test_the_whole_issue_is_judged(text: str, verdict: str | None, make_letter: MakeLetter) -> None:
    proof = make_proof(make_issue(make_snippet(text), intro="Hello."), make_letter())
    hits = list(grade_of_issue.find(proof))
    assert [str(hit.at) for hit in hits] == (["issues/first/issue.md:1"] if verdict else [])
    assert all(hit.problem.startswith(verdict or "") for hit in hits)


def test_words_of_the_glossary_make_an_issue_no_harder(make_letter: MakeLetter) -> None:
    text = "Dermatologists treat it. Isotretinoin helps. Microneedling may not."
    issue = make_issue(make_snippet(text), intro="Hello.")
    terms = [Term(word, "…") for word in ("dermatologist", "isotretinoin", "microneedling")]
    library = make_library(glossary={term.word: term for term in terms})
    assert places(grade_of_issue, make_proof(issue, make_letter())) != []
    known = make_proof(issue, make_letter(), make_background(library))
    assert places(grade_of_issue, known) == []


def test_other_languages_have_no_grade() -> None:
    assert grade_of([manuscript("Des mots.", language="fr")]) is None
    assert words_of([Term("Closed comedone", "…")]) >= {"closed", "comedones"}
