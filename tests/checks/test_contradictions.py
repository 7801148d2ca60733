"""Rules about contradictions: for and against, one name and another, in one text."""

import pytest

from newsletter.checks.contradictions import answers_differ, mixed_message
from newsletter.model import Level, Part
from tests.checks.making import manuscript, places, problems

FOR = "Microneedling improves milia. Microneedling is effective for milia."
AGAINST = "Microneedling can make milia worse. It does not work for milia."


def test_a_text_for_and_against_is_found_where_it_turns() -> None:
    words = manuscript(f"{FOR}\n\n{AGAINST}", topics=["microneedling", "milia"])

    assert places(mixed_message, words) == ["issues/snippets/one.md:7"]
    assert problems(mixed_message, words) == [
        "of “microneedling” with “milia”, 2 sentences speak well (line 5) and 2 badly (line 7)"
    ]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (FOR, ["microneedling", "milia"]),
        (AGAINST, ["microneedling", "milia"]),
        (f"{FOR}\n\n{AGAINST}", ["milia"]),
        (f"{FOR}\n\n{AGAINST}", ["milia", "sun-protection"]),
        (f"{FOR} It can make milia worse.", ["microneedling", "milia"]),
        (
            f"{FOR} You may have read that it makes milia worse. Does it harm? It harms nobody.",
            ["microneedling", "milia"],
        ),
    ],
)
def test_a_text_with_one_message_is_not_found(text: str, topics: list[str]) -> None:
    assert places(mixed_message, manuscript(text, topics=topics)) == []


def test_it_is_a_warning_once_several_sentences_stand_on_each_side() -> None:
    text = f"{FOR} It helps against milia.\n\n{AGAINST} Microneedling harms milia."
    words = manuscript(text, topics=["microneedling", "milia"])
    (hit,) = mixed_message.find(words)

    assert hit.level is Level.WARNING
    assert hit.problem == (
        "of “microneedling” with “milia”, 3 sentences speak well (line 5) "
        "and 3 badly (line 7): they conflict"
    )


def test_lines_are_named_each_once_and_only_the_first_of_many() -> None:
    text = "\n\n".join(
        ["Peels improve it. Peels are safe."] * 8 + ["Peels harm. Peels are not safe."] * 2
    )
    (problem,) = problems(mixed_message, manuscript(text, topics=["peels"]))

    assert "16 sentences speak well (lines 5, 7, 9, 11, 13, 15 …)" in problem
    assert "4 badly (lines 21, 23)" in problem


WHITEHEADS = "These look most like closed comedones."
MILIA = "The diagnosis is milia."


def answered(*answers: str, heading: str | None = None) -> tuple[Part, ...]:
    """Parts of a question: an answer of somebody else each, and what follows them."""
    parts = [Part(text, 5 + 4 * at, person=f"dr-{at}") for at, text in enumerate(answers)]
    return (*parts, *([Part("They differ.", 40, heading=heading)] if heading else []))


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ((WHITEHEADS, MILIA), 9),
        ((WHITEHEADS, WHITEHEADS, MILIA), 13),
        (("I see a cluster of milia.", "I think these are closed\ncomedones."), 9),
        (("This is probably milia.", "It looks like you have acne."), 9),
        (("Without more history, they seem to be milia.", WHITEHEADS), 9),
    ],
)
def test_answers_that_name_different_conditions_are_found(
    answers: tuple[str, ...], line: int
) -> None:
    words = manuscript(
        kind="question", parts=answered(*answers), topics=["milia", "closed-comedones"]
    )

    assert places(answers_differ, words) == [f"issues/snippets/one.md:{line}"]


def test_answers_that_differ_are_named_with_their_lines() -> None:
    parts = answered(WHITEHEADS, MILIA, MILIA)
    words = manuscript(kind="question", parts=parts, topics=["milia", "closed-comedones"])

    assert problems(answers_differ, words) == [
        "the answers name different conditions: "
        "“closed comedones” in line 5; “milia” in lines 9, 13"
    ]


@pytest.mark.parametrize(
    "parts",
    [
        answered(WHITEHEADS, MILIA, heading="Where they differ"),
        answered(MILIA, "It looks like milia. Some could also be closed comedones."),
        answered(f"{MILIA} Those on the lids look like closed comedones."),
        answered(MILIA, "They do not look like closed comedones."),
        answered(MILIA, "Do they look like closed comedones?"),
        answered(MILIA, "They look like salt."),
    ],
)
def test_answers_that_agree_or_say_where_they_differ_are_not_found(
    parts: tuple[Part, ...],
) -> None:
    words = manuscript(kind="question", parts=parts, topics=["milia", "closed-comedones"])

    assert places(answers_differ, words) == []


def test_a_pasted_text_is_one_of_answers_if_it_speaks_to_one_reader() -> None:
    text, topics = f"{WHITEHEADS}\n\n{MILIA}", ["milia", "closed-comedones"]

    assert places(answers_differ, manuscript(text, topics=topics)) == []
    assert places(answers_differ, manuscript(f"From your photo, {text}", topics=topics)) == [
        "issues/snippets/one.md:7"
    ]
