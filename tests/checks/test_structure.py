"""Tags that do not fit together, and words and links that got lost on the way into the letter."""

from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.checks import Proof
from newsletter.checks.structure import MOST_DEPTH, content_kept, structure
from newsletter.model import Issue, Letter
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_background, make_library, make_proof
from tests.compose.making import make_issue, make_snippet


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<div><p>x</p></div>", ""),
        ("<ul><li>x<li>y</ul><p>x<br><img src='a'/>", ""),
        ("<div title='a > b'>x</div><style>a > b { }</style>", ""),
        ('<p id="a">x</p><p id="b">y</p>', ""),
        (
            "<!--[if mso]><table><tr><td><![endif]-->x<!--[if mso]></td></tr></table><![endif]-->",
            "",
        ),
        ("<o:x><o:AllowPNG/></o:x>", ""),
        ("<div>" * MOST_DEPTH + "</div>" * MOST_DEPTH, ""),
        ('<p class="a" class="b">x</p>', "<p> has “class” 2 times"),
        ('<p id="a">x</p><p id="a">y</p>', "two elements have the id “a”"),
        ("<div><b>x</div>", "<b> has no end before </div>"),
        ("<div>x", "<div> has no end"),
        ("x</div>", "</div> ends nothing"),
        ("<!--[if mso]><table><![endif]-->x", "<table> has no end, for Outlook"),
        (
            "<div>" * (MOST_DEPTH + 1) + "</div>" * (MOST_DEPTH + 1),
            f"more than {MOST_DEPTH} elements",
        ),
    ],
)
def test_tags_that_do_not_fit_together_are_found(
    html: str, problem: str, make_letter: MakeLetter
) -> None:
    proof = make_proof(make_issue(make_snippet("Words.")), make_letter(html))
    hits = list(structure.find(proof))
    assert bool(hits) == bool(problem)
    assert all(hit.problem.startswith(problem.partition(",")[0]) for hit in hits)
    assert not problem or any(hit.problem.startswith(problem) for hit in hits)


def test_a_misfit_is_found_in_the_snippet_that_it_stands_in(make_letter: MakeLetter) -> None:
    letter = make_letter("<h2>Title of one</h2><p class='a' class='b'>x</p>")
    proof = make_proof(make_issue(make_snippet("Words.")), letter)
    assert [str(hit.at) for hit in structure.find(proof)] == ["issues/snippets/one.md:1"]


PAGE = "<p>Welcome.</p><h2>Title of one</h2>"
TEXT = "Welcome.\n\nTitle of one\n\n"


@pytest.mark.parametrize(
    ("source", "html", "text", "lost"),
    [
        ("Some words.", "<p>Some words.</p>", "Some words.", []),
        ("Some **bold** *words*.", "Some <b>bold</b> <i>words</i>.", "Some bold\nwords.", []),
        ("One. [@a] Two.", "One.<sup>1</sup> Two.", "One. [1] Two.", []),
        ("micro*needling*", "micro<em>needling</em>", "microneedling", []),
        ('A "quoted" word\'s end...', "A “quoted” word’s end…", "A “quoted” word’s end…", []),
        ("Fish &amp; chips", "Fish &amp; chips", "Fish & chips", []),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>", "- one\n- two", []),
        ("Dear {{ reader.name }}, hello", "Dear Reader, hello", "Dear Reader, hello", []),
        ("a | b\n--|--\nc | d", "<table><tr><td>d</td><td>c</td></tr></table>a b", "d c b a", []),
        ("### A heading\n\n> Said.", "<h3>A heading</h3>Said.", "A heading\n\nSaid.", []),
        (
            "Some words.",
            "<p>Some</p>",
            "Some words.",
            ["“Some words.” is not in the letter's HTML"],
        ),
        ("Some words.", "Some words.", "", ["“Some words.” is not in the letter's plain text"]),
        (
            "Some words.",
            '<p style="display:none">Some words.</p>',
            "Some words.",
            ["“Some words.” is not in the letter's HTML"],
        ),
        (
            "a | b\n--|--\nc | d",
            "a b c",
            "a b c d",
            ["“a b c d” is not in the letter's HTML"],
        ),
        (
            "See [it](https://example.org/a?b=1&c=2).",
            '<a href="https://example.org/a?b=1&amp;c=2">See it</a>.',
            "See it [link 1].\n[link 1] https://example.org/a?b=1&c=2",
            [],
        ),
        (
            "See [it](https://example.org/a).",
            "See it.",
            "See it.",
            [
                "the link to https://example.org/a is not in the letter's HTML",
                "the link to https://example.org/a is not in the letter's plain text",
            ],
        ),
    ],
)
def test_words_and_links_that_got_lost_are_found(
    source: str, html: str, text: str, lost: list[str], make_letter: MakeLetter
) -> None:
    letter = make_letter(PAGE + html, text=TEXT + text)
    hits = list(content_kept.find(make_proof(make_issue(make_snippet(source)), letter)))
    assert [" ".join(hit.problem.split()) for hit in hits] == lost
    assert all(str(hit.at) == "issues/snippets/one.md:5" for hit in hits)


def test_what_an_issue_says_itself_must_be_in_the_letter_too(make_letter: MakeLetter) -> None:
    letter = make_letter("<p>Title of one. Words.</p>", text="Welcome. Title of one. Words.")
    hits = list(content_kept.find(make_proof(make_issue(make_snippet("Words.")), letter)))
    assert [(str(hit.at), hit.problem) for hit in hits] == [
        ("issues/first/issue.md:9", "“Welcome.” is not in the letter's HTML")
    ]


def test_the_line_is_that_of_the_lost_paragraph(make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet("Kept.\n\nLost\n**here**."))
    letter = make_letter(PAGE + "Kept.", text=TEXT + "Kept. Lost here.")
    assert [str(hit.at) for hit in content_kept.find(make_proof(issue, letter))] == [
        "issues/snippets/one.md:7"
    ]


def test_only_readers_who_get_a_snippet_must_find_its_words(make_letter: MakeLetter) -> None:
    """The second snippet is for some readers; of the main variant it is not asked."""
    two = make_snippet("Rare words.", id="two")
    issue = make_issue(make_snippet("Words."), two, conditions={"two": {"skin-type": "Dry"}})
    assert lost_from(issue, make_letter) == []
    assert lost_from(issue, make_letter, skin_type="dry") == [
        "“Title of two” is not in the letter's HTML",
        "“Rare words.” is not in the letter's HTML",
        "“Title of two” is not in the letter's plain text",
        "“Rare words.” is not in the letter's plain text",
    ]


def test_a_translation_is_compared_with_the_translated_words(make_letter: MakeLetter) -> None:
    issue = make_issue(make_snippet("Words."))
    french = make_snippet("Des mots.", title="Titre", path=Path("issues/snippets/one.fr.md"))
    translated = make_issue(french, intro="Bonjour.", path=Path("issues/first/issue.fr.md"))
    in_french = make_library(issues={"first": translated}, snippets={"one": french})
    library = replace(make_library(), translations={"fr": in_french})
    letter = make_letter(PAGE + "Words.", text=TEXT + "Words.")
    page = make_letter("Bonjour. Titre", text="Bonjour. Titre. Des mots.").main
    both = replace(letter, variants=(*letter.variants, replace(page, language="fr")))
    proof = make_proof(issue, both, make_background(library))
    assert [(str(hit.at), hit.problem) for hit in content_kept.find(proof)] == [
        ("issues/snippets/one.fr.md:5", "“Des mots.” is not in the letter's HTML")
    ]


def lost_from(issue: Issue, make_letter: MakeLetter, **conditions: str) -> list[str]:
    """What is missing from a page of the first snippet, for readers who meet these conditions."""
    letter: Letter = make_letter(PAGE + "Words.", text=TEXT + "Words.")
    variants = tuple(replace(each, conditions=conditions) for each in letter.variants)
    proof: Proof = make_proof(issue, replace(letter, variants=variants))
    return [hit.problem for hit in content_kept.find(proof)]
