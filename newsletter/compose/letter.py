"""An issue -> a letter: the one path that building, scheduling and sending all take."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from newsletter.compose.album import Album
from newsletter.compose.guard import run_engine
from newsletter.compose.links import check_links
from newsletter.compose.losses import find_losses
from newsletter.compose.placeholders import put_marks
from newsletter.compose.placing import Placing
from newsletter.compose.rendering import gather, render
from newsletter.compose.slots import Slots
from newsletter.compose.templates import Templates
from newsletter.compose.variants import Edition, list_editions
from newsletter.errors import FoundErrors
from newsletter.model import (
    NAME,
    Finding,
    Issue,
    Letter,
    Level,
    Library,
    Location,
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
) -> Letter:
    """Compile an issue into the letter that its readers will get, in all its variants.

    The same arguments give the same letter, byte for byte; `reviews` are named in it.

    Raises:
        FoundErrors: a template, a link, a condition or a place for a reader's field has a mistake.
        UsageError: the layout or the theme is missing, or a language is not spoken.
    """
    fields = settings.reader_fields
    album = Album(library.pictures, settings.pictures)
    variants: list[Variant] = []
    findings: list[Finding] = []
    for edition in list_editions(issue, library, settings, fields):
        try:
            variants.append(_compile(edition, settings, templates, album, reviews))
        except FoundErrors as error:
            findings += error.findings
    if findings:
        raise FoundErrors(dict.fromkeys(findings))
    spoken_of = {name for each in variants for name in (*each.slots, *each.conditions)}
    return Letter(
        issue=issue.slug,
        sender=_sender(settings.newsletter),
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
    slots = Slots(settings.reader_fields, _nonce(edition, settings))
    try:
        marked = put_marks(edition, slots)
        material = gather(marked, settings, templates, album, reviews)
        # A reader's address is looked at where it stands in the letter.
        check_links(each for each in material.links if not slots.pattern.fullmatch(each[2]))
        draft = render(material, templates, slots.for_templates())
        html = _to_html(draft.mjml, material.layout)
        placing = Placing(slots, templates.locate)
        placing.check(marked.issue.subject, material.layout, draft.mjml, html, draft.text)
    except FoundErrors as error:
        # An editor has never seen a mark.
        shown = [replace(each, problem=slots.show(each.problem)) for each in error.findings]
        raise FoundErrors(shown) from error
    return Variant(
        language=edition.identity.language,
        conditions=edition.conditions,
        subject=slots.cut(marked.issue.subject),
        preheader=slots.cut(marked.issue.preheader),
        html=slots.cut(html),
        text=slots.cut(draft.text),
        defaults={} if NAME in settings.fields else {NAME: material.neutral_name},
    )


def _to_html(mjml: str, layout: str) -> str:
    path = Path(f"templates/{layout}.mjml")
    try:
        html = run_engine(mjml)
    except ValueError as error:
        problem = f"the layout and its blocks are not MJML: {error}"
        remedy = "Look for a tag that is not closed, or a value without quotes."
        finding = Finding("template", Level.ERROR, Location(path), problem, remedy)
        raise FoundErrors([finding]) from error
    findings = list(find_losses(mjml, html, path))
    if findings:
        raise FoundErrors(findings)
    return html


def _nonce(edition: Edition, settings: Settings) -> str:
    """A mark that cannot stand in what people wrote, since it is made of it."""
    library = edition.library
    similar = [library.similar_to(snippet) for snippet in edition.issue.snippets]
    written = (edition.issue, similar, library.people, library.sources, settings)
    return hashlib.sha256(repr(written).encode("utf-8", "replace")).hexdigest()[:12]


def _sender(identity: Identity) -> Sender:
    return Sender(
        name=identity.name,
        address=identity.from_,
        reply_to=identity.reply_to or identity.from_,
        bounces=identity.bounces or identity.from_,
        list_id=identity.list_id,
        public_url=identity.public_url,
    )
