"""An issue's snippets -> cards: all that a template needs, and nothing it must work out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from newsletter.compose.album import Album
from newsletter.compose.markdown import WIDTH, Citations, Prose, ProseReader
from newsletter.model import Issue, Library, Location, Part, Person, Snippet
from newsletter.settings import Pictures


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in the letter: what `src` to write, and its size on a screen in pixels.

    A `sensitive` one is not shown: it has no `src`, and a `link` where the picture lies on the web.
    """

    src: str
    alt: str
    width: int
    height: int
    caption: str | None = None
    credit: str | None = None
    long: str | None = None
    sensitive: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person says."""

    person: Person
    initials: str
    photo: Figure | None
    prose: Prose


@dataclass(frozen=True, slots=True)
class Box:
    """What follows the answers, under a heading of its own."""

    heading: str
    prose: Prose


@dataclass(frozen=True, slots=True)
class Care:
    """One level of “when to get help”; `text` finishes the sentence that the level begins."""

    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's own words."""

    prose: Prose
    who: str


@dataclass(frozen=True, slots=True)
class Card:
    """One snippet, ready for its block; `snippet` holds the fields that only some kinds have."""

    snippet: Snippet
    lead: bool
    prose: Prose
    answers: tuple[Answer, ...]
    boxes: tuple[Box, ...]
    steps: tuple[Prose, ...]
    quote: Quotation | None
    care: tuple[Care, ...]
    figure: Figure | None
    similar: tuple[Snippet, ...]

    @property
    def proses(self) -> tuple[Prose, ...]:
        """Every stretch of Markdown that an editor wrote for this card, in reading order."""
        answers = [each.prose for each in self.answers]
        boxes = [each.prose for each in self.boxes]
        quoted = [self.quote.prose] if self.quote else []
        return tuple(filter(None, (self.prose, *self.steps, *answers, *boxes, *quoted)))

    @property
    def lines(self) -> tuple[str, ...]:
        """What an editor wrote for this card in plain words, without Markdown."""
        headings = (each.heading for each in self.boxes)
        care = (each.text for each in self.care)
        return (self.snippet.title, *headings, *care)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that an editor wrote for this card, as plain text."""
        return (*self.lines, *(prose.text for prose in self.proses))


COLUMN = 520
"""Width of a picture inside a card, in CSS pixels."""

PORTRAIT = 46


class CardMaker:
    """Makes cards in reading order; the album remembers which pictures they show.

    `link` is what the plain text calls a link, in the letter's language.
    """

    def __init__(
        self,
        library: Library,
        citations: Citations,
        album: Album | None = None,
        link: str = "link",
    ) -> None:
        self._library = library
        self._reader = ProseReader(citations, link)
        self.album = album or Album(library.pictures, Pictures())
        self.links: list[tuple[Snippet | Issue, Part, str]] = []

    def read_intro(self, issue: Issue) -> Prose:
        """The words an issue opens with."""
        return self._read(issue, issue.intro)

    def make(self, issue: Issue) -> Iterator[Card]:
        """Yield a card for each snippet; the first one leads."""
        for position, snippet in enumerate(issue.snippets):
            similar = self._library.similar_to(snippet)
            yield replace(
                self.make_one(snippet),
                lead=position == 0,
                similar=tuple(each for each in similar if each not in issue.snippets),
            )

    def make_one(self, snippet: Snippet) -> Card:
        """The card of a snippet, whatever stands beside it."""
        return Card(
            snippet=snippet,
            lead=False,
            prose=self._opening(snippet),
            steps=tuple(
                self._read(snippet, part, len("10. "))
                for part in snippet.passages[: len(snippet.steps)]
            ),
            answers=tuple(self._answer(snippet, part) for part in snippet.answers),
            boxes=tuple(
                Box(part.heading, self._read(snippet, part))
                for part in snippet.parts
                if part.heading
            ),
            quote=self._quote(snippet),
            care=tuple(_care(snippet)),
            figure=self._figure(snippet),
            similar=(),
        )

    def _opening(self, snippet: Snippet) -> Prose:
        """What stands before the first answer: for most kinds, everything."""
        first = snippet.parts[0] if snippet.parts else Part("", 1)
        plain = first if not (first.person or first.heading) else Part("", first.line)
        return self._read(snippet, plain)

    def _answer(self, snippet: Snippet, part: Part) -> Answer:
        person = self._library.people[part.person or ""]
        photo = None
        if person.photo:
            shown = self.album.show(person.photo, PORTRAIT)
            photo = Figure(shown.src, person.photo_alt or "", PORTRAIT, PORTRAIT)
        return Answer(person, initials(person.name or ""), photo, self._read(snippet, part))

    def _quote(self, snippet: Snippet) -> Quotation | None:
        if not snippet.quote:
            return None
        return Quotation(self._read(snippet, snippet.passages[-1], len("> ")), snippet.quote.who)

    def _figure(self, snippet: Snippet) -> Figure | None:
        if not (image := snippet.image):
            return None
        figure = Figure(
            "", image.alt, 0, 0, image.caption, image.credit, image.long, image.sensitive
        )
        if image.sensitive:
            linked = self.album.link(image.file, COLUMN)
            return replace(figure, link=linked.src if linked else None)
        picture = self.album.show(image.file, COLUMN)
        width = min(COLUMN, picture.width)
        height = round(picture.height * width / picture.width)
        return replace(figure, src=picture.src, width=width, height=height)

    def _read(self, owner: Snippet | Issue, part: Part, indent: int = 0) -> Prose:
        """Read a part; its text leaves room for what a template puts before each line."""
        place = Location(owner.path, part.line)
        prose = self._reader.read(part.text, place, WIDTH - indent)
        self.links += [(owner, part, link) for link in prose.links]
        return prose


def initials(name: str) -> str:
    """First letters of the first and the last name, without titles: “Dr Alex Lim” -> “AL”."""
    words = [word for word in name.split() if word.strip(".").lower() not in TITLES]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "nurse"}


def _care(snippet: Snippet) -> Iterator[Care]:
    levels: Mapping[str, str | None]
    levels = snippet.see_doctor.model_dump() if snippet.see_doctor else {}
    for level in ("emergency", "urgent", "routine"):
        if text := levels.get(level):
            yield Care(level, text.rstrip("."))
