"""An issue ready to go: what its editor wrote, and the letter that has become of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from newsletter.checks.background import Background
from newsletter.checks.letterpage import LetterPage
from newsletter.checks.manuscript import Manuscript
from newsletter.model import (
    Issue,
    Letter,
    Library,
    Location,
    Snippet,
    Standing,
    Variant,
    compare_form,
    spell_in_templates,
)


@dataclass(frozen=True)
class Proof:
    """One issue with its letter; `compose_blank` makes one of the same shape without any words.

    `manuscripts` are the issue's own words, then its snippets in reading order, in the main
    language. `standings` say how every sheet that goes into it stands when it goes.
    """

    issue: Issue
    manuscripts: tuple[Manuscript, ...]
    letter: Letter
    compose_blank: Callable[[], Letter]
    background: Background
    standings: tuple[Standing, ...] = ()

    @property
    def at(self) -> Location:
        """The file of the issue."""
        return Location(self.issue.path, 1)

    @cached_property
    def blank(self) -> Letter:
        """The letter without any words; only some rules want it."""
        return self.compose_blank()

    @cached_property
    def pages(self) -> tuple[LetterPage, ...]:
        """The letter as mail programs read it, a page for each variant."""
        return tuple(map(self._page, self.letter.variants))

    def _page(self, variant: Variant) -> LetterPage:
        find_blank = partial(self._blank_in, variant.language)
        return LetterPage(self.letter, variant, find_blank, tuple(self._manuscripts_in(variant)))

    def _blank_in(self, language: str) -> Variant:
        blanks = {each.language: each for each in self.blank.variants}
        return blanks.get(language, self.blank.variants[0])

    def _manuscripts_in(self, variant: Variant) -> list[Manuscript]:
        """What a variant is made of: the issue's words, and the snippets that it carries."""
        asked = {
            id: {spell_in_templates(name): compare_form(value) for name, value in each.items()}
            for id, each in self.issue.conditions.items()
        }
        return [
            manuscript
            for manuscript in self._manuscripts_of(variant.language)
            if not manuscript.snippet
            or asked.get(manuscript.snippet.id, {}).items() <= variant.conditions.items()
        ]

    def _manuscripts_of(self, language: str) -> tuple[Manuscript, ...]:
        """The manuscripts in a language of the letter."""
        library = self.background.library.translations.get(language)
        if language == self.letter.variants[0].language or not library:
            return self.manuscripts
        owners = _owners(self.issue, library)
        return tuple(Manuscript(owner, self.background, language) for owner in owners)


def _owners(issue: Issue, library: Library) -> tuple[Issue | Snippet, ...]:
    translated = library.issues.get(issue.slug, issue)
    return (translated, *translated.snippets)
