"""An issue -> a letter: the one path that building, scheduling and sending all take."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from css_inline import inline_fragment
from markupsafe import Markup
from mjml import mjml2html

from newsletter.compose.cards import CardMaker
from newsletter.compose.citations import Citations
from newsletter.compose.guard import after_engine, before_engine
from newsletter.compose.placeholders import put_marks
from newsletter.compose.placing import Placing
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
    Part,
    Picture,
    Sender,
    Snippet,
    Variant,
)
from newsletter.settings import Identity, Settings

WORDS_A_MINUTE = 220

LEADS_SOMEWHERE = re.compile(r"(https?://[^\s/]+|mailto:[^\s@]+@)\S*", re.IGNORECASE)

NEUTRAL_NAME = "reader"
"""What a language calls a reader without a name, if its words do not say."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the templates of one edition are given, but for its reader.

    `links` are those of editors, each with the text that it stands in.
    """

    layout: str
    context: Mapping[str, object]
    pictures: tuple[Picture, ...]
    links: tuple[tuple[Snippet | Issue, Part, str], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the templates have made of it: the engine's input, and the plain text."""

    mjml: str
    text: str


def compose(issue: Issue, library: Library, settings: Settings, templates: Templates) -> Letter:
    """Compile an issue into the letter that its readers will get, in all its variants.

    The same issue, library, settings and templates give the same letter, byte for byte.

    Raises:
        FoundErrors: a template, a link, a condition or a place for a reader's field has a mistake.
        UsageError: the layout, the theme or the language's words are missing.
    """
    fields = settings.reader_fields
    compiled: list[tuple[Variant, tuple[Picture, ...]]] = []
    findings: list[Finding] = []
    for edition in list_editions(issue, library, settings, fields):
        try:
            compiled.append(_compile(edition, settings, templates))
        except FoundErrors as error:
            findings += error.findings
    if findings:
        raise FoundErrors(dict.fromkeys(findings))
    variants = tuple(variant for variant, _ in compiled)
    spoken_of = {name for each in variants for name in (*each.slots, *each.conditions)}
    return Letter(
        issue=issue.slug,
        sender=_sender(settings.newsletter),
        fields=tuple(field for field in fields if field.name in spoken_of),
        variants=variants,
        pictures=tuple({each.digest: each for _, shown in compiled for each in shown}.values()),
    )


def _compile(
    edition: Edition, settings: Settings, templates: Templates
) -> tuple[Variant, tuple[Picture, ...]]:
    """Return what the readers of an edition get, and the pictures that it shows."""
    slots = Slots(settings.reader_fields, _nonce(edition, settings))
    try:
        marked = put_marks(edition, slots)
        material = gather(marked, settings, templates)
        # A reader's address is looked at where it stands in the letter.
        _check_links(each for each in material.links if not slots.pattern.fullmatch(each[2]))
        draft = render(material, templates, slots.for_templates())
        html = _to_html(draft.mjml, material.layout)
        placing = Placing(slots, templates.locate)
        placing.check(marked.issue.subject, material.layout, draft.mjml, html, draft.text)
    except FoundErrors as error:
        # An editor has never seen a mark.
        shown = [replace(each, problem=slots.show(each.problem)) for each in error.findings]
        raise FoundErrors(shown) from error
    words = templates.read_words(edition.identity.language)
    variant = Variant(
        language=edition.identity.language,
        conditions=edition.conditions,
        subject=slots.cut(marked.issue.subject),
        preheader=slots.cut(marked.issue.preheader),
        html=slots.cut(html),
        text=slots.cut(draft.text),
        defaults={} if NAME in settings.fields else {NAME: words.get("reader", NEUTRAL_NAME)},
    )
    return variant, material.pictures


def gather(edition: Edition, settings: Settings, templates: Templates) -> Material:
    """Turn the Markdown of an edition into what its templates need.

    Raises:
        FoundErrors: a template has a mistake.
        UsageError: the theme or the language's words are missing.
    """
    issue = edition.issue
    citations = Citations(edition.library.sources)
    maker = CardMaker(edition.library, citations)
    intro = maker.read_intro(issue)
    cards = list(maker.make(issue))
    context: dict[str, object] = {
        "issue": issue,
        "intro": intro,
        "cards": cards,
        "sources": citations.cited,
        "minutes": reading_time([intro.text, *(words for card in cards for words in card.texts)]),
        **_looks(edition.identity, settings, templates),
    }
    context["styled"] = _styler(templates.render("blocks/prose.css.mjml", context))
    return Material(
        layout=f"layouts/{issue.layout or settings.templates.layout}",
        context=context,
        pictures=tuple({each.digest: each for each in maker.pictures.values()}.values()),
        links=tuple(maker.links),
    )


def render(material: Material, templates: Templates, reader: object) -> Draft:
    """Fill the templates; `reader` is what they know by that name.

    Raises:
        FoundErrors: a template has a mistake.
        UsageError: the layout is missing.
    """
    context = {**material.context, "reader": reader}
    return Draft(
        mjml=templates.render(f"{material.layout}.mjml", context),
        text=tidy_text(templates.render(f"{material.layout}.txt", context)),
    )


def _looks(identity: Identity, settings: Settings, templates: Templates) -> dict[str, object]:
    """What every letter of this newsletter shares: its words, its colours, its direction."""
    theme = templates.read_theme(settings.templates.theme)
    right_to_left = identity.direction == "rtl"
    return {
        "letter": identity,
        "words": templates.read_words(identity.language),
        "theme": theme,
        "c": theme["light"],
        "start": "right" if right_to_left else "left",
        "end": "left" if right_to_left else "right",
    }


def reading_time(texts: Iterable[str]) -> int:
    """Whole minutes to read the texts, at least one."""
    return max(1, round(sum(len(text.split()) for text in texts) / WORDS_A_MINUTE))


def tidy_text(text: str) -> str:
    """Take out space at line ends and all but one of several empty lines."""
    lines = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


def _to_html(mjml: str, layout: str) -> str:
    try:
        # No fonts: a web font would tell its host who opened the letter.
        return after_engine(mjml2html(before_engine(mjml), fonts={}))
    except ValueError as error:
        place = Location(Path(f"templates/{layout}.mjml"))
        problem = f"the layout and its blocks are not MJML: {error}"
        remedy = "Look for a tag that is not closed, or a value without quotes."
        raise FoundErrors([Finding("template", Level.ERROR, place, problem, remedy)]) from error


def _styler(css: str) -> Callable[[str], Markup]:
    """Return a function that writes the styles of `css` into a piece of clean HTML."""
    return lambda html: Markup(inline_fragment(html, css))


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


def _check_links(links: Iterable[tuple[Snippet | Issue, Part, str]]) -> None:
    findings = []
    seen: Counter[tuple[Path, int, str]] = Counter()
    for owner, part, link in links:
        if not LEADS_SOMEWHERE.fullmatch(link):
            place = (owner.path, part.line, link)
            line = part.line + _line_of_link(part.text, link, seen[place])
            seen[place] += 1
            problem = f"“{link}” leads nowhere from a letter"
            remedy = "Write the whole address, such as https://example.org/page."
            findings.append(
                Finding("link", Level.ERROR, Location(owner.path, line), problem, remedy)
            )
    if findings:
        raise FoundErrors(findings)


def _line_of_link(text: str, link: str, number: int) -> int:
    """How many lines down a link stands, the `number`th of its kind, counted from 0."""
    written = re.finditer(rf"(\(\s*<?|<|\]:\s*<?){re.escape(link)}[\s>)]", text)
    places = [text[: match.start()].count("\n") for match in written]
    return places[min(number, len(places) - 1)] if places else 0
