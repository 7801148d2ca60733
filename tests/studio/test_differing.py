"""Two texts line by line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.studio.differing import Sign, compare_lines

QUICK = settings(max_examples=150, database=None)
TEXTS = st.lists(st.sampled_from(["", "a", "b", "c", " a"]), max_size=8).map("\n".join)


def test_what_is_gone_stands_before_what_came_instead() -> None:
    assert compare_lines("one\ntwo\nthree\n", "one\n2\nthree\nfour\n") == (
        (Sign.SAME, "one"),
        (Sign.GONE, "two"),
        (Sign.ADDED, "2"),
        (Sign.SAME, "three"),
        (Sign.ADDED, "four"),
    )


@QUICK
@given(older=TEXTS, newer=TEXTS)
def test_both_texts_can_be_read_off_it(older: str, newer: str) -> None:
    lines = compare_lines(older, newer)

    assert [line for sign, line in lines if sign != Sign.ADDED] == older.splitlines()
    assert [line for sign, line in lines if sign != Sign.GONE] == newer.splitlines()
    assert older != newer or all(sign == Sign.SAME for sign, _ in lines)
