"""One result of a check, and the place it points at."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Level(StrEnum):
    """How much a finding weighs: an error stops scheduling."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A file, and a line in it where one is known (counted from 1)."""

    path: Path
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}" if self.line else self.path.as_posix()


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to do.

    `allowed` is an editor's reason to let it stand; it is then no more than information.
    """

    rule: str
    level: Level
    at: Location
    problem: str
    remedy: str
    allowed: str = ""

    def __str__(self) -> str:
        return f"{self.at}: {self.problem}\n    {self.remedy}"
