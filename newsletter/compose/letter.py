"""An issue -> a letter: the one path that building, scheduling and sending all take."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from css_inline import inline_fragment
from markupsafe import Markup
from mjml import mjml2html

from newsletter.compose.cards import CardMaker
from newsletter.compose.citations import Citations
from newsletter.compose.guard import after_engine, before_engine
from newsletter.compose.slots import Slots
from newsletter.compose.templates import Templates
from newsletter.errors import FoundErrors
from newsletter.model import (
    Finding,
    Issue,
    Letter,
    Level,
    Library,
    Location,
    Part,
    Sender,
    Snippet,
)
from newsletter.settings import Identity, Settings

READER_SLOTS = ("leave_url",)
"""What a template may ask of `reader`."""

WORDS_A_MINUTE = 220

LEADS_SOMEWHERE = re.compile(r"(https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+)\S*", re.IGNORECASE)


def compose(issue: Issue, library: Library, settings: Settings, templates: Templates) -> Letter:
    """Compile an issue into the letter that every reader will get.

    The same issue, library, settings and templates give the same letter, byte for byte.

    Raises:
        FoundErrors: a template or a link has a mistake.
        UsageError: the layout, the theme or the language's words are missing.
    """
    slots = Slots(READER_SLOTS, nonce=_nonce(issue, library.people, library.sources, settings))
    citations = Citations(library.sources)
    maker = CardMaker(library, citations)
    intro = maker.read_intro(issue)
    cards = list(maker.make(issue))
    _check_links(maker.links)
    context: dict[str, object] = {
        "issue": issue,
        "intro": intro,
        "cards": cards,
        "sources": citations.cited,
        "minutes": reading_time([intro.text, *(words for card in cards for words in card.texts)]),
        "reader": slots.for_templates(),
        **_looks(settings, templates),
    }
    context["styled"] = _styler(templates.render("blocks/prose.css.mjml", context))
    layout = f"layouts/{settings.templates.layout}"
    return Letter(
        issue=issue.slug,
        subject=issue.subject,
        preheader=issue.preheader,
        language=settings.newsletter.language,
        sender=_sender(settings.newsletter),
        html=slots.cut(_to_html(templates.render(f"{layout}.mjml", context), layout)),
        text=slots.cut(tidy_text(templates.render(f"{layout}.txt", context))),
        pictures=tuple({each.digest: each for each in maker.pictures.values()}.values()),
    )


def _looks(settings: Settings, templates: Templates) -> dict[str, object]:
    """What every letter of this newsletter shares: its words, its colours, its direction."""
    theme = templates.read_theme(settings.templates.theme)
    right_to_left = settings.newsletter.direction == "rtl"
    return {
        "letter": settings.newsletter,
        "words": templates.read_words(settings.newsletter.language),
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
    written = re.finditer(rf"(\(\s*<?|<|\]:\s*<?){re.escape(link)}(?=[\s>)]|$)", text)
    places = [text[: match.start()].count("\n") for match in written]
    return places[min(number, len(places) - 1)] if places else 0
