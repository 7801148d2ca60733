"""The ways that are compared lead to the same letter, and ours is by far the cheapest."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.bench.compose.costs import (
    OURS,
    Desk,
    compose_at,
    list_stages,
    list_ways,
    measure,
    sample_desk,
    size_of,
    with_ten_slots,
)

FLOOR = 20
"""Half of what is aimed at: a busy machine must not fail the test."""


@pytest.fixture(scope="module")
def long() -> Desk:
    return with_ten_slots(sample_desk(), 80_000)


def read(message: bytes) -> tuple[str, str]:
    """What a reader is shown, as text and as HTML."""
    parsed = message_from_bytes(message, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert text is not None
    assert html is not None
    body = LexborHTMLParser(html.get_content()).body
    assert body is not None
    return " ".join(text.get_content().split()), " ".join(body.text().split())


def test_the_letter_is_as_large_and_has_as_many_slots_as_is_said(long: Desk) -> None:
    letter = compose_at(long)

    assert 80_000 <= size_of(letter) < 90_000
    assert len(letter.main.html.slots) >= 10


def test_every_way_makes_the_same_letter(long: Desk) -> None:
    made = {read(way()) for way in list_ways(long).values()}

    assert len(made) == 1


def test_every_stage_can_be_run_alone_and_again() -> None:
    for stage in list_stages(sample_desk()).values():
        stage()
        stage()


def test_pieces_are_far_cheaper_than_making_everything_anew(long: Desk) -> None:
    costs = {each.name: each.seconds for each in measure(list_ways(long), 3, 0.05)}
    ours = costs.pop(OURS)

    assert min(costs.values()) / ours >= FLOOR
