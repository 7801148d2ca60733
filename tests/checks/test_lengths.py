"""Rules about length: what they find, and where."""

import pytest

from newsletter.checks.lengths import length, length_of_issue, main_message_first
from newsletter.model import Lines, Part, Snippet
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof, manuscript, places, problems
from tests.compose.making import make_issue, make_snippet

FIVE = "Wash it and rest well. "


def paragraphs(words: int) -> str:
    """So many words, in paragraphs of ten."""
    return "\n\n".join([FIVE * 2] * (words // 10) + [FIVE] * (words % 10 // 5))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (FIVE * 2, None),
        ("Go on " * 12 + "now.", None),
        ("Go on " * 13 + "now.", "the first paragraph has 27 words; at most 25"),
        ("Do. Or. Not.", "the first paragraph has 3 sentences, not one or two"),
    ],
)
def test_the_first_paragraph_is_the_main_message(text: str, problem: str | None) -> None:
    subject = manuscript(f"\n{text}\n\n{FIVE * 20}")
    assert problems(main_message_first, subject) == ([problem] if problem else [])
    assert places(main_message_first, subject) == (["issues/snippets/one.md:6"] if problem else [])


@pytest.mark.parametrize(
    ("kind", "words", "problem"),
    [
        ("explainer", 35, "this explainer has 35 words; at least 40"),
        ("explainer", 40, None),
        ("explainer", 120, None),
        ("explainer", 125, "this explainer has 125 words; at most 120"),
        ("question", 190, None),
        ("question", 195, "this question has 195 words; at most 190"),
        ("get-help", 5, None),
        ("get-help", 125, "this get-help has 125 words; at most 120"),
    ],
)
def test_a_snippet_is_neither_long_nor_short(kind: str, words: int, problem: str | None) -> None:
    snippet = make_snippet(paragraphs(words), kind=kind, see_doctor={"routine": "it hurts"})
    assert problems(length, manuscript(snippet)) == ([problem] if problem else [])
    assert places(length, manuscript(snippet)) == (["issues/snippets/one.md:5"] if problem else [])


def test_one_word_is_counted_as_one() -> None:
    found = problems(length, manuscript(make_snippet("Rest.", kind="explainer")))
    assert found == ["this explainer has 1 word; at least 40"]


def test_a_call_may_have_no_text_at_all() -> None:
    button = {"text": "Ask", "url": "https://example.org/ask"}
    assert places(length, manuscript(make_snippet(kind="call", button=button))) == []


def test_a_long_list_is_found_at_its_first_entry() -> None:
    text = f"{paragraphs(40)}\n\n" + "- Rest.\n" * 6
    assert problems(length, manuscript(text)) == []
    assert problems(length, manuscript(f"{text}- Rest.")) == ["this list has 7 entries; at most 6"]
    assert places(length, manuscript(f"{text}- Rest.")) == ["issues/snippets/one.md:13"]


def test_many_steps_are_a_long_list() -> None:
    steps = ["Rest."] * 7
    lines = Lines({("steps",): 3, ("steps", 0): 4})
    snippet = make_snippet(paragraphs(40), line=20, steps=steps, lines=lines)
    assert places(length, manuscript(snippet)) == ["issues/snippets/one.md:4"]


def test_a_long_paragraph_is_found_but_no_table() -> None:
    assert places(length, manuscript(f"{paragraphs(40)}\n\nDo. Or. Not.")) == []
    assert problems(length, manuscript(f"{paragraphs(40)}\n\nDo. Or. Not. Yes.")) == [
        "this paragraph has 4 sentences; at most 3"
    ]
    table = "| a | b |\n|---|---|\n| c | d |"
    assert places(length, manuscript(f"{paragraphs(40)}\n\n{table}")) == []


def whole(words: int) -> Snippet:
    return make_snippet(parts=(Part(paragraphs(words), 5),))


@pytest.mark.parametrize(("words", "found"), [(445, False), (450, True)])
def test_an_issue_is_read_in_a_minute(words: int, found: bool, make_letter: MakeLetter) -> None:
    proof = make_proof(make_issue(whole(words), intro="Welcome to it."), make_letter())
    at = ["issues/first/issue.md:1"] if found else []
    assert places(length_of_issue, proof) == at


def test_what_is_for_some_readers_only_counts_only_for_them(make_letter: MakeLetter) -> None:
    snippets = (whole(445), make_snippet(paragraphs(40), id="two"))
    issue = make_issue(*snippets, intro="Hi.", conditions={"two": {"has-baby": "yes"}})
    assert places(length_of_issue, make_proof(issue, make_letter())) == []
