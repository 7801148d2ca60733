"""What a variant is compiled from, line by line, for those who want to know where it comes from."""

from collections.abc import Sequence
from functools import cache

from newsletter.compose.album import Album, Fit
from newsletter.compose.engine import MjmlLine, trace_lines
from newsletter.compose.pictures import fit
from newsletter.compose.placeholders import make_slots, put_marks
from newsletter.compose.rendering import gather, render
from newsletter.compose.templates import Templates
from newsletter.compose.variants import list_editions
from newsletter.errors import UsageError
from newsletter.model import Issue, Library, Review, Variant
from newsletter.settings import Settings


def trace_mjml(
    variant: Variant,
    issue: Issue,
    library: Library,
    settings: Settings,
    templates: Templates,
    reviews: Sequence[Review] = (),
    fit: Fit = fit,
) -> tuple[MjmlLine, ...]:
    """Return the MJML of a variant that `compose` has made from the same; raises as it does.

    Readers' fields are shown as editors write them. Empty lines are left out.

    Raises:
        UsageError: the issue has no such variant any more.
    """
    for edition in list_editions(issue, library, settings, settings.reader_fields):
        if (edition.identity.language, edition.conditions) == (
            variant.language,
            variant.conditions,
        ):
            break
    else:
        problem = f"{issue.slug} has no letter any more for these readers in “{variant.language}”"
        raise UsageError(problem, remedy="Choose another variant.")
    slots = make_slots(edition, settings)
    with slots.shown_as_written():
        album = Album(library.pictures, settings.pictures, fit)
        material = gather(put_marks(edition, slots), settings, templates, album, reviews)
        draft = render(material, templates, slots.for_templates())
    lines = trace_lines(draft.mjml, edition.issue, cache(templates.locate))
    return tuple(MjmlLine(slots.show(line.text), line.at) for line in lines)
