"""Rules about legibility: what they find, and where."""

from dataclasses import replace

import pytest

from newsletter.checks import Proof
from newsletter.checks.legibility import (
    a11y_alignment,
    a11y_capitals,
    a11y_contrast,
    a11y_emoji,
    a11y_links,
    a11y_text_size,
    hidden_text,
)
from newsletter.checks.rule import Rule
from tests.checks.conftest import MakeLetter
from tests.checks.making import make_proof, places, problems
from tests.compose.making import make_issue, make_snippet

LINE = "issues/snippets/one.md:7"
DARK = "<style>@media (prefers-color-scheme: dark) { p { color: #333333 !important; } "
DARK += "div { background-color: #101416 !important; } }</style>"
SENTENCE = "NOBODY KNOWS YET WHETHER THIS CREAM HELPS"


def showing(html: str, make_letter: MakeLetter) -> Proof:
    """A proof of a letter with this page; its snippet says “Words.” in line 7."""
    issue = make_issue(make_snippet(f"First.\n\nWords.\n\n{SENTENCE}\n\n{SENTENCE.lower()}"))
    return make_proof(issue, make_letter(html))


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<p style="color:#777777">Words.</p>', "by day: #777777 on #ffffff"),
        ('<p style="color:#fff;background:#f00">Words.</p>', "by day: #ffffff on #ff0000"),
        ('<p style="font-size:20px;color:#949494">Words.</p>', "by day"),
        ('<h2 style="font-size:18px;color:#949494">Words.</h2>', "by day"),
        ('<h1 style="font-size:30px;color:#999999">Words.</h1>', "2.8:1"),
        (f'{DARK}<div><p style="color:#333333">Words.</p></div>', "in the dark: #333333 on #101"),
    ],
)
def test_words_that_are_hard_to_read_are_found_with_their_colours(
    html: str, fault: str, make_letter: MakeLetter
) -> None:
    proof = showing(html, make_letter)
    assert set(places(a11y_contrast, proof)) == {LINE}
    assert fault in problems(a11y_contrast, proof)[0]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Words.</p>",
        '<p style="color:#767676">Words.</p>',
        '<p style="font-size:24px;color:#949494">Words.</p>',
        '<h2 style="font-size:19px;color:#949494">Words.</h2>',
        '<p style="color:#999;background:url(a.png)">Words.</p>',
        '<p style="display:none;color:#999">Words.</p>',
    ],
)
def test_words_with_enough_contrast_are_fine(html: str, make_letter: MakeLetter) -> None:
    assert problems(a11y_contrast, showing(html, make_letter)) == []


def test_a_pair_of_colours_is_named_once_for_each_mode(make_letter: MakeLetter) -> None:
    html = '<p style="color:#888888">Words.</p>' * 5
    assert len(problems(a11y_contrast, showing(html, make_letter))) == 2


TABLE: list[tuple[Rule[Proof], str, bool]] = [
    (a11y_text_size, '<p style="font-size:13px">Words.</p>', True),
    (a11y_text_size, '<p style="font-size:10pt">Words.</p>', True),
    (a11y_text_size, '<p style="font-size:14px">Words.</p>', False),
    (a11y_text_size, '<p style="font-size:0">Words.</p>', False),
    (a11y_links, '<a href="x" style="text-decoration:none">Words.</a>', True),
    (a11y_links, '<p>See <a href="x" style="text-decoration:none"><b>Words.</b></a></p>', True),
    (a11y_links, '<a href="x">Words.</a>', False),
    (a11y_links, '<a href="x" style="text-decoration:underline">Words.</a>', False),
    (a11y_links, '<a href="x" style="text-decoration:none;background:#eee">Words.</a>', False),
    (
        a11y_links,
        '<p style="background:#eee"><a href="x" style="text-decoration:none">Words.</a></p>',
        False,
    ),
    (a11y_alignment, '<p style="text-align:justify">Words.</p>', True),
    (a11y_alignment, '<div align="justify"><p>Words.</p></div>', True),
    (
        a11y_alignment,
        '<div align="justify"><p style="text-align:left">Words.</p></div>',
        False,
    ),
    (a11y_alignment, "<p>Words.</p>", False),
    (hidden_text, '<p style="display:none">Words.</p>', True),
    (hidden_text, '<div style="display: none !important"><p>Words.</p></div>', True),
    (hidden_text, '<p style="visibility:hidden">Words.</p>', True),
    (hidden_text, '<p style="opacity:0">Words.</p>', True),
    (hidden_text, '<p style="font-size:1px">Words.</p>', True),
    (hidden_text, '<p style="max-height:0;overflow:hidden">Words.</p>', True),
    (hidden_text, '<p style="text-indent:-9999px">Words.</p>', True),
    (hidden_text, '<p style="color:#fefefe">Words.</p>', True),
    (hidden_text, '<p style="color:#fff;background-color:#000">Words.</p>', False),
    (hidden_text, '<p style="display:none">Preheader&#847;&#8199;</p><p>Words.</p>', False),
    (hidden_text, '<p style="display:none">&nbsp; </p>', False),
    (hidden_text, "<p>Words.</p><!-- a comment -->", False),
]


@pytest.mark.parametrize(("rule", "html", "found"), TABLE)
def test_a_rule_finds_what_it_is_for_and_nothing_else(
    rule: Rule[Proof], html: str, found: bool, make_letter: MakeLetter
) -> None:
    assert places(rule, showing(html, make_letter)) == ([LINE] if found else [])


def test_hidden_words_are_found_where_there_is_no_preheader(make_letter: MakeLetter) -> None:
    proof = showing('<p style="display:none">Words.</p>', make_letter)
    bare = replace(proof.letter.main, preheader=replace(proof.letter.main.preheader, texts=("",)))
    letter = replace(proof.letter, variants=(bare,))
    assert places(hidden_text, replace(proof, letter=letter)) == [LINE]


@pytest.mark.parametrize(
    ("html", "line"),
    [
        (f"<p>{SENTENCE}</p>", 9),
        (f'<p style="text-transform:uppercase">{SENTENCE.lower()}</p>', 11),
        ('<p style="text-transform:uppercase">A short label</p>', 0),
        ("<p>SPF 30 AND UVA</p>", 0),
        (f"<p>{SENTENCE.capitalize()}</p>", 0),
    ],
)
def test_a_sentence_in_capitals_is_found(html: str, line: int, make_letter: MakeLetter) -> None:
    assert places(a11y_capitals, showing(html, make_letter)) == (
        [f"issues/snippets/one.md:{line}"] if line else []
    )


@pytest.mark.parametrize(
    ("html", "found"),
    [("<p>☀️ 🌊</p>", True), ("<p>☀️ Sun</p>", False), ("<p>●●○</p>", False), ("<p>✗</p>", True)],
)
def test_a_line_of_emoji_alone_is_found(html: str, found: bool, make_letter: MakeLetter) -> None:
    assert places(a11y_emoji, showing(html, make_letter)) == (
        ["issues/first/issue.md:1"] if found else []
    )
