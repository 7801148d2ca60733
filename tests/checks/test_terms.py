"""Rules about terms: what they find, what is an explanation, and where."""

import pytest

from newsletter.checks.background import Background
from newsletter.checks.terms import acronym, jargon
from newsletter.model import Lines, Term
from tests.checks.making import make_background, make_library, manuscript, places, problems
from tests.compose.making import make_issue, make_snippet

WORDS = {
    "milia": "tiny white bumps; each is a closed pocket",
    "closed comedones": "whiteheads",
    "comedones": "blocked pores",
    "retinoid": "a medicine made from vitamin A",
    "SPF": "how strong a sunscreen is",
}


@pytest.fixture
def glossary() -> Background:
    return make_background(make_library(glossary={w: Term(w, m) for w, m in WORDS.items()}))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Milia are harmless.", "Milia"),
        ("Try a cream with retinoids.", "retinoids"),
        ("One comedone is enough.", "comedone"),
        ("A closed\ncomedone hurts.", "closed comedone"),
        ("Milia come. Tiny bumps (milia) go.", "Milia"),
        ("There is some erythema.", "erythema"),
        ("Take this for milia (daily).", "milia"),
        ("**Leave it.** Milia are harmless.", "Milia"),
    ],
)
def test_a_term_is_explained_where_it_comes_first(
    text: str, term: str, glossary: Background
) -> None:
    assert problems(jargon, manuscript(text, glossary)) == [
        f"“{term}” is not explained where it comes first"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Tiny white bumps (milia) come. Milia go.",
        "Whiteheads (closed comedones) come. Closed comedones go.",
        "A cream made from vitamin A (a retinoid) helps.",
        "Milia (tiny white\nbumps) come.",
        "Milia, the tiny white bumps, come.",
        "Tiny white bumps called milia come.",
        "It has proteins that keep skin firm, such as collagen.",
        "**Milia are small, hard, white bumps.**",
        "**Milia:** small, hard, white bumps.",
        "Milia are a kind of bump.",
        "Familial spots, no milial ones.",
        "Look for SPF 30.",
        "Redness (erythema) goes.",
        "Cystic is not in the list.",
    ],
)
def test_what_is_explained_or_plain_is_no_jargon(text: str, glossary: Background) -> None:
    assert problems(jargon, manuscript(text, glossary)) == []


def test_a_remedy_names_the_plain_words(glossary: Background) -> None:
    (hit,) = jargon.find(manuscript("Milia go.", glossary))
    assert hit.remedy == "Write “tiny white bumps (Milia)”, or only the plain words."


def test_a_term_is_found_once_where_it_comes_first(glossary: Background) -> None:
    text = "Words.\n\nSome\nmilia.\n\nMilia again, and a\nmacule."
    assert places(jargon, manuscript(text, glossary)) == [
        "issues/snippets/one.md:8",
        "issues/snippets/one.md:11",
    ]


def test_the_text_may_explain_what_the_title_says(glossary: Background) -> None:
    lines = Lines({("title",): 3})
    explained = make_snippet("Tiny bumps (milia) go.", title="Milia: a word", lines=lines)
    silent = make_snippet("They go.", title="Do milia go?", lines=lines)
    assert places(jargon, manuscript(explained, glossary)) == []
    assert places(jargon, manuscript(silent, glossary)) == ["issues/snippets/one.md:3"]


def test_a_snippet_may_explain_what_the_subject_says(glossary: Background) -> None:
    explains = make_snippet("Tiny bumps (milia) go.")
    lines = Lines({("subject",): 2})
    issue = make_issue(explains, subject="Milia and a macule", lines=lines)
    assert problems(jargon, manuscript(issue, glossary)) == [
        "“macule” is not explained where it comes first"
    ]
    assert places(jargon, manuscript(issue, glossary)) == ["issues/first/issue.md:2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It needs encapsulation.", ["encapsulation"]),
        ("It may be a neurofibroma.", ["neurofibroma"]),
        ("Facilitating it, by facilitating.", ["Facilitating"]),
        ("Go to the university immediately.", []),
        ("It is not a diagnosis.", []),
        ("A shell around it (encapsulation) forms.", []),
        ("See https://example.org/encapsulation", []),
    ],
)
def test_long_and_learned_words_are_rare(text: str, found: list[str]) -> None:
    expected = [f"“{word}” is a word that few people use" for word in found]
    assert problems(jargon, manuscript(text)) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Avoid PIH.", ["PIH"]),
        ("PIH and PIH again, and AKs.", ["PIH", "AK"]),
        ("Dark marks (PIH) may stay. PIH goes.", []),
        ("PIH (dark marks) may stay.", []),
        ("The NHS in the UK says SPF 30, and UVA. Do NOT pick.", []),
        ("X-ray, vitamin A, B-12.", []),
    ],
)
def test_an_acronym_is_spelt_out(text: str, found: list[str]) -> None:
    expected = [f"“{letters}” is not spelt out where it comes first" for letters in found]
    assert problems(acronym, manuscript(text)) == expected


def test_an_acronym_has_a_place() -> None:
    assert places(acronym, manuscript("One.\nAvoid PIH.")) == ["issues/snippets/one.md:6"]
