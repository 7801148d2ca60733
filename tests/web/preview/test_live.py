"""From a file on disk to what an open page is told, through the running server."""

import time
from pathlib import Path

import pytest

from newsletter.web.preview.live import MOST_OPEN
from tests.web.preview.conftest import Listener, Reading, Studio, wait_until


@pytest.fixture
def page(studio: Studio) -> Listener:
    """An open page, after the first look at everything."""
    opened = studio.listen()
    opened.next("saved")
    return opened


def save(studio: Studio, text: str, name: str = "issues/snippets/a.md") -> Path:
    path = studio.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_save_is_told_with_its_time(studio: Studio, reading: Reading, page: Listener) -> None:
    reading.slugs = frozenset({"b", "a"})
    path = save(studio, "two")

    told = page.next("saved")
    assert told == {
        "revision": reading.revision,
        "slugs": ["a", "b"],
        "problems": False,
        "saved_at": path.stat().st_mtime_ns // 1_000_000,
    }


def test_a_save_is_told_soon(studio: Studio, page: Listener) -> None:
    took = []
    for number in range(15):
        started = time.monotonic()
        save(studio, str(number))
        page.next("saved")
        took.append(time.monotonic() - started)

    assert sorted(took)[len(took) // 2] < 0.2


def test_the_time_of_a_file_that_is_gone_is_now(studio: Studio, page: Listener) -> None:
    (studio.root / "issues" / "snippets" / "a.md").unlink()

    assert abs(page.next("saved")["saved_at"] - time.time() * 1000) < 10_000


def test_saves_that_come_while_files_are_read_are_one(
    studio: Studio, reading: Reading, page: Listener
) -> None:
    before, reading.seconds = reading.revision, 0.3
    for number in range(50):
        save(studio, str(number))
        time.sleep(0.005)
    last = save(studio, "last").stat().st_mtime_ns // 1_000_000

    while page.next("saved")["saved_at"] < last:
        pass
    assert reading.revision - before <= 3


def test_a_reading_that_fails_is_not_the_last_one(
    studio: Studio, reading: Reading, page: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    reading.errors.append(RuntimeError("broken"))
    save(studio, "two")
    wait_until(lambda: not reading.errors)
    save(studio, "three")

    assert page.next("saved")["revision"] == reading.revision
    assert "RuntimeError: broken" in caplog.text


def test_open_letters_are_checked_at_once_and_after_each_save(
    studio: Studio, reading: Reading, page: Listener
) -> None:
    studio.get("api/issues/a")
    assert page.next("checked") == {"slug": "a", "revision": reading.revision}

    save(studio, "two")
    assert page.next("saved")
    assert page.next("checked") == {"slug": "a", "revision": reading.revision}
    assert reading.checked == ["a", "a"]


def test_looking_again_does_not_check_again(
    studio: Studio, reading: Reading, page: Listener
) -> None:
    studio.get("api/issues/a")
    page.next("checked")
    studio.get("api/issues/a")
    reading.slugs = frozenset({"another"})
    save(studio, "two")
    page.next("saved")
    time.sleep(0.4)

    assert reading.checked == ["a"]


@pytest.mark.usefixtures("page")
def test_the_letters_that_were_looked_at_last_are_checked(studio: Studio, reading: Reading) -> None:
    names = [f"i{number}" for number in range(MOST_OPEN + 3)]
    for name in names:
        studio.get(f"api/issues/{name}")
    wait_until(lambda: len(reading.checked) == len(names))
    reading.checked.clear()
    save(studio, "two")

    wait_until(lambda: len(reading.checked) == MOST_OPEN)
    assert reading.checked == names[-MOST_OPEN:]


def test_what_cannot_be_found_or_checked_is_not_in_the_way(studio: Studio, page: Listener) -> None:
    assert studio.get("api/issues/nothing").status == 404
    studio.get("api/issues/unchecked")
    studio.get("api/issues/a")

    assert page.next("checked")["slug"] == "a"


def test_a_message_in_the_mailbox_is_told_and_reads_nothing_again(
    studio: Studio, reading: Reading, page: Listener
) -> None:
    (studio.root / "mailbox").mkdir()
    page.next("mailbox")
    page.next("saved")
    before = reading.revision
    save(studio, "Subject: hello", "mailbox/1.eml")

    assert page.next("mailbox") == {}
    assert reading.revision == before


@pytest.mark.usefixtures("page")
def test_a_workspace_that_vanishes_leaves_the_studio_up(studio: Studio) -> None:
    studio.root.rename(studio.root.with_name("moved"))
    time.sleep(0.3)

    assert studio.get("api/desk").status == 200
