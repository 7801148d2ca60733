"""An issue -> its sheets: what reviewers read, made from the same cards as the letter."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.compose.album import Album
from newsletter.compose.cards import Card, CardMaker
from newsletter.compose.markdown import Citations, Prose
from newsletter.compose.placeholders import make_slots, put_marks
from newsletter.compose.rendering import LINK, labels_of, terms_in
from newsletter.compose.templates import Templates
from newsletter.compose.transcript import (
    Speech,
    transcribe_card,
    transcribe_intro,
    transcribe_similar,
    transcribe_sources,
)
from newsletter.compose.variants import Edition, list_languages
from newsletter.compose.writing import note, say, write
from newsletter.errors import UsageError
from newsletter.model import Issue, Library, Location, Part, Picture, Sheet, Snippet
from newsletter.settings import Settings
from newsletter.validation import nearest

OF_ISSUES = "issue"


def make_sheets(
    issue: Issue, library: Library, settings: Settings, templates: Templates
) -> tuple[Sheet, ...]:
    """Return all that is to be approved before an issue goes out.

    The issue's own sheet comes first, then one for each snippet; after them, the same for each
    language that it is translated into.

    Raises:
        FoundErrors: a snippet has more in it than a letter can hold, or a wrong place to fill.
        UsageError: a language is not spoken.
    """
    return tuple(
        sheet
        for edition in list_languages(issue, library, settings)
        for sheet in _Desk(edition, settings, templates, library).sheets()
    )


def sheet_of(
    snippet: Snippet, library: Library, settings: Settings, templates: Templates, language: str
) -> Sheet:
    """Return the sheet of one snippet in a language; the same as in every issue that has it.

    Raises:
        FoundErrors: it has more in it than a letter can hold, or a wrong place to fill.
        UsageError: it is not translated into that language.
    """
    if language == settings.newsletter.language:
        edition = Edition(_alone(snippet), library, settings.newsletter, {})
    else:
        translated = library.translations.get(language)
        if translated is None or snippet.id not in translated.snippets:
            problem = f"“{snippet.id}” is not translated into “{language}”"
            known = [
                code for code, each in library.translations.items() if snippet.id in each.snippets
            ]
            remedy = nearest(language, [settings.newsletter.language, *known])
            raise UsageError(problem, remedy=remedy)
        page = _alone(translated.snippets[snippet.id])
        edition = Edition(page, translated, settings.identity_in(language), {})
    *_, sheet = _Desk(edition, settings, templates, library).sheets()
    return sheet


def _alone(snippet: Snippet) -> Issue:
    """An issue of one snippet, and nothing else."""
    return Issue.model_construct(
        slug=snippet.id,
        path=snippet.path,
        intro=Part("", 1),
        subject="",
        preheader="",
        snippets=(snippet,),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A snippet's card, read by itself: its sources are numbered from 1 on."""

    card: Card
    citations: Citations


class _Desk:
    """Writes the sheets of one language; `original` is the library of the main one."""

    def __init__(
        self, edition: Edition, settings: Settings, templates: Templates, original: Library
    ) -> None:
        self._slots = make_slots(edition, settings)
        self._edition = put_marks(edition, self._slots)
        self._settings = settings
        identity = edition.identity
        words = templates.read_words(identity.language)
        self._link = words.say(LINK)
        self._suffix = "" if edition.library is original else f".{identity.language}"
        self._album = Album(edition.library.pictures, settings.pictures, _keep)
        self._speech = Speech(
            words,
            labels_of(identity, words, settings),
            words.care(identity.emergency_number),
            edition.library,
        )

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheet of the issue, then one for each of its snippets."""
        read = [self._read(snippet) for snippet in self._edition.issue.snippets]
        yield self._of_issue([each.card for each in read])
        yield from map(self._of_snippet, read)

    def _read(self, snippet: Snippet) -> _Read:
        citations = Citations(self._edition.library.sources)
        return _Read(self._maker(citations).make_one(snippet), citations)

    def _maker(self, citations: Citations) -> CardMaker:
        return CardMaker(self._edition.library, citations, self._album, self._link)

    def _of_snippet(self, read: _Read) -> Sheet:
        snippet = read.card.snippet
        lines = [
            *transcribe_card(read.card, self._speech),
            *transcribe_sources(read.citations, snippet, self._edition.library),
        ]
        return self._sheet(snippet.id, snippet.kind, snippet, _authors(snippet), lines)

    def _of_issue(self, cards: list[Card]) -> Sheet:
        issue = self._edition.issue
        citations = Citations(self._edition.library.sources)
        intro = self._maker(citations).read_intro(issue)
        lines = [
            *transcribe_intro(issue, intro, self._edition.identity, self._speech, self._layout()),
            *transcribe_sources(citations, None, self._edition.library),
            *self._contents(cards),
            *self._glossary(intro, cards),
            *self._reviewers(),
        ]
        return self._sheet(issue.slug, OF_ISSUES, issue, frozenset(issue.authors), lines)

    def _layout(self) -> str:
        return self._edition.issue.layout or self._settings.templates.layout

    def _contents(self, cards: list[Card]) -> Iterator[str]:
        """Yield what stands in an issue, in order, and for whom."""
        issue = self._edition.issue
        for number, card in enumerate(cards, 1):
            snippet = card.snippet
            asked = issue.conditions.get(snippet.id, {})
            readers = " and ".join(f"{name} is “{value}”" for name, value in asked.items())
            yield note(
                f"{number}. {snippet.id}" + (f", for readers whose {readers}" if readers else "")
            )
            yield from say(snippet.title)
            similar = self._edition.library.similar_to(snippet)
            yield from transcribe_similar(similar, issue, self._speech)
            yield ""

    def _glossary(self, intro: Prose, cards: list[Card]) -> Iterator[str]:
        texts = [intro.text, *(text for card in cards for text in card.texts)]
        if terms := terms_in(texts, self._edition.library.glossary):
            yield from say(self._speech.words.say("Words"))
            for term in terms:
                yield from say(f"{term.word}: {term.meaning}")

    def _reviewers(self) -> Iterator[str]:
        """Yield how readers of a translation may be told who has read it.

        In the main language, each record says that of its own reviewer.
        """
        for id, person in self._edition.library.people.items() if self._suffix else ():
            if person.reviewer:
                yield note(f"reviewer {id}: {person.name}, {person.role}")

    def _sheet(
        self, id: str, kind: str, page: Issue | Snippet, authors: frozenset[str], lines: list[str]
    ) -> Sheet:
        """A sheet with its first line; at its end stands what the desk has said of the page."""
        top = note(f"{id} · {kind} · {self._edition.identity.language}")
        allowed = [note(f"allowed: {rule}: {why}") for rule, why in page.allow.items()]
        by = [note(f"authors: {', '.join(page.authors)}")] if page.authors else []
        text = self._slots.show(write([top, "", *lines, "", *by, *allowed]))
        return Sheet(f"{id}{self._suffix}", kind, text, Location(page.path, 1), authors)


def _authors(snippet: Snippet) -> frozenset[str]:
    """Those whose words it holds: who wrote it, who answers, whose opinion is claimed."""
    answering = (part.person for part in snippet.answers if part.person)
    claiming = (id for claim in snippet.claims for id in claim.by)
    return frozenset((*snippet.authors, *answering, *claiming))


def _keep(picture: Picture, _: int) -> Picture:
    """A picture as it is: what counts on a sheet is the file that the reviewer saw."""
    return picture
