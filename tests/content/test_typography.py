"""Marks that a printer would set, and all that must stay as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.content.typography import mend_prose


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ('He said "yes".', "He said “yes”."),
        ('**"Hi"** and ("no")', "**“Hi”** and (“no”)"),
        ("don't", "don’t"),
        ("Wait...", "Wait…"),
        ("skin - the organ", "skin – the organ"),
        ("so  it  is", "so it is"),
        ("this , and that .", "this, and that."),
        ('- "a"  b\n- c', "- “a” b\n- c"),
        ('`code` , "a"', "`code`, “a”"),
        ('[a "b"](https://example.org) - "c"', "[a “b”](https://example.org) – “c”"),
    ],
)
def test_what_a_typewriter_left_is_mended(typed: str, mended: str) -> None:
    assert mend_prose(typed, "en-GB") == mended


@pytest.mark.parametrize(
    "text",
    [
        '`x = "a"...`',
        '``a ` "b"``',
        '```\nx = "a" - b ...\n```',
        '~~~\n"a"\n~~~',
        '    "indented"  code',
        '[a](https://example.org/a--b "A - title...")',
        '[a]: https://example.org "A title"',
        "https://example.org/a...b'c",
        "www.example.org/don't",
        "o'neil@example.org",
        '<a href="x" title="a  -  b...">',
        '{{ reader.name or "friend" }}',
        "[@a...b]",
        "## @dr-o'neil",
        "| a  | b - c |\n|----|---|",
        "- - a",
        "---",
        "- - -",
        "a  \nb",
        "1.  a",
        "a....",
        r"\"a\"",
        'a 12" ruler and a 14" one',
        'she said "yes',
        'a "b "c" d',
        "rock 'n' roll",
        "the doctors' advice",
    ],
)
def test_what_is_no_prose_or_needs_judgement_stays(text: str) -> None:
    assert mend_prose(text, "en-GB") == text


@pytest.mark.parametrize(
    ("language", "typed", "mended"),
    [
        ("de", 'Sie sagt "ja".', "Sie sagt „ja“."),
        ("fr", 'Il dit "oui" ?', "Il dit «\u00a0oui\u00a0» ?"),
        ("pt-BR", 'Disse "sim" !', "Disse “sim”!"),
        ("es", '"sí"', "«sí»"),
        ("ja", '"はい"...', '"はい"…'),
    ],
)
def test_each_language_has_quotes_of_its_own(language: str, typed: str, mended: str) -> None:
    assert mend_prose(typed, language) == mended


MARKDOWN = st.lists(
    st.sampled_from(
        [*"\"'.-  \n|`*_[](){}<>#@\\", "...", " - ", "word", "it's", "\n\n", "```\n", "https://a.b"]
    )
).map("".join)


@given(MARKDOWN, st.sampled_from(["en-GB", "fr", "de", "ja"]))
def test_mending_twice_is_mending_once(text: str, language: str) -> None:
    once = mend_prose(text, language)

    assert mend_prose(once, language) == once


@given(MARKDOWN)
def test_no_word_and_no_line_gets_lost(text: str) -> None:
    mended = mend_prose(text, "en-GB")

    assert mended.count("\n") == text.count("\n")
    assert [c for c in mended if c.isalnum()] == [c for c in text if c.isalnum()]
