"""The letter in each of its variants, with the issue that it was made of, in its language."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsletter.checks.proof import Proof
from newsletter.model import Issue, Letter, Location, Pieces, Variant

SETTINGS_FILE = Location(Path("newsletter.toml"))
"""Where to look for what the newsletter says of itself."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One variant of a letter, and the issue in the language of that variant."""

    issue: Issue
    letter: Letter
    variant: Variant

    @property
    def subject(self) -> str:
        """The subject for a reader of whom nothing is known."""
        return self.fill(self.variant.subject)

    @property
    def preheader(self) -> str:
        """The line beside the subject, for a reader of whom nothing is known."""
        return self.fill(self.variant.preheader)

    def fill(self, pieces: Pieces) -> str:
        """The words with the default of each field."""
        defaults = {field.name: field.default for field in self.letter.fields_in(self.variant)}
        return pieces.fill(defaults | self.letter.sample_links)

    def place(self, *field: str) -> Location:
        """Where a field of the issue stands."""
        return Location(self.issue.path, self.issue.lines.of(*field))


def editions(proof: Proof) -> Iterator[Edition]:
    """Yield every variant of a proof's letter, the main language first."""
    main = proof.letter.variants[0].language
    translations = proof.background.library.translations
    for variant in proof.letter.variants:
        issue = proof.issue
        if variant.language != main and variant.language in translations:
            issue = translations[variant.language].issues.get(issue.slug, issue)
        yield Edition(issue, proof.letter, variant)
