"""Lists inside lists, as editors indent them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.markdown.limits import TooMuch
from newsletter.compose.markdown.nesting import DEEPEST, nest


def nested(text: str) -> str:
    return "\n".join(nest(text.split("\n")))


FLAT = ["a", "- a\n- b", "1. a\n2. b", "> a\n> b", "# a\n\n    code\n\nb", "- a\nlazy", "* * *", ""]


@pytest.mark.parametrize("text", FLAT)
def test_what_is_not_nested_stays_as_it_is(text: str) -> None:
    assert nested(text) == text


@pytest.mark.parametrize(
    "typed",
    [
        "- a\n  - b\n    - c\n- d",
        "- a\n   - b\n      - c\n- d",
        "- a\n    - b\n        - c\n- d",
        " - a\n   - b\n     - c\n - d",
        "- a\n  - b\n      - c\n- d",
    ],
)
def test_two_three_and_four_spaces_are_one_level(typed: str) -> None:
    assert nested(typed) == "- a\n    - b\n        - c\n- d"


@pytest.mark.parametrize(
    "typed", ["1. a\n  - b\n2. c", "1. a\n   - b\n2. c", "1. a\n    - b\n2. c"]
)
def test_below_a_number_too(typed: str) -> None:
    assert nested(typed) == "1. a\n    - b\n2. c"


def test_one_space_is_no_level() -> None:
    assert nested("- a\n - b\n  - c") == "- a\n- b\n- c"


@pytest.mark.parametrize("typed", ["- a\n\n  more\n\n- b", "- a\n\n    more\n\n- b"])
def test_a_second_paragraph_belongs_to_its_entry(typed: str) -> None:
    assert nested(typed) == "- a\n\n    more\n\n- b"


def test_a_paragraph_that_is_not_indented_ends_the_list() -> None:
    assert nested("- a\n\nmore\n\n  text") == "- a\n\nmore\n\n  text"


def test_code_inside_an_entry_keeps_its_own_spaces() -> None:
    assert nested("- a\n\n      code\n\n        more") == "- a\n\n        code\n\n          more"


def test_a_quotation_inside_an_entry_stays_there() -> None:
    assert nested("- a\n\n  > said\n  > more") == "- a\n\n    > said\n    > more"


def test_lists_inside_a_quotation_have_levels_of_their_own() -> None:
    assert nested("> - a\n>   - b\n> > - c\n> >   - d\n\n- e") == (
        "> - a\n>     - b\n> > - c\n> >     - d\n\n- e"
    )


def test_two_levels_may_start_on_one_line() -> None:
    assert nested("- - a\n  - b\n- c") == "- - a\n    - b\n- c"


@pytest.mark.parametrize("mark", ["-", "*", "+", "1."])
@pytest.mark.parametrize("above", ["Words:", "# Heading", "| a |", "> said"])
def test_a_list_may_stand_right_below_words(mark: str, above: str) -> None:
    assert nested(f"{above}\n{mark} a") == f"{above}\n\n{mark} a"


def test_a_list_may_stand_right_below_the_words_of_an_entry() -> None:
    assert nested("- a\n\n  words:\n  - b") == "- a\n\n    words:\n\n    - b"


def test_an_entry_right_below_a_deeper_one_that_stood_apart_is_not_part_of_it() -> None:
    assert nested("- a\n\n  - b\n- c") == "- a\n\n    - b\n\n- c"


@pytest.mark.parametrize("rule", ["---", "- - -", "* * *", "_ _ _", " ***"])
def test_a_rule_is_no_entry(rule: str) -> None:
    assert nested(f"a\n{rule}\n  b") == f"a\n{rule}\n  b"


def test_the_rule_of_a_table_is_no_entry() -> None:
    assert nested("a | b\n- | -\n1 | 2") == "a | b\n- | -\n1 | 2"


def test_a_year_at_the_start_of_a_line_is_no_entry() -> None:
    assert nested("It was\n1986. Then\n  - so") == "It was\n1986. Then\n\n- so"


def levels(depth: int, step: int) -> str:
    return "\n".join(" " * (step * level) + "- a" for level in range(depth))


DEEP = {
    "quotations": lambda depth: "> " * depth + "a",
    "tight quotations": lambda depth: ">" * depth + "a",
    "entries on one line": lambda depth: "- " * depth + "a",
    "entries of two spaces": lambda depth: levels(depth, 2),
    "entries of four spaces": lambda depth: levels(depth, 4),
    "numbers": lambda depth: "1. " * depth + "a",
    "both": lambda depth: "> - " * (depth // 2) + "> " * (depth % 2) + "a",
    "quotations in entries": lambda depth: "- a\n\n  " + "> " * (depth - 1) + "a",
}


@pytest.mark.parametrize("make", DEEP.values(), ids=DEEP)
def test_eight_levels_are_enough(make: Callable[[int], str]) -> None:
    assert nested(make(DEEPEST))
    with pytest.raises(TooMuch, match="deep inside each other") as caught:
        nested("one\n\ntwo\n\n" + make(DEEPEST + 1))
    assert caught.value.where == 4 + make(DEEPEST + 1).count("\n")


def test_a_long_rule_is_not_deep() -> None:
    assert nested("- " * 36) == "- " * 36


@given(st.text(alphabet="ab \n->*1.|_#"))
@examples(max_examples=300)
def test_lines_move_sideways_and_nothing_else(text: str) -> None:
    try:
        after = nested(text)
    except TooMuch:
        return
    assert [
        line.split() for line in after.replace(">", "").split("\n") if line.replace(">", "").split()
    ] == [
        line.split() for line in text.replace(">", "").split("\n") if line.replace(">", "").split()
    ]
