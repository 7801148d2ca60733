"""Issue + templates -> the engine's input and the plain text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from css_inline import inline_fragment
from markupsafe import Markup

from newsletter.compose.album import Album
from newsletter.compose.cards import Card, CardMaker
from newsletter.compose.links import Link
from newsletter.compose.markdown import Citations, Prose
from newsletter.compose.templates import Templates
from newsletter.compose.variants import Edition
from newsletter.compose.words import N_, Words, refuse_missing
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Issue, Level, Location, Review, Term
from newsletter.settings import Identity, Settings

WORDS_A_MINUTE = 220
NEUTRAL_NAME = N_("reader")
LINK = N_("link")
NOT_FOR_ISSUES = {"base", "service", "confirm", "welcome", "goodbye", "link"}


@dataclass(frozen=True, slots=True)
class Material:
    """What the templates of one edition are given, but for its reader.

    `neutral_name` is what its language calls a reader without a name.
    """

    layout: str
    subject: str
    preheader: str
    context: Mapping[str, object]
    words: Words
    neutral_name: str
    cards: tuple[Card, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the templates have made of it: the engine's input, and the plain text."""

    mjml: str
    text: str


def gather(
    edition: Edition,
    settings: Settings,
    templates: Templates,
    album: Album,
    reviews: Sequence[Review] = (),
) -> Material:
    """Turn the Markdown of an edition into what its templates need.

    The album takes the pictures that are shown.

    Raises:
        FoundErrors: a theme, a catalogue or a snippet has a mistake.
        UsageError: the theme is missing, or the language does not exist.
    """
    words = templates.read_words(edition.identity.language)
    citations = Citations(edition.library.sources)
    _require_layout_of_issues(edition.issue)
    maker = CardMaker(edition.library, citations, album, words.say(LINK))
    intro = maker.read_intro(edition.issue)
    cards = tuple(maker.make(edition.issue))
    context = {
        **_contents(edition, intro, cards, citations),
        **look_of(edition.identity, words, settings, templates),
        "reviews": reviews,
    }
    return Material(
        layout=f"layouts/{edition.issue.layout or settings.templates.layout}",
        subject=edition.issue.subject,
        preheader=edition.issue.preheader,
        context=context,
        words=words,
        neutral_name=words.say(NEUTRAL_NAME),
        cards=cards,
        links=tuple(maker.links),
    )


def render(material: Material, templates: Templates, reader: object) -> Draft:
    """Fill the templates; `reader` is what they know by that name.

    Raises:
        FoundErrors: a template has a mistake, or a word of the letter is not translated.
        UsageError: there is no such layout.
    """
    context = {
        **material.context,
        "subject": material.subject,
        "preheader": material.preheader,
        "reader": reader,
    }
    mjml = templates.render(f"{material.layout}.mjml", context)
    text = templates.render(f"{material.layout}.txt", context)
    words = material.words
    refuse_missing(words, templates.catalogue_path(words.language))
    return Draft(mjml, tidy_text(text))


def _require_layout_of_issues(issue: Issue) -> None:
    if issue.layout in NOT_FOR_ISSUES:
        problem = f"the layout “{issue.layout}” shows no snippets"
        remedy = "Use digest, q-and-a, single-topic, alert, plain, or one of your own."
        place = Location(issue.path, issue.lines.of("layout"))
        raise FoundErrors([Finding("template", Level.ERROR, place, problem, remedy)])


def _contents(
    edition: Edition, intro: Prose, cards: tuple[Card, ...], citations: Citations
) -> dict[str, object]:
    """What this issue says, ready for the templates."""
    texts = [intro.text, *(text for card in cards for text in card.texts)]
    return {
        "issue": edition.issue,
        "intro": intro,
        "cards": cards,
        "glossary": terms_in(texts, edition.library.glossary),
        "sources": citations.cited,
        "minutes": reading_time(texts),
    }


def look_of(
    identity: Identity, words: Words, settings: Settings, templates: Templates
) -> dict[str, object]:
    """What every letter of this newsletter shares: its words, its colours, its direction."""
    theme = templates.read_theme(settings.templates.theme)
    right_to_left = words.direction == "rtl"
    look = {
        "letter": identity,
        "words": words,
        "label": labels_of(identity, words, settings),
        "care_begins": words.care(identity.emergency_number),
        "_": words.say,
        "ngettext": words.count,
        "theme": theme,
        "c": theme["light"],
        "start": "right" if right_to_left else "left",
        "end": "left" if right_to_left else "right",
    }
    return {**look, "styled": _styler(look, templates)}


def labels_of(identity: Identity, words: Words, settings: Settings) -> dict[str, str]:
    """What each kind of snippet is called in a letter, a workspace's own kinds among them."""
    is_main = identity.language == settings.newsletter.language
    own_labels = {
        name: kind.label if is_main else words.say(kind.label)
        for name, kind in settings.kind.items()
    }
    return words.label | own_labels


def _styler(look: Mapping[str, object], templates: Templates) -> Callable[..., Markup]:
    """Return a function that writes the styles of prose into clean HTML.

    Its `last` is the space below the last paragraph, in pixels.
    """

    @cache
    def css(last: int) -> str:
        return templates.render("styles/prose.css", {**look, "last": last})

    def styled(html: str, last: int = 14) -> Markup:
        return Markup(inline_fragment(html, css(last)))

    return styled


def terms_in(texts: Iterable[str], glossary: Mapping[str, Term]) -> list[Term]:
    """The terms that occur in the texts, in the order of their first use.

    A longer term hides a shorter one inside it: “closed comedones” is no use of “comedones”.
    """
    # A term of two words is one, wherever a line ends.
    text = " ".join("\n".join(texts).split())
    places: dict[int, Term] = {}
    folded = text.casefold()
    for word in sorted(glossary, key=len, reverse=True):
        if word.casefold() not in folded:
            continue
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
