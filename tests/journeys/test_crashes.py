import random
import signal
import time

import pytest

from tests.journeys.conftest import SAMPLE, Desk, at_once, wait_until

KILLS = 10
LETTER = 0.008
"""Seconds that the server takes for a letter, at least."""

LONGEST = 0.4
"""Seconds from the fifth letter to the kill, at most."""

READERS = 600
"""More than ten runs can reach before they are killed."""

CHUNK = 5000
"""Readers who are given their deliveries at once."""


@pytest.mark.slow
@pytest.mark.chaos
def test_killed_at_ten_random_moments_nobody_gets_two_and_nobody_is_forgotten(
    desk: Desk, database_url: str
) -> None:
    desk.database = database_url
    addresses = desk.readers(READERS)
    desk.do("schedule", SAMPLE, "--now", "--yes")
    desk.server.answer = lambda command: time.sleep(LETTER) if "DOT" in command else None
    chance = random.Random()
    kills = 0
    while kills < KILLS:
        with desk.start("run") as run:
            reached = len(desk.server.accepted)
            wait_until(lambda: len(desk.server.accepted) >= reached + 5, "letters arrive")  # noqa: B023
            time.sleep(chance.uniform(0, LONGEST))
            run.send_signal(signal.SIGKILL)
            kills += 1
    desk.server.answer = at_once
    desk.do("run", "--until-done")

    account = desk.account()
    doubtful = set(account["in_doubt"])
    accepted = desk.accepted
    assert account["balances"]
    assert account["planned"] == READERS
    assert max(accepted.values()) == 1
    assert set(accepted) | doubtful == set(addresses)
    assert len(doubtful) <= kills
    assert account["counts"]["sent"] == READERS - len(doubtful)


@pytest.mark.slow
@pytest.mark.chaos
def test_killed_while_readers_are_given_their_deliveries_the_rest_follows(desk: Desk) -> None:
    addresses = desk.readers(30_000)
    desk.server.answer = lambda command: b"421 not yet" if command == "CONNECT" else None
    number = desk.do("schedule", SAMPLE, "--now", "--yes")["mailing"]["id"]
    chance = random.Random()
    for chunks in range(3):
        with desk.start("run") as run:
            wait_until(lambda: desk.planned(number) > chunks * CHUNK, "some more are given theirs")  # noqa: B023
            time.sleep(chance.uniform(0, 0.2))
            run.send_signal(signal.SIGKILL)
    with desk.start("run") as run:
        wait_until(lambda: desk.planned(number) == len(addresses), "all are given theirs")
        run.send_signal(signal.SIGTERM)
        run.wait(20)

    account = desk.account()
    assert account["planned"] == len(addresses)
    assert account["counts"] == {"queued": len(addresses)}
