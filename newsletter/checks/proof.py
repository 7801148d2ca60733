"""An issue ready to go: what its editor wrote, and the letter that has become of it."""

from dataclasses import dataclass

from newsletter.checks.background import Background
from newsletter.checks.manuscript import Manuscript
from newsletter.model import Issue, Letter, Location, Standing


@dataclass(frozen=True, slots=True)
class Proof:
    """One issue with its letter; `blank` is the letter of the same issue without any snippet.

    `manuscripts` are the issue's own words, then its snippets in reading order, in the main
    language. `standings` say what reviewers have said of every sheet that goes into it; None where
    nobody has asked.
    """

    issue: Issue
    manuscripts: tuple[Manuscript, ...]
    letter: Letter
    blank: Letter
    background: Background
    standings: tuple[Standing, ...] | None = None

    @property
    def at(self) -> Location:
        """The file of the issue."""
        return Location(self.issue.path, 1)
