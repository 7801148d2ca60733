"""Measuring: each way is timed in turn, several rounds, and the quickest round counts.

Other work on the machine can only make a round slower. Ratios within one run say more than times.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from itertools import cycle
from time import perf_counter
from types import SimpleNamespace

from jinja2 import Environment
from mjml import mjml2html

from newsletter.compose import Templates, compose
from newsletter.compose.album import Album
from newsletter.compose.engine.cleaning import clean
from newsletter.compose.engine.finishing import after_engine
from newsletter.compose.engine.markup import parse
from newsletter.compose.engine.normalising import before_engine
from newsletter.compose.engine.validator import validate
from newsletter.compose.markdown.citations import Citations
from newsletter.compose.markdown.prose import ProseReader
from newsletter.compose.placeholders import put_marks
from newsletter.compose.placing import Placing
from newsletter.compose.rendering import Material, gather, render
from newsletter.compose.slots import Slots
from newsletter.compose.variants import Edition
from newsletter.content import load_library
from newsletter.delivery import Form
from newsletter.delivery.body import Body
from newsletter.model import Delivery, Issue, Letter, Library, Location, Part, Pieces, Snippet
from newsletter.settings import FieldSetting, Settings, load_settings
from tests.compose.making import ROOT, SAMPLE

UID = "0123456789abcdef"
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LINK = {"leave_url": "https://letter.example.org/leave/" + "t0ken" * 6}
FIELDS = {
    "first-name": {"default": "reader"},
    "town": {"default": "your town"},
    "clinic": {"kind": "url", "default": "https://example.org/clinics"},
    "ref": {"kind": "urlpart"},
}
READER = Delivery(
    mailing=1,
    subscriber=7,
    address="zoe@example.org",
    name="Zoë O'Brien",
    attempts=1,
    language="en",
    fields={"first_name": "Zoë", "town": "Zürich & beyond", "ref": "spring 26"},
)
OURS = "our pieces, joined"
TEN_SLOTS = """
Dear {{ reader.first_name }} of {{ reader.town }}, [one]({{ reader.clinic }}), {{ reader.name }},
[two](https://example.org/?r={{ reader.ref }}), {{ reader.town }}, {{ reader.first_name }},
[three]({{ reader.clinic }}).
"""
"""With the reader's own two links in the footer, ten."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What it takes to compose."""

    issue: Issue
    library: Library
    settings: Settings
    templates: Templates


@dataclass(frozen=True, slots=True)
class Cost:
    """One way of doing something: its name, and seconds in its quickest round."""

    name: str
    seconds: float


def sample_desk() -> Desk:
    """The repository's own issue."""
    library = load_library(ROOT)
    settings = load_settings(ROOT / "newsletter" / "defaults.toml")
    return Desk(library.issues[SAMPLE], library, settings, Templates([ROOT / "templates"]))


def with_ten_slots(desk: Desk, least: int) -> Desk:
    """The desk with an issue of `least` bytes of HTML or somewhat more, ten slots, no pictures."""
    fields = {name: FieldSetting.model_validate(table) for name, table in FIELDS.items()}
    settings = desk.settings.model_copy(update={"fields": fields})
    plain = [each for each in desk.library.snippets.values() if not (each.image or each.answers)]
    chosen: list[Snippet] = []
    for number, snippet in enumerate(cycle(plain)):
        chosen.append(snippet.model_copy(update={"id": f"again-{number}"}))
        update = {"intro": Part(TEN_SLOTS, 9), "snippets": tuple(chosen)}
        grown = replace(desk, issue=desk.issue.model_copy(update=update), settings=settings)
        if size_of(compose_at(grown)) >= least:
            return grown
    raise AssertionError("the library is empty")


def album_of(desk: Desk) -> Album:
    """An empty album for the desk's pictures."""
    return Album(desk.library.pictures, desk.settings.pictures)


def compose_at(desk: Desk) -> Letter:
    """The desk's letter."""
    return compose(desk.issue, desk.library, desk.settings, desk.templates)


def size_of(letter: Letter) -> int:
    """Bytes of HTML."""
    return sum(map(len, letter.main.html.texts))


def measure(ways: Mapping[str, Callable[[], object]], rounds: int, seconds: float) -> list[Cost]:
    """Time every way in turn, each for about `seconds` a round; the quickest round counts."""
    repeats = {}
    for name, way in ways.items():
        way()
        start = perf_counter()
        way()
        repeats[name] = max(1, int(seconds / (perf_counter() - start)))
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, way in ways.items():
            start = perf_counter()
            for _ in range(repeats[name]):
                way()
            best[name] = min(best[name], (perf_counter() - start) / repeats[name])
    return [Cost(name, taken) for name, taken in best.items()]


def list_stages(desk: Desk) -> dict[str, Callable[[], object]]:
    """Each stage between an issue and encoded pieces, ready to be run alone."""
    slots = Slots(desk.settings.reader_fields, UID[:12])
    plain = Edition(desk.issue, desk.library, desk.settings.newsletter, {})
    edition = put_marks(plain, slots)
    material = gather(edition, desk.settings, desk.templates, album_of(desk))
    draft = render(material, desk.templates, slots.for_templates())
    guarded = before_engine(clean(parse(draft.mjml)))
    compiled = mjml2html(guarded, fonts={})
    html = after_engine(compiled)
    placing = Placing(slots, desk.templates.locate)
    letter = compose_at(desk)

    def read_markdown() -> None:
        reader = ProseReader(Citations(desk.library.sources))
        for part in (edition.issue.intro, *(p for s in edition.issue.snippets for p in s.parts)):
            reader.read(part.text, Location(edition.issue.path, part.line))

    return {
        "fields in texts": lambda: put_marks(plain, Slots(desk.settings.reader_fields, UID[:12])),
        "Markdown": read_markdown,
        "cards, with Markdown": lambda: gather(
            edition, desk.settings, desk.templates, album_of(desk)
        ),
        "Jinja": lambda: render(material, desk.templates, slots.for_templates()),
        "MJML against the tables": lambda: list(validate(parse(draft.mjml))),
        "guard before": lambda: before_engine(clean(parse(draft.mjml))),
        "engine": lambda: mjml2html(guarded, fonts={}),
        "guard after": lambda: after_engine(compiled),
        "slots: where they are": lambda: placing.check(
            edition.issue.subject, material.layout, draft.mjml, html, draft.text
        ),
        "slots: cut": lambda: slots.cut(html),
        "encode": lambda: Body(letter, letter.main, UID),
        "all of it": lambda: compose_at(desk),
    }


def list_ways(desk: Desk) -> dict[str, Callable[[], bytes]]:
    """The ways to one reader's message, dearest first."""
    letter = compose_at(desk)
    form = Form(letter, UID)
    values = _printed(letter)
    slots = Slots(desk.settings.reader_fields, UID[:12])
    plain = Edition(desk.issue, desk.library, desk.settings.newsletter, {})
    marked = put_marks(plain, slots)
    kept = gather(marked, desk.settings, desk.templates, album_of(desk))
    html = Environment(autoescape=True).from_string(_as_template(letter.main.html))
    text = Environment(autoescape=False).from_string(_as_template(letter.main.text))

    def render_whole(material: Material) -> bytes:
        draft = render(material, desk.templates, SimpleNamespace(**values))
        mjml = _fill(draft.mjml, slots, {name: escape(value) for name, value in values.items()})
        whole = after_engine(mjml2html(before_engine(clean(parse(mjml))), fonts={}))
        return _send(letter, values, whole, _fill(draft.text, slots, values))

    return {
        "everything anew, EmailMessage": lambda: render_whole(
            gather(marked, desk.settings, desk.templates, album_of(desk))
        ),
        "Markdown kept, EmailMessage": lambda: render_whole(kept),
        "Jinja on compiled HTML, EmailMessage": lambda: _send(
            letter, values, html.render(values), text.render(values)
        ),
        OURS: lambda: form.fill(READER, LINK, NOW),
    }


def _fill(text: str, slots: Slots, values: Mapping[str, str]) -> str:
    """Put values where editors wrote fields."""
    for mark, use in slots.uses.items():
        text = text.replace(mark, values[use.field.name])
    return text


def _printed(letter: Letter) -> dict[str, str]:
    known = {**READER.fields, "name": READER.name, **LINK}
    return {
        field.name: field.prepare(known.get(field.name, ""))
        for field in letter.fields_in(letter.main)
    }


def _as_template(pieces: Pieces) -> str:
    """Compiled text as a template: what is in it already stays as it is."""
    raw = [f"{{% raw %}}{text}{{% endraw %}}" for text in pieces.texts]
    slots = [f"{{{{ {slot} }}}}" for slot in pieces.slots]
    return "".join(part for pair in zip(raw, [*slots, ""], strict=True) for part in pair)


def _send(letter: Letter, values: Mapping[str, str], html: str, text: str) -> bytes:
    """The standard library's message, with the headers that ours has."""
    message = EmailMessage()
    sender = letter.sender
    message["Date"] = format_datetime(NOW)
    message["From"] = f"{sender.name} <{sender.address}>"
    message["To"] = f'"{READER.name}" <{READER.address}>'
    message["Subject"] = letter.main.subject.fill(values)
    message["Message-ID"] = f"<{UID}@example.org>"
    message["List-Unsubscribe"] = f"<{values['leave_url']}>"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message.as_bytes()
