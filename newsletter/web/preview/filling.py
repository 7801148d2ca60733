"""The letter that the page asks for: of an issue, for a reader, in a variant."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Engine

from newsletter.checks import LetterPage
from newsletter.errors import UsageError
from newsletter.model import Persona, Variant
from newsletter.studio import (
    Shown,
    Studio,
    View,
    find_persona,
    read_personas,
    show,
    values_of,
    variant_for,
)
from newsletter.validation import nearest
from newsletter.web.preview.views import Reader

OpenEngine = Callable[[], Engine]
"""Opens the database when it is needed first: a page can be shown without one."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter as one reader would get it."""

    view: View
    persona: Persona
    variant: Variant
    shown: Shown

    @property
    def page(self) -> LetterPage:
        """The variant as the checks see it."""
        return next(each for each in self.view.proof.pages if each.variant is self.variant)


def fill(slug: str, reader: Reader, studio: Studio, engine: OpenEngine) -> Filled:
    """The letter of an issue for this reader; for the usual persona if none is named.

    Raises:
        UsageError: there is no such issue, reader or variant.
        FoundErrors: it cannot be composed, and never could.
    """
    view = studio.view(slug)
    letter = view.proof.letter
    personas, _ = read_personas(studio.workspace)
    persona = find_persona(reader.id, personas, engine()) if reader.id else personas[0]
    variant = _find_variant(letter.variants, reader.variant) or variant_for(persona, letter)
    return Filled(view, persona, variant, show(letter, variant, values_of(persona, letter)))


def key_of(variant: Variant) -> str:
    """What names a variant in an address."""
    return "&".join((variant.language, *(f"{k}={v}" for k, v in variant.conditions.items())))


def _find_variant(variants: Iterable[Variant], key: str) -> Variant | None:
    """The variant of this key; None without a key.

    Raises:
        UsageError: there is none any more.
    """
    known = {key_of(variant): variant for variant in variants}
    if key and key not in known:
        raise UsageError(f"there is no variant “{key}”", remedy=nearest(key, known))
    return known[key] if key else None
