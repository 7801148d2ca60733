"""What an issue relies on: its sources with each sentence that cites them, and its claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from newsletter.checks import LetterPage, Manuscript
from newsletter.compose import number_sources
from newsletter.model import CITATION, Certainty, Library, Says, Seen, Snippet, Source
from newsletter.studio.outline import INTRO


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence that cites a source; `block` is the id of its snippet, or “intro”."""

    block: str
    file: Path
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source by the number that the letter gives it; what is not known of it is empty."""

    number: int
    id: str
    title: str
    by: str
    in_: str
    year: str
    url: str
    checked: date
    seen: Seen
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim of a snippet; `sources` are ids, `by` those of the people whose opinion it is."""

    about: str
    says: Says
    certainty: Certainty
    by: tuple[str, ...]
    block: str
    file: Path
    line: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What readers of a variant could look up, and what is claimed."""

    sources: tuple[CitedSource, ...]
    claims: tuple[ClaimView, ...]


def find_grounds(page: LetterPage, library: Library) -> Grounds:
    """Return what a variant relies on; a translation is looked up in its own part of `library`."""
    own = library.translations.get(page.language, library)
    snippets = tuple(each.snippet for each in page.manuscripts if each.snippet)
    numbers = number_sources(page.issue.model_copy(update={"snippets": snippets}), own)
    return Grounds(
        tuple(_source(number, id, own.sources[id], page) for id, number in numbers.items()),
        tuple(claim for snippet in snippets for claim in _claims(snippet)),
    )


def _source(number: int, id: str, source: Source, page: LetterPage) -> CitedSource:
    return CitedSource(
        number=number,
        id=id,
        title=source.title,
        by=source.by,
        in_=source.in_ or "",
        year=(source.published or "")[:4],
        url=source.link or "",
        checked=source.checked,
        seen=source.seen,
        cited=tuple(cited for each in page.manuscripts for cited in _cited(id, each)),
    )


def _cited(id: str, manuscript: Manuscript) -> Iterator[Cited]:
    """Yield each sentence of a manuscript that cites a source, once."""
    block = manuscript.snippet.id if manuscript.snippet else INTRO
    sentences = (
        passage.sentence_at(match.start())
        for passage in manuscript.passages
        for match in CITATION.finditer(passage.source)
        if match[1].strip() == id
    )
    for sentence in filter(None, dict.fromkeys(sentences)):
        yield Cited(block, sentence.at.path, sentence.at.line, sentence.text)


def _claims(snippet: Snippet) -> Iterator[ClaimView]:
    for number, claim in enumerate(snippet.claims):
        yield ClaimView(
            about=claim.about,
            says=claim.says,
            certainty=claim.certainty,
            by=claim.by,
            block=snippet.id,
            file=snippet.path,
            line=snippet.lines.of("claims", number),
            sources=claim.sources,
        )
