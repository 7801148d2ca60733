"""The time that reading one file's Markdown may take."""

import time
from collections.abc import Callable
from pathlib import Path

from newsletter.compose.markdown.limits import TooMuch

SECONDS = 3.0

STEPS = 16
"""Steps between two looks at the clock, which cost as much as a step of ordinary text."""


class TimeLimit:
    """Counts the time spent on a file, over all its stretches of text, and stops the work.

    The clock is the working thread's own processor time: a busy machine fails no good text. The
    limit acts in every thread, since the thread itself looks at the clock every few steps. A step
    is short: `limits` bounds what it has to look through.
    """

    def __init__(
        self, seconds: float = SECONDS, clock: Callable[[], float] = time.thread_time
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._file: Path | None = None
        self._spent = 0.0
        self._started = 0.0
        self._steps = 0

    def start(self, file: Path) -> None:
        """Begin to count; what was spent on the same file just before counts as well."""
        if file != self._file:
            self._file, self._spent = file, 0.0
        self._started = self._clock()

    def stop(self) -> None:
        """Remember what was spent."""
        self._spent += self._clock() - self._started

    def step(self, words: str) -> None:
        """Let the work go on, which has come to these words.

        Raises:
            TooMuch: the time is over.
        """
        self._steps += 1
        if self._steps % STEPS == 0 and self._clock() - self._started > self._seconds - self._spent:
            problem = f"this text is too tangled: it takes more than {self._seconds:g} s to read"
            raise TooMuch(words, problem, "Cut it into shorter paragraphs, with fewer marks.")
