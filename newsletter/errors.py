"""What can go wrong: every error says what is wrong and what to do.

NewsletterError          exit code 1
├── UsageError                     2   the command asks for what is not there
│   └── TooOften                   2   … or for the same again too soon
├── FoundErrors                    3   files with mistakes in them, all listed
├── DatabaseError                  1   the database cannot be opened or written
└── ProviderError                  1   the SMTP server cannot be used at all
"""

from collections.abc import Iterable

from newsletter.model import Finding, Level, Location


class NewsletterError(Exception):
    """Something that stops the command, in words an editor can act on."""

    exit_code = 1

    def __init__(self, problem: str, *, remedy: str, at: Location | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.at = at

    def __str__(self) -> str:
        place = f"{self.at}: " if self.at else ""
        return f"{place}{self.problem}\n    {self.remedy}"


class UsageError(NewsletterError):
    """The command names something that is not there, or not possible."""

    exit_code = 2


class TooOften(UsageError):
    """The same was asked for a moment ago; the remedy says when it is possible again."""


class FoundErrors(NewsletterError):
    """Mistakes in the editor's files; `findings` holds every one of them, in file order."""

    exit_code = 3

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings, key=lambda finding: finding.at)
        count = sum(finding.level is Level.ERROR for finding in self.findings)
        super().__init__(
            f"{count} {'mistake' if count == 1 else 'mistakes'} found",
            remedy="Mend the lines named above, then run the command again.",
        )


class DatabaseError(NewsletterError):
    """The database cannot be opened, upgraded or written."""


class ProviderError(NewsletterError):
    """The SMTP server cannot be used at all: nobody's letter was offered to it.

    `permanent` means that trying again changes nothing until a person does something.
    """

    def __init__(self, problem: str, *, remedy: str, permanent: bool = False) -> None:
        super().__init__(problem, remedy=remedy)
        self.permanent = permanent
