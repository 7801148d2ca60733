"""The sentence that a mark in a passage belongs to."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.checks.marks import plain
from newsletter.checks.passages import Passage
from newsletter.model import Location
from tests.compose.making import ROOT

QUICK = settings(max_examples=200, database=None)
PLACE = Location(ROOT / "one.md", 5)


def cited(source: str) -> list[str]:
    """The sentence of each citation in a text."""
    passage = Passage(plain(source), source, PLACE, "text")
    marks = re.finditer(r"\[@", source)
    found = [passage.sentence_at(mark.start()) for mark in marks]
    return [f"{each.at.line}: {each.text}" for each in found if each]


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ("It heals. [@a] It may not.", ["5: It heals."]),
        ("It heals [@a]. It may not. [@b]", ["5: It heals.", "5: It may not."]),
        ("It heals.\nIt *may*\nnot. [@a]", ["6: It may not."]),
        ("Use it, e.g. [@a] on a bottle.", ["5: Use it, e.g. on a bottle."]),
        ("[@a] It heals.", ["5: It heals."]),
        ("“It heals.” [@a][@b]", ["5: “It heals.”", "5: “It heals.”"]),
        (
            "| A | B |\n|---|---|\n| It heals. | [@a] |\n| No. [@b] | x |",
            ["7: It heals.", "8: No."],
        ),
        ("[@a]", []),
    ],
)
def test_a_citation_belongs_to_what_it_follows(source: str, sentences: list[str]) -> None:
    assert cited(source) == sentences


@QUICK
@given(st.text(alphabet="aB. !?|[@x]\n-", max_size=60), st.integers(0, 60))
def test_every_mark_belongs_to_a_sentence_of_its_passage(source: str, offset: int) -> None:
    passage = Passage(plain(source), source, PLACE, "text")

    found = passage.sentence_at(min(offset, len(source)))

    assert found in passage.sentences if passage.sentences else found is None
