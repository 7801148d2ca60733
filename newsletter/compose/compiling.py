"""Material + templates -> a variant: rendered, guarded, and cut at its readers' fields."""

import re
from collections.abc import Iterator
from functools import cache

from newsletter.compose.engine import render_mjml
from newsletter.compose.omissions import find_omissions
from newsletter.compose.placing import Placing
from newsletter.compose.rendering import Material, render
from newsletter.compose.slots import Slots
from newsletter.compose.templates import Templates
from newsletter.errors import FoundErrors
from newsletter.model import NAME, Finding, Level, Location, Variant

MARKUP = re.compile(r"(?s)<style\b.*?</style>|<[a-zA-Z][^<>]*>")
LOADED = re.compile(r"""(?:\b(?:src|background)="|url\(["']?)(https?:[^"')\s]+)""", re.IGNORECASE)


def compile_variant(material: Material, slots: Slots, templates: Templates) -> Variant:
    """Return what some readers get, for whom no condition has to hold.

    Raises:
        FoundErrors: a template has a mistake, or a reader's field stands where it may not.
        UsageError: there is no such layout.
    """
    draft = render(material, templates, slots.for_templates())
    # Every tag asks where its template lies.
    locate = cache(templates.locate)
    html = render_mjml(
        draft.mjml,
        locate(f"{material.layout}.mjml"),
        locate=locate,
        snippets=[card.snippet for card in material.cards],
    )
    if remote := list(_find_remote(html, material, templates)):
        raise FoundErrors(remote)
    placing = Placing(slots, locate)
    placing.check(material.subject, material.layout, draft.mjml, html, draft.text)
    if omissions := list(find_omissions(material.cards, html, draft.text)):
        raise FoundErrors(omissions)
    return Variant(
        language=material.words.language,
        conditions={},
        subject=slots.cut(material.subject),
        preheader=slots.cut(material.preheader),
        html=slots.cut(html),
        text=slots.cut(draft.text),
        defaults={NAME: material.neutral_name} if not slots.fields[NAME].default else {},
    )


def _find_remote(html: str, material: Material, templates: Templates) -> Iterator[Finding]:
    """Yield what a mail client would fetch from elsewhere, and so tell somebody who reads."""
    figures = [card.figure for card in material.cards]
    photos = [each.photo for card in material.cards for each in card.answers]
    own = {picture.src for picture in (*figures, *photos) if picture}
    place = Location(templates.locate(f"{material.layout}.mjml"))
    markup = "".join(MARKUP.findall(html))
    for address in dict.fromkeys(LOADED.findall(markup)):
        if address not in own:
            problem = f"readers' programs would fetch {address}"
            remedy = (
                "Name the picture in a snippet instead, with “image:”; it travels in the letter."
            )
            yield Finding("remote", Level.ERROR, place, problem, remedy)
