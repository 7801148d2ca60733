"""An issue -> a letter: the one path that building, scheduling and sending all take."""

from collections.abc import Sequence
from dataclasses import replace

from newsletter.compose.album import Album, Fit
from newsletter.compose.compiling import compile_variant
from newsletter.compose.links import check_links
from newsletter.compose.pictures import fit
from newsletter.compose.placeholders import make_slots, put_marks
from newsletter.compose.rendering import gather
from newsletter.compose.templates import Templates
from newsletter.compose.variants import Edition, list_editions
from newsletter.errors import FoundErrors
from newsletter.model import (
    Finding,
    Issue,
    Letter,
    Library,
    Review,
    Sender,
    Variant,
)
from newsletter.settings import Identity, Settings


def compose(
    issue: Issue,
    library: Library,
    settings: Settings,
    templates: Templates,
    reviews: Sequence[Review] = (),
    fit: Fit = fit,
) -> Letter:
    """Compile an issue into the letter that its readers will get, in all its variants.

    The same arguments give the same letter, byte for byte; `reviews` are named in it.
    `fit` may remember pictures that it has made before.

    Raises:
        FoundErrors: a template, a link, a condition or a place for a reader's field has a mistake.
        UsageError: the layout or the theme is missing, or a language is not spoken.
    """
    fields = settings.reader_fields
    album = Album(library.pictures, settings.pictures, fit)
    variants: list[Variant] = []
    findings: list[Finding] = []
    for edition in list(list_editions(issue, library, settings, fields)):
        try:
            variants.append(_compile(edition, settings, templates, album, reviews))
        except FoundErrors as error:
            findings += error.findings
    if findings:
        raise FoundErrors(dict.fromkeys(findings))
    spoken_of = {name for each in variants for name in (*each.slots, *each.conditions)}
    return Letter(
        issue=issue.slug,
        sender=sender_of(settings.newsletter),
        fields=tuple(field for field in fields if field.name in spoken_of),
        variants=tuple(variants),
        pictures=album.pictures,
    )


def _compile(
    edition: Edition,
    settings: Settings,
    templates: Templates,
    album: Album,
    reviews: Sequence[Review],
) -> Variant:
    """Return what the readers of an edition get; the album takes the pictures that it shows."""
    slots = make_slots(edition, settings)
    with slots.shown_as_written():
        marked = put_marks(edition, slots)
        told = [_tell(review, edition.library) for review in reviews]
        material = gather(marked, settings, templates, album, told)
        # A reader's address is looked at where it stands in the letter.
        check_links(each for each in material.links if not slots.pattern.fullmatch(each[2]))
        variant = compile_variant(material, slots, templates)
    return replace(variant, conditions=edition.conditions)


def _tell(review: Review, library: Library) -> Review:
    """The review with its reviewer in the words of a language, where it has any."""
    return replace(review, person=library.people.get(review.reviewer, review.person))


def sender_of(identity: Identity) -> Sender:
    """Who letters of this newsletter are from."""
    return Sender(
        name=identity.name,
        address=identity.from_,
        reply_to=identity.reply_to or identity.from_,
        bounces=identity.bounces or identity.from_,
        list_id=identity.list_id,
        public_url=identity.public_url,
    )
