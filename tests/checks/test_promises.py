"""Rules about promises: what they find, what is honest, and where."""

import pytest

from newsletter.checks.promises import anecdote, promise, superlative
from newsletter.model import Lines
from tests.checks.making import manuscript, places, problems
from tests.compose.making import make_issue, make_snippet


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is a safe and effective peel.", "safe and effective"),
        ("A safe, effective peel.", "safe, effective"),
        ("A proven cream.", "proven"),
        ("We guarantee it.", "guarantee"),
        ("A guaranteed result.", "guaranteed"),
        ("It cures acne.", "cures"),
        ("The cure for acne.", "cure"),
        ("A breakthrough in creams.", "breakthrough"),
        ("A promising peel.", "promising"),
        ("It gives lasting results.", "lasting results"),
        ("A risk-free peel.", "risk-free"),
        ("A painless laser treatment.", "painless laser treatment"),
        ("A miracle cream.", "miracle"),
        ("It works for everyone.", "works for everyone"),
        ("It has no side effects.", "no side effects"),
        ("It is 100% safe.", "100% safe"),
        ("Your spots are gone for good.", "gone for good"),
        ("Get rid of them once and for all.", "once and for all"),
        ("No doubt this cures acne.", "cures"),
        ("It is not only proven but cheap.", "proven"),
        ("It is not cheap, but it is proven.", "proven"),
        ("It does not hurt and it is guaranteed.", "guaranteed"),
    ],
)
def test_a_promise_is_found(text: str, words: str) -> None:
    assert problems(promise, manuscript(text)) == [f"“{words}” promises what nobody can keep"]


@pytest.mark.parametrize(
    "text",
    [
        "There is no cure for rosacea.",
        "No cream is guaranteed to work.",
        "It is not a guaranteed solution.",
        "It cannot cure acne, but it may calm it.",
        "It doesn’t cure acne.",
        "This has not been proven.",
        "It has yet to be proven.",
        "There is no proven, guaranteed cure.",
        "It is cancer until proven otherwise, so ask.",
        "A painless lump is common.",
        "Painless does not mean harmless.",
        "Breakthrough bleeding can happen.",
        "Beware of a miracle cure.",
        "You may have read of a cure.",
        "Is there a proven cure?",
        "Scabies can be cured with a cream. [@a]",
        "It is safe to leave milia alone.",
        "Redness goes within days.",
        "Use it for good reasons.",
    ],
)
def test_honest_words_are_no_promise(text: str) -> None:
    assert problems(promise, manuscript(text)) == []


def test_a_promise_is_found_on_its_own_line_and_in_every_field() -> None:
    snippet = make_snippet(
        "Here is a cream\nthat many use and that\ncures acne.",
        title="A miracle",
        steps=["Clean.", "Put on the proven cream."],
        lines=Lines({("title",): 3, ("steps", 1): 4}),
    )

    assert places(promise, manuscript(snippet)) == [
        "issues/snippets/one.md:3",
        "issues/snippets/one.md:7",
        "issues/snippets/one.md:4",
    ]


def test_an_issue_promises_nothing_either() -> None:
    issue = make_issue(subject="The cure for acne", intro="Welcome.\nA miracle.")

    assert places(promise, manuscript(issue)) == [
        "issues/first/issue.md:1",
        "issues/first/issue.md:10",
    ]


def test_the_saying_of_a_myth_may_promise() -> None:
    myth = manuscript(kind="myth", title="“Toothpaste cures spots”", verdict="false")

    assert problems(promise, myth) == []


@pytest.mark.parametrize(
    "words",
    [
        "best", "safest", "most effective", "leading clinic", "ultimate", "#1", "number one",
        "second to none", "award-winning", "strongest",
    ],
)  # fmt: skip
def test_a_superlative_is_found(words: str) -> None:
    text = f"Some words.\nThis is the {words} cream."

    assert places(superlative, manuscript(text)) == ["issues/snippets/one.md:6"]


@pytest.mark.parametrize(
    "text",
    [
        "It is best to ask a doctor.",
        "It is best left alone.",
        "It works best if you put it on daily.",
        "Best before the date on the tube.",
        "Do your best not to scratch.",
        "At best it takes weeks.",
        "The most common place is the face.",
        "This is a leading cause of itching.",
        "Heat leading to sweat.",
        "It is safest to wait.",
        "Which cream is the best?",
        "No cream is the best for all.",
        "1. Take the first step.",
    ],
)
def test_what_compares_nothing_is_no_superlative(text: str) -> None:
    assert problems(superlative, manuscript(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Many people say it works.",
        "Many of our patients report clear skin.",
        "Many people who tried it for a year have reported clear skin.",
        "Users reported results within weeks.",
        "Amazing results!",
        "Testimonials from readers.",
        "It worked for me.",
        "It works wonders.",
    ],
)
def test_a_story_is_found(text: str) -> None:
    assert places(anecdote, manuscript(f"Words.\n{text}")) == ["issues/snippets/one.md:6"]


@pytest.mark.parametrize(
    "text",
    [
        "Many people have acne scars.",
        "Many people do not know that milia are harmless.",
        "Some people report redness. [@a]",
        "You may have read that many people say it works.",
        "Report side effects to your doctor.",
        "Say what you put on your face.",
        "The results came after a week.",
    ],
)
def test_what_was_measured_or_is_no_praise_is_no_story(text: str) -> None:
    assert problems(anecdote, manuscript(text)) == []
