"""The rule about characters: what nobody sees, what a program might obey."""

import pytest

from newsletter.checks.characters import hidden_characters
from newsletter.model import Lines, Part
from tests.checks.making import manuscript, places, problems
from tests.compose.making import make_issue, make_snippet


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Mi\u200blia", "zero width space (U+200B), in “Milia”"),
        ("Mi\u00adlia", "soft hyphen (U+00AD), in “Milia”"),
        ("\ufeffMilia", "zero width no-break space (U+FEFF), in “Milia”"),
        ("Milia \u202eailiM", "right-to-left override (U+202E), in “ailiM”"),
        ("Milia \u2066x", "left-to-right isolate (U+2066), in “x”"),
        ("Mi\u200dlia", "zero width joiner (U+200D), in “Milia”"),
        ("Mi\x07lia", "control character (U+0007), in “Milia”"),
        ("A <b>word</b>.", "“<b>” is HTML"),
        ("A word<br/>.", "“<br/>” is HTML"),
        ('A <span class="x">word.', '“<span class="x">” is HTML'),
        ("A <!-- word.", "“<!--” is HTML"),
        ("{% if x %} word", "“{% if x %}” is code of a template"),
        ("{{ letter.name }} word", "“{{ letter.name }}” is code of a template"),
        ("{{ reader.name | upper }} word", "“{{ reader.name | upper }}” is code of a template"),
        ("{# a word #}", "“{# a word #}” is code of a template"),
        ("Re\u0301tinol", "“Re\u0301tinol” is spelt with a loose accent (not NFC)"),
    ],
)
def test_what_cannot_be_read_is_found_by_its_line(words: str, problem: str) -> None:
    found = manuscript(f"First.\n\n{words}")
    assert set(places(hidden_characters, found)) == {"issues/snippets/one.md:7"}
    assert problems(hidden_characters, found)[0].endswith(problem)


@pytest.mark.parametrize(
    "words",
    [
        "Rétinol, “quoted”, a non-breaking\u00a0space – and a dash.",
        "Dear {{ reader.first_name }}, welcome.",
        "Read <https://example.org> or write to <desk@example.org>.",
        "Under 5 < 6 and 7 > 6.",
        "Write `<b>` for bold.",
        "A family: \U0001f469\u200d\U0001f467.",
        "می\u200cخواهم",
        "Two\tcolumns.",
    ],
)
def test_what_can_be_read_is_left_alone(words: str) -> None:
    assert places(hidden_characters, manuscript(words)) == []


def test_every_field_is_looked_at_shown_or_not() -> None:
    claims = [{"about": "mi\u200blia", "says": "helps", "certainty": "low"}]
    image = {"file": "a.png", "alt": "A drawing", "credit": "Somebody \u202eelse"}
    lines = Lines({("claims", 0, "about"): 6, ("image", "credit"): 11})
    snippet = make_snippet("Words.", claims=claims, image=image, lines=lines)
    assert sorted(places(hidden_characters, manuscript(snippet))) == [
        "issues/snippets/one.md:11",
        "issues/snippets/one.md:6",
    ]


def test_headings_and_the_words_of_an_issue_are_looked_at() -> None:
    parts = (Part("Words.", 8, heading="Where\u200b they differ"),)
    assert places(hidden_characters, manuscript(make_snippet(parts=parts))) == [
        "issues/snippets/one.md:7"
    ]
    issue = make_issue(
        intro="A <i>word</i>.", subject="Mi\u200blia", lines=Lines({("subject",): 2})
    )
    assert sorted(set(places(hidden_characters, manuscript(issue)))) == [
        "issues/first/issue.md:2",
        "issues/first/issue.md:9",
    ]


def test_it_cannot_be_allowed() -> None:
    assert not hidden_characters.allowable
