"""Programs that look into letters for readers: they follow every link, and mean nothing by it."""

import http.client
import re
import sqlite3
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from itertools import product

import pytest

from tests.journeys.conftest import SAMPLE, Desk, wait_until
from tests.journeys.test_sending import answers, free_port

READERS = 1000
SCANNERS = 8
OURS = re.compile(r"https://letter\.example\.org(/[^\s\"'<>]*)")


def links_in(letter: bytes) -> set[str]:
    """The paths of all links to the newsletter's own pages: in headers, text and HTML."""
    message = message_from_bytes(letter, policy=policy.default)
    parts = [
        str(part.get_content()) for part in message.walk() if part.get_content_type()[:5] == "text/"
    ]
    return set(OURS.findall("\n".join([*map(str, message.values()), *parts])))


def everything_in(desk: Desk) -> list[str]:
    """The whole database as statements."""
    with sqlite3.connect(desk.folder / "newsletter.db") as connection:
        return list(connection.iterdump())


def look(port: int, paths: Iterable[str]) -> set[int]:
    """Ask for each path in every way that only looks; the statuses of the answers."""
    statuses = set()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for path, method in product(paths, ("GET", "HEAD", "OPTIONS")):
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
        statuses.add(answer.status)
    connection.close()
    return statuses


@pytest.mark.slow
def test_whoever_only_looks_at_every_link_of_a_thousand_letters_changes_nothing(
    desk: Desk,
) -> None:
    desk.readers(READERS)
    desk.do("schedule", SAMPLE, "--now", "--yes")
    desk.do("run", "--until-done")
    letters = [content for _, content in desk.server.accepted]
    paths = {path for letter in letters for path in links_in(letter)}
    assert len([path for path in paths if path.startswith("/leave/")]) == READERS

    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with desk.start("serve", "--port", str(port)) as serve:
        wait_until(lambda: answers(base), "the public pages answer")
        before = everything_in(desk)
        with ThreadPoolExecutor(SCANNERS) as scanners:
            shares = [sorted(paths)[number::SCANNERS] for number in range(SCANNERS)]
            looks = [scanners.submit(look, port, share) for share in shares]
            statuses = set().union(*(each.result() for each in looks))
        serve.terminate()

    assert max(statuses) < 500
    assert everything_in(desk) == before
