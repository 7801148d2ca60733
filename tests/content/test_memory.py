"""What is made once and kept for two rounds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.content.fields import mistake
from newsletter.content.memory import Memory
from newsletter.errors import FoundErrors


def make_list(text: str) -> list[str]:
    return [text]


def find_letters(text: str) -> Iterator[str]:
    yield from text


def refuse(text: str) -> str:
    raise mistake(Path(text), 1, "no", "Do not.")


def test_the_same_is_made_once_at_each_place() -> None:
    memory = Memory()
    first = memory.once("a", make_list, "x")

    assert memory.once("a", make_list, "x") is first
    assert memory.once("b", make_list, "x") is not first
    assert memory.once("a", make_list, "y") == ["y"]
    assert memory.every("a", find_letters, "xy") is memory.every("a", find_letters, "xy")


def test_an_equal_value_gives_way_to_the_one_before() -> None:
    memory = Memory()
    first = ["x"]

    assert memory.same("a", first) is first
    assert memory.same("a", ["x"]) is first
    assert memory.same("a", ["y"]) == ["y"]


def test_a_mistake_is_told_again_without_growing() -> None:
    memory = Memory()
    told = []
    for _ in range(2):
        with pytest.raises(FoundErrors) as caught:
            memory.once("a", refuse, "a.md")
        told.append(caught.value)

    assert told[0].findings[0] is told[1].findings[0]
    assert told[0] is not told[1]


def test_what_a_whole_round_did_not_ask_for_is_forgotten() -> None:
    memory = Memory()
    first = memory.once("a", make_list, "x")
    memory.begin()
    assert memory.once("a", make_list, "x") is first
    memory.begin()
    memory.begin()

    assert memory.once("a", make_list, "x") is not first
