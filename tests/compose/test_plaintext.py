"""Folding text for a letter."""

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.plaintext import wrap

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


@given(
    st.lists(st.text(alphabet="abcé漢-/.:", min_size=1, max_size=90), max_size=30),
    st.integers(min_value=24, max_value=80),
    st.sampled_from(["", "  ", "    "]),
)
@examples(max_examples=150, deadline=None)
def test_folding_moves_words_and_changes_none(words: list[str], width: int, indent: str) -> None:
    folded = wrap(" ".join(words), width, indent)
    assert folded.split() == words
    for line in folded.split("\n"):
        assert len(line) <= width or len(line.split()) == 1
