"""Whether the time that an answer takes tells who is on the list.

Sign-ups for addresses of each state go in turn, in an order drawn by lot, so that whatever else the
machine does falls on all of them alike. For each state the times are compared with those of new
addresses by the rank test of Mann and Whitney: far from the middle, one sort would tend to be
answered faster. That the test sees a difference where there is one is shown by a reception that
works each form off before it answers.
"""

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import Engine, insert
from starlette.testclient import TestClient

from newsletter.compose import Templates
from newsletter.database import open_database, subscriber, transaction
from newsletter.model import SignUp
from newsletter.subscription import Reception, admit
from newsletter.web import Pages, make_public_app
from tests.conftest import Clock
from tests.looks.shows import template_folders
from tests.subscription.conftest import KEYS, WORDING, Front, usual

TRIES = 2000
STATES = ("new", "pending", "active", "suppressed")
BLANK = {
    "name": "",
    "time_zone": "",
    "language": "",
    "fields": {},
    "topics": [],
    "joined_at": 0.0,
    "changed_at": 0.0,
}
FAR = 4.5
"""Standard deviations: by chance, once in 100,000 tests of three states."""


class Hasty(Reception):
    """A reception as it must not be: it has looked the address up by the time it answers."""

    def ask(self, request: SignUp) -> None:
        super().ask(request)
        admit(self)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.dispose()


@pytest.fixture
def front(engine: Engine, clock: Clock) -> Front:
    return Front(engine, clock, usual())


def fill(front: Front, each: int) -> list[tuple[str, str]]:
    """Put `each` addresses of every state on the list; return state and address, in any order."""
    wanted = [
        (state, f"{number:04d}-{code}@example.org")
        for number in range(each)
        for code, state in enumerate(STATES)
    ]
    rows = [
        BLANK | {"address": address, "canonical": address, "state": state}
        for state, address in wanted
        if state != "new"
    ]
    with transaction(front.reception.engine) as connection:
        connection.execute(insert(subscriber), rows)
    random.Random(7).shuffle(wanted)
    return wanted


def measure(reception: Reception, front: Front, tries: int) -> dict[str, list[float]]:
    """Sign every address up through the pages' app; return seconds by state."""
    wanted = fill(front, tries // len(STATES))
    settings = front.reception.settings
    pages = Pages(settings, Templates(template_folders()))
    app = make_public_app(settings, pages, reception, KEYS, front.moment)
    seconds: dict[str, list[float]] = {state: [] for state in STATES}
    with TestClient(app, "http://127.0.0.1:8025") as client:
        for state, address in wanted:
            body = {"address": address, "wording": WORDING}
            begun = perf_counter()
            answer = client.post("/api/subscribe", json=body)
            seconds[state].append(perf_counter() - begun)
            assert answer.status_code == 202
    return seconds


def distance(some: Sequence[float], others: Sequence[float]) -> float:
    """Standard deviations by which the ranks of `some` differ from those of no difference."""
    ranked = sorted([(value, 0) for value in some] + [(value, 1) for value in others])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(some), len(others)
    u = ranks - n * (n + 1) / 2
    return (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)


@pytest.mark.slow
def test_the_time_of_an_answer_does_not_tell_who_is_on_the_list(front: Front) -> None:
    seconds = measure(front.reception, front, TRIES)

    far = {state: distance(seconds[state], seconds["new"]) for state in STATES[1:]}
    assert {state: value for state, value in far.items() if abs(value) > FAR} == {}


@pytest.mark.slow
def test_the_rank_test_sees_a_reception_that_looks_first(front: Front) -> None:
    given = front.reception
    hasty = Hasty(given.engine, KEYS, given.settings, given.letters, given.clock, given.now)
    seconds = measure(hasty, front, TRIES // 4)

    assert distance(seconds["active"], seconds["new"]) < -FAR
