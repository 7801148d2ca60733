"""A text may be long, pasted or made to take long: no rule takes more than its length is worth."""

from time import process_time

import pytest

from newsletter.checks import RULES, Manuscript
from tests.checks.making import manuscript

SHORT = 4 * 1024
LONG = 16 * 1024
TIMES = 4
"""How much longer the other text is: of the long one, 64 KB, as much as a file may hold."""

ABOUT_WORDS = [rule for rule in RULES if rule.about is Manuscript]


def seconds(piece: str, length: int) -> float:
    """How much time of the processor all rules take over one piece, again and again."""
    text = piece * (length // len(piece))
    started = process_time()
    words = manuscript(text, topics=["microneedling", "milia"])
    for rule in ABOUT_WORDS:
        for hit in rule.find(words):
            assert hit.at.line >= 1
    return process_time() - started


@pytest.mark.parametrize("length", [SHORT, pytest.param(LONG, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "piece",
    [
        "many ", "proven ", "best ", "is done ", "twice as many ", "many people who ",
        "5% ", "1 in 5 ", "1 in ", "in 10 ", "7", "7 ", "3 May ", "20 mg ",
        "abcdefg", "é", "e\u0301", "\u200b", "a@", "[@a]", "[@?] ", "a, ", "…", "“a” ", "| a ",
        "It is proven.\n", "Microneedling improves milia. ", "Mrs A ", "{% ", "<a ",
    ],
)  # fmt: skip
def test_four_times_the_text_takes_no_sixteen_times_the_time(piece: str, length: int) -> None:
    once = min(seconds(piece, length) for _ in range(2))

    assert seconds(piece, length * TIMES) < once * TIMES * 2


def test_the_line_of_a_word_is_found_in_a_sentence_of_many_lines() -> None:
    words = manuscript("\n“\nSome *words* .\n  .\n\tThen many\ncreams and many\nnames .")
    rule = next(each for each in RULES if each.id == "vague-quantity")

    assert [hit.at.line for hit in rule.find(words)] == [9, 10]
