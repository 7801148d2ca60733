"""The rule about characters: what nobody sees, what a program might obey."""

from pathlib import Path

import pytest

from newsletter.checks import run
from newsletter.checks.characters import hidden_characters, hidden_characters_in_library
from newsletter.content import load_library
from newsletter.model import Library, Lines, Part
from tests.checks.making import SETTINGS, make_background, manuscript, places, problems
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
        ("Milia\U000e0100", "variation selector-17 (U+E0100), in “Milia”"),
        ("Milia\U000e01ef", "variation selector-256 (U+E01EF), in “Milia”"),
        ("Milia\U000e0041", "tag latin capital letter a (U+E0041), in “Milia”"),
        ("\U0001f3f4\U000e0078\U000e007f", "tag latin small letter x (U+E0078), in “\U0001f3f4”"),
        ("Milia\ufe01", "variation selector-2 (U+FE01), in “Milia”"),
        ("\u2600\ufe0f\ufe0f", "variation selector-16 (U+FE0F), in “\u2600\ufe0f”"),
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
        "A sun: \u2600\ufe0f or \u2600\ufe0e. Love: \u2764\ufe0f\u200d\U0001f525. 1\ufe0f\u20e3.",
        "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f means Wales.",
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


PEOPLE = """dr-a:
  name: Dr A\u200b
  role: Doctor
  photo-alt: A drawing
dr-b:
  name: Dr B
  role: \u202erotcoD
  interests: Owns a cli\u200bnic
  reviewer: true
nurse-c:
  name: Nurse\u200b C
  role: Nurse
"""
SOURCES = """one-2020:
  title: On mi\u200blia
  by: Somebody\u202e
  in: A jour\U000e0041nal
  kind: study
  checked: 2026-11-20
  seen: page
"""
GLOSSARY = "milia: tiny\u200b bumps\nkeratin: a pro\u200btein\n"
TRANSLATED = "dr-b:\n  role: Docteure\u200b\n  interests: Sa clinique\n"
TEXT = """---
kind: explainer
title: Milia
topics: [milia]
claims:
  - {about: milia, says: helps, certainty: low, by: dr-a}
---
Milia are harmless [@one-2020].
"""
FIRST = """---
subject: Bumps
preheader: Leave them alone.
snippets: [a]
---
Hello.
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library whose side files hide something in every entry."""
    files = {
        "people.yml": PEOPLE,
        "people.fr.yml": TRANSLATED,
        "sources.yml": SOURCES,
        "glossary.yml": GLOSSARY,
        "snippets/a.md": TEXT,
        "first/issue.md": FIRST,
    }
    for name, text in files.items():
        path = tmp_path / "issues" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_library(tmp_path, ("en-GB", "fr"))


def test_what_a_text_draws_upon_is_looked_at_where_it_stands(library: Library) -> None:
    background = make_background(library)
    assert places(hidden_characters, manuscript(library.snippets["a"], background)) == [
        "issues/people.yml:2",
        "issues/sources.yml:2",
        "issues/sources.yml:3",
        "issues/sources.yml:4",
        "issues/glossary.yml:1",
    ]


def test_whoever_may_be_named_for_reading_an_issue_is_looked_at(library: Library) -> None:
    issue = manuscript(library.issues["first"], make_background(library))
    assert places(hidden_characters, issue) == ["issues/people.yml:7", "issues/people.yml:8"]


def test_in_a_library_every_entry_is_looked_at_in_every_language(library: Library) -> None:
    assert places(hidden_characters_in_library, make_background(library)) == [
        *(f"issues/people.yml:{line}" for line in (2, 7, 8, 11)),
        *(f"issues/sources.yml:{line}" for line in (2, 3, 4)),
        *(f"issues/glossary.yml:{line}" for line in (1, 2)),
        "issues/people.fr.yml:2",
    ]


def test_what_several_texts_draw_upon_is_found_once(library: Library) -> None:
    background = make_background(library)
    texts = (library.snippets["a"], library.issues["first"])
    found = run([*(manuscript(each, background) for each in texts), background], SETTINGS)
    hidden = [str(each.at) for each in found if each.rule == "hidden-characters"]
    assert len(hidden) == len(set(hidden)) == 10
