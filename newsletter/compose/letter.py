"""An issue -> a letter: the one path that building, scheduling and sending all take."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from css_inline import inline_fragment
from markupsafe import Markup

from newsletter.compose.cards import CardMaker
from newsletter.compose.citations import Citations
from newsletter.compose.guard import run_engine
from newsletter.compose.losses import find_losses
from newsletter.compose.slots import Slots
from newsletter.compose.templates import Templates
from newsletter.compose.words import Words, refuse_missing
from newsletter.errors import FoundErrors
from newsletter.model import (
    Finding,
    Issue,
    Letter,
    Level,
    Library,
    Location,
    Part,
    Review,
    Sender,
    Snippet,
    Term,
)
from newsletter.settings import Identity, Settings

READER_SLOTS = ("leave_url",)
"""What a template may ask of `reader`."""

WORDS_A_MINUTE = 220

LEADS_SOMEWHERE = re.compile(r"(https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+)\S*", re.IGNORECASE)


def compose(
    issue: Issue,
    library: Library,
    settings: Settings,
    templates: Templates,
    reviews: Sequence[Review] = (),
) -> Letter:
    """Compile an issue into the letter that every reader will get: the same bytes every time.

    Raises:
        FoundErrors: a template or a link has a mistake.
        UsageError: the layout or the theme is missing, or the language does not exist.
    """
    slots = Slots(READER_SLOTS, nonce=_nonce(issue, library.people, library.sources, settings))
    maker = CardMaker(library, Citations(library.sources))
    words = templates.read_words(settings.newsletter.language)
    context = {
        **_contents(issue, library, maker),
        **_looks(settings, words, templates),
        "reviews": reviews,
        "reader": slots.for_templates(),
    }
    layout = f"layouts/{issue.layout or settings.templates.layout}"
    html = _to_html(templates.render(f"{layout}.mjml", context), layout)
    text = tidy_text(templates.render(f"{layout}.txt", context))
    refuse_missing(words, templates.catalogue_path(words.language))
    return Letter(
        issue=issue.slug,
        subject=issue.subject,
        preheader=issue.preheader,
        language=settings.newsletter.language,
        sender=_sender(settings.newsletter),
        html=slots.cut(html),
        text=slots.cut(text),
        pictures=tuple({each.digest: each for each in maker.pictures.values()}.values()),
    )


def _contents(issue: Issue, library: Library, maker: CardMaker) -> dict[str, object]:
    """What this issue says, ready for the templates."""
    intro = maker.read_intro(issue)
    cards = list(maker.make(issue))
    _check_links(maker.links)
    texts = [intro.text, *(text for card in cards for text in card.texts)]
    return {
        "issue": issue,
        "subject": issue.subject,
        "preheader": issue.preheader,
        "intro": intro,
        "cards": cards,
        "glossary": terms_in(texts, library.glossary),
        "sources": maker.citations.cited,
        "minutes": reading_time(texts),
    }


def _looks(settings: Settings, words: Words, templates: Templates) -> dict[str, object]:
    """What every letter of this newsletter shares: its words, its colours, its direction."""
    theme = templates.read_theme(settings.templates.theme)
    right_to_left = words.direction == "rtl"
    looks = {
        "letter": settings.newsletter,
        "words": words,
        "label": words.label
        | {name: words.say(kind.label) for name, kind in settings.kind.items()},
        "care_begins": words.care(settings.newsletter.emergency_number),
        "_": words.say,
        "ngettext": words.count,
        "theme": theme,
        "c": theme["light"],
        "start": "right" if right_to_left else "left",
        "end": "left" if right_to_left else "right",
    }
    return {**looks, "styled": _styler(looks, templates)}


def terms_in(texts: Iterable[str], glossary: Mapping[str, Term]) -> list[Term]:
    """The terms that occur in the texts, in the order of their first use.

    A longer term hides a shorter one inside it: “closed comedones” is no use of “comedones”.
    """
    text = "\n".join(texts)
    places: dict[int, Term] = {}
    for word in sorted(glossary, key=len, reverse=True):
        whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
        if match := whole.search(text):
            places[match.start()] = glossary[word]
            text = whole.sub(lambda found: " " * len(found[0]), text)
    return [term for _, term in sorted(places.items(), key=lambda place: place[0])]


def reading_time(texts: Iterable[str]) -> int:
    """Whole minutes to read the texts, at least one."""
    return max(1, round(sum(len(text.split()) for text in texts) / WORDS_A_MINUTE))


def tidy_text(text: str) -> str:
    """Take out space at line ends and all but one of several empty lines."""
    lines = "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


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


def _styler(looks: Mapping[str, object], templates: Templates) -> Callable[..., Markup]:
    """Return a function that writes the styles of prose into clean HTML.

    Its `last` is the space below the last paragraph, in pixels.
    """

    @cache
    def css(last: int) -> str:
        return templates.render("styles/prose.css", {**looks, "last": last})

    def styled(html: str, last: int = 14) -> Markup:
        return Markup(inline_fragment(html, css(last)))

    return styled


def _nonce(*written: object) -> str:
    """A mark that cannot stand in what people wrote, since it is made of it."""
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
