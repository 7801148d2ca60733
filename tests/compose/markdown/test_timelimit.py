"""The time that one file's Markdown may take."""

from pathlib import Path
from threading import Thread

import pytest

from newsletter.compose.markdown import limits
from newsletter.compose.markdown.citations import Citations
from newsletter.compose.markdown.limits import TooMuch
from newsletter.compose.markdown.prose import ProseReader
from newsletter.compose.markdown.timelimit import STEPS, TimeLimit
from newsletter.errors import FoundErrors
from newsletter.model import Location

FILE = Path("issues/snippets/one.md")


class Watch:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def go_on(limit: TimeLimit, steps: int = STEPS) -> None:
    for _ in range(steps):
        limit.step("words")


def test_work_goes_on_until_the_time_is_over() -> None:
    watch = Watch()
    limit = TimeLimit(2, watch)
    limit.start(FILE)
    watch.seconds = 2.0
    go_on(limit)
    watch.seconds = 2.1
    with pytest.raises(TooMuch, match="more than 2 s"):
        go_on(limit)


def test_all_stretches_of_a_file_share_its_time() -> None:
    watch = Watch()
    limit = TimeLimit(2, watch)
    for _ in range(2):
        limit.start(FILE)
        watch.seconds += 0.9
        go_on(limit)
        limit.stop()
    watch.seconds += 100
    limit.start(FILE)
    watch.seconds += 0.3
    with pytest.raises(TooMuch):
        go_on(limit)


def test_the_next_file_has_time_of_its_own() -> None:
    watch = Watch()
    limit = TimeLimit(2, watch)
    for name in ("one.md", "two.md", "three.md"):
        limit.start(Path(name))
        watch.seconds += 1.5
        go_on(limit)
        limit.stop()


def test_the_error_names_the_block_that_was_being_read() -> None:
    class Jump(Watch):
        def __call__(self) -> float:
            self.seconds += 0.1
            return self.seconds

    text = "\n\n".join(f"Paragraph {number}." for number in range(1000))
    with pytest.raises(FoundErrors) as caught:
        ProseReader(Citations({}), limit=TimeLimit(2, Jump())).read(text, Location(FILE, 5))
    (finding,) = caught.value.findings
    assert finding.at.path == FILE
    assert 5 + 2 * STEPS < finding.at.line < 5 + 2 * 30 * STEPS
    assert "too tangled" in finding.problem


@pytest.mark.parametrize("text", ["[" * 60_000, "a\n=\n" * 16_000, "`[a](<b" * 9_000])
def test_it_stops_real_work_in_any_thread(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for cap in ("LONGEST_BLOCK", "MOST_BRACKETS"):
        monkeypatch.setattr(limits, cap, 10**9)
    found: list[FoundErrors] = []

    def read() -> None:
        try:
            ProseReader(Citations({}), limit=TimeLimit(0.2)).read(text, Location(FILE, 5))
        except FoundErrors as error:
            found.append(error)

    thread = Thread(target=read, daemon=True)
    thread.start()
    thread.join(timeout=20)
    assert [str(each.findings[0].at) for each in found] == ["issues/snippets/one.md:5"]
