"""Folding text for a letter."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.markdown.folding import GLUE, columns, hang, pieces, wrap

ADDRESS = "https://example.org/a-very-long-path/" + "with-many-hyphens-" * 6 + "end"


def test_lines_are_at_most_72_wide() -> None:
    lines = wrap("word " * 40).split("\n")
    assert max(map(len, lines)) in range(68, 73)


def test_the_72nd_column_is_used() -> None:
    text = "a" * 35 + " " + "b" * 36
    assert wrap(text) == text
    assert wrap(text + "b") == "a" * 35 + "\n" + "b" * 37


def test_an_address_is_never_split() -> None:
    assert ADDRESS in wrap(f"Read more at {ADDRESS} and then some.").split("\n")


def test_words_with_hyphens_stay_whole() -> None:
    lines = wrap("skin-coloured " * 20).split("\n")
    assert all(word == "skin-coloured" for line in lines for word in line.split())


def test_a_no_break_space_holds_words_together() -> None:
    lines = wrap("10\u00a0mg " * 30).split("\n")
    assert all(line.endswith("10\u00a0mg") for line in lines)


def test_line_breaks_that_are_there_stay() -> None:
    assert wrap("one\ntwo\n\nthree") == "one\ntwo\n\nthree"


A, B, C = "a" * 14, "b" * 14, "c" * 14


def test_another_width_is_kept() -> None:
    assert wrap(f"{A} {B} {C}", width=29) == f"{A} {B}\n{C}"
    assert wrap(f"{A} {B} {C}", width=28) == f"{A}\n{B}\n{C}"


def test_every_line_gets_the_indent() -> None:
    assert wrap(f"{A} {B} {C}\nd", width=31, indent="  ") == f"  {A} {B}\n  {C}\n  d"


def test_the_first_line_may_have_a_mark_instead() -> None:
    marked = wrap(f"{A} {B} {C}\nd", width=31, indent="  ", first="- ")
    assert marked == f"- {A} {B}\n  {C}\n  d"
    assert wrap(f"{A} {B} {C}", width=29, indent="  ", first="") == f"{A} {B}\n  {C}"


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("", 0),
        ("word", 4),
        ("Zoë", 3),
        ("Zoe\u0308", 3),
        ("皮肤", 4),
        ("ｆｕｌｌ", 8),
        ("ผิวหนัง", 5),
        ("a\u200bb", 2),
    ],
)
def test_a_text_is_as_wide_as_it_looks(text: str, wide: int) -> None:
    assert columns(text) == wide


def test_wide_characters_fill_a_line_with_36_of_them() -> None:
    lines = wrap("皮膚科医" * 20).split("\n")
    assert [len(line) for line in lines] == [36, 36, 8]


def test_no_line_starts_with_a_mark_that_closes_or_ends_with_one_that_opens() -> None:
    first = wrap("あ" * 36 + "。" + "い").split("\n")
    assert first == ["あ" * 35, "あ。い"]
    assert wrap("あ" * 35 + "「い」").split("\n") == ["あ" * 35, "「い」"]
    assert wrap("あ" * 36 + "ーい").split("\n") == ["あ" * 35, "あーい"]


def test_letters_between_wide_characters_stay_together() -> None:
    assert wrap("漢" * 35 + "https://example.org/page").split("\n")[0].startswith("漢漢")
    assert "https://example.org/page" in wrap("漢" * 35 + " https://example.org/page 漢")


def test_glued_words_are_never_apart() -> None:
    lines = wrap(f"[link{GLUE}1] " * 30).split("\n")
    assert all(line.endswith(f"[link{GLUE}1]") for line in lines)


def test_a_mark_hangs_before_a_text() -> None:
    assert hang("one\ntwo\n\nthree", "1. ") == "1. one\n   two\n\n   three"
    assert hang("one\n\ntwo", "> ", "> ") == "> one\n>\n> two"


@given(
    st.lists(st.text(alphabet="abcé漢。「-/.:", min_size=1, max_size=90), max_size=30),
    st.integers(min_value=24, max_value=80),
    st.sampled_from(["", "  ", "    "]),
)
@examples(max_examples=150)
def test_folding_moves_words_and_changes_none(words: list[str], width: int, indent: str) -> None:
    folded = wrap(" ".join(words), width, indent)
    assert "".join(folded.split()) == "".join(words)
    narrow = [word for word in words if word.isascii()]
    assert [word for word in folded.split() if word in narrow] == narrow
    for line in folded.split("\n"):
        assert columns(line) <= width or len(pieces(line)) == 1
