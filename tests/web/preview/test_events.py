import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.web import Events, Live
from newsletter.web.preview.events import MOST_STREAMS, MOST_WAITING, Full
from tests.web.preview.conftest import Reading, Shelf, Studio, run_studio, wait_until


@pytest.fixture
def quick(views: Shelf, reading: Reading, root: Path) -> Iterator[Studio]:
    """A studio that keeps its streams alive every few milliseconds."""
    with run_studio(views, Live(root, reading, Events(keep_alive=0.05)), root) as running:
        yield running


def publish(studio: Studio, name: str, data: object) -> None:
    """Publish in the server's own loop."""
    studio.loop.call_soon_threadsafe(studio.events.publish, name, data)


def test_a_page_is_told_what_happens(studio: Studio) -> None:
    pages = [studio.listen() for _ in range(3)]
    publish(studio, "saved", {"revision": 7, "problems": False})

    assert [page.status for page in pages] == [200] * 3
    assert pages[0].headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert [page.next("saved")["revision"] for page in pages] == [7] * 3


def test_silence_is_broken_by_comments(quick: Studio) -> None:
    page = quick.listen()

    page.comment()
    page.comment()


def test_two_hundred_streams_are_survived_and_fifty_are_kept(studio: Studio) -> None:
    pages = [studio.listen() for _ in range(200)]
    open_ones = [page for page in pages if page.status == 200]
    refused = [page for page in pages if page.status == 503]
    publish(studio, "queue", {})

    assert (len(open_ones), len(refused)) == (MOST_STREAMS, 200 - MOST_STREAMS)
    assert [page.next("queue") for page in open_ones] == [{}] * MOST_STREAMS
    assert studio.get("api/desk").status == 200


def test_a_page_that_is_closed_makes_room_for_another(studio: Studio) -> None:
    pages = [studio.listen() for _ in range(MOST_STREAMS)]
    pages[0].close()
    wait_until(lambda: len(studio.events) == MOST_STREAMS - 1)

    assert studio.listen().status == 200


def test_head_opens_no_stream(studio: Studio) -> None:
    answer = studio.ask("HEAD", studio.path("events"))

    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert len(studio.events) == 0


def test_a_page_that_does_not_listen_is_let_go() -> None:
    events = Events()
    page = events.subscribe()
    for number in range(MOST_WAITING + 1):
        events.publish("saved", {"revision": number})

    assert len(events) == 0
    assert page.get_nowait() is None


def test_after_the_end_nobody_is_let_in() -> None:
    events = Events()
    page = events.subscribe()
    events.close()

    assert page.get_nowait() is None
    with pytest.raises(Full):
        events.subscribe()


def test_open_pages_do_not_hold_up_the_end(studio: Studio) -> None:
    pages = [studio.listen() for _ in range(20)]
    started = time.monotonic()
    studio.stop()

    assert not studio.thread.is_alive()
    assert time.monotonic() - started < 2
    assert all(page.closed() for page in pages)
