"""What a sheet shows of Markdown: whatever readers would see otherwise stands there otherwise."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.markdown import Citations, Prose, ProseReader
from newsletter.model import Location
from tests.compose.making import make_source

AT = Location(Path("issues/one.md"), 1)


def read(markdown: str) -> Prose:
    return ProseReader(Citations({"one": make_source("A source")})).read(markdown, AT)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Never** squeeze it.", "**Never** squeeze it."),
        ("*Never* squeeze _it_.", "_Never_ squeeze _it_."),
        ("***Never*** squeeze it.", "**_Never_** squeeze it."),
        ("Type `never`.", "Type `never`."),
        ("## When\n\nNow. [@one]\n\n### Or\n\nLater.", "### When\n\nNow. [1]\n\n#### Or\n\nLater."),
        (r"\*\*Never\*\* squeeze it.", r"\*\*Never\*\* squeeze it."),
        (r"\_Never\_ a_b.", r"\_Never\_ a_b."),
        (r"\[1] is no source.", r"\[1] is no source."),
        ("- one\n- two", "- one\n- two"),
        ("- one\n\n- two", "- one\n\n- two"),
        (r"\- one", r"\- one"),
        (r"1\. one", r"\1. one"),
        ("> Quoted.", "> Quoted."),
        (r"\> Not quoted.", r"\> Not quoted."),
        ("<https://a.example>", "<https://a.example>"),
        ("https://a.example, < 5", "https://a.example, < 5"),
        ("[This](https://a.example)", "This [link 1]\n\n[link 1] https://a.example"),
    ],
)
def test_marks_stand_on_a_sheet_as_an_editor_writes_them(written: str, shown: str) -> None:
    assert read(written).marked.rstrip() == shown


def test_the_plain_text_of_the_letter_has_none() -> None:
    prose = read("## When\n\n**Never**, *ever* `x`. \\*")

    assert prose.text == "When\n\nNever, ever x. *"


def test_a_paragraph_that_is_folded_elsewhere_has_the_same_sheet() -> None:
    words = "word " * 40

    assert read(words).marked == read(words.replace(" ", "\n")).marked == words.strip()


SPELT = (
    r"word **word** *word* _word_ `word` \*word\* \_word\_ \`word\` ***word*** [@one] \[1] [1] \\ "
    "[word](https://a.example) <https://a.example> https://a.example snake_case * <word> **"
)
SPANS = st.sampled_from([*SPELT.split(), "word  \nword"])
LINES = st.lists(SPANS, min_size=1, max_size=4).map(" ".join)
OPENINGS = st.sampled_from(["", "- ", "1. ", "> ", "## ", "### ", r"\- ", r"\> ", r"1\. ", r"\## "])
BLOCKS = st.builds("".join, st.tuples(OPENINGS, LINES))
TEXTS = st.lists(BLOCKS, min_size=1, max_size=3).flatmap(
    lambda blocks: st.sampled_from(["\n", "\n\n"]).map(lambda gap: gap.join(blocks))
)
PAIRS = st.tuples(TEXTS, TEXTS) | st.builds(
    lambda text, old, new: (text, text.replace(old, new, 1)),
    TEXTS,
    st.sampled_from(["**", "*", "_", "`", "\\", "- ", "> ", "#", "\n"]),
    st.sampled_from(["", "*", "**", "_", "\\", "\n\n", "  \n"]),
)


@given(PAIRS)
@examples(max_examples=300)
def test_what_readers_see_otherwise_stands_otherwise_on_the_sheet(texts: tuple[str, str]) -> None:
    one, other = map(read, texts)

    if one.marked == other.marked:
        assert as_shown(one) == as_shown(other)


def as_shown(prose: Prose) -> str:
    """The HTML with its spaces as a browser shows them."""
    html = re.sub(r"\s+", " ", prose.html)
    return re.sub(r" ?(</?(?:p|ul|ol|li|h3|h4|blockquote|br ?/?)(?: [^>]*)?>) ?", r"\1", html)
