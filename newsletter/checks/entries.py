"""Entries of the side files as rules read them: people, sources and terms, each at its line."""

from collections.abc import Container, Iterator
from typing import Any

from newsletter.checks.manuscript import Manuscript
from newsletter.checks.passages import Passage
from newsletter.model import CITATION, Issue, Library, Term

Place = tuple[str | int, ...]

NOT_WORDS = {"photo"}
"""Names of files, which are as a disk spells them."""


def all_entries(library: Library) -> Iterator[Passage]:
    """Yield all that the side files of a library say, in every language."""
    for each in (library, *library.translations.values()):
        for register in each.registers:
            yield from _entries(each, register, getattr(each, register))


def entries_used(manuscript: Manuscript) -> Iterator[Passage]:
    """Yield what the side files say of all that a text draws upon."""
    library = manuscript.background.library
    yield from _entries(library, "people", _people_in(manuscript))
    yield from _entries(library, "sources", _sources_in(manuscript))
    yield from _entries(library, "glossary", _terms_in(manuscript))


def strings_in(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Yield every text inside a value, with its place."""
    match value:
        case str():
            yield place, value
        case dict():
            for name, inner in value.items():
                yield from strings_in(inner, (*place, name))
        case list() | tuple():
            for number, inner in enumerate(value):
                yield from strings_in(inner, (*place, number))


def _entries(library: Library, register: str, wanted: Container[str]) -> Iterator[Passage]:
    """Yield the texts of these entries that stand in the file itself, not in the original's."""
    file = library.registers.get(register)
    for id, entry in getattr(library, register).items() if file else ():
        if id in wanted:
            for place, text in _texts_of(id, entry):
                if file and place in file.lines:
                    yield Passage(text, text, file.at(*place), field="")


def _texts_of(id: str, entry: Any) -> Iterator[tuple[Place, str]]:
    if isinstance(entry, Term):
        yield (id,), f"{entry.word}: {entry.meaning}"
    else:
        yield from strings_in(entry.model_dump(by_alias=True, exclude=NOT_WORDS), (id,))


def _people_in(manuscript: Manuscript) -> set[str]:
    """Who answers, and whose opinion is told; of an issue, whoever may be named for reading it."""
    if isinstance(owner := manuscript.owner, Issue):
        people = manuscript.background.library.people
        return {id for id, person in people.items() if person.reviewer}
    told = {id for claim in owner.claims for id in claim.by}
    return told | {part.person for part in owner.answers if part.person}


def _sources_in(manuscript: Manuscript) -> set[str]:
    cited = (CITATION.finditer(passage.source) for passage in manuscript.passages)
    claims = manuscript.snippet.claims if manuscript.snippet else ()
    claimed = {id for claim in claims for id in claim.sources}
    return claimed | {match[1].strip() for matches in cited for match in matches}


def _terms_in(manuscript: Manuscript) -> set[str]:
    text = " ".join(manuscript.text.casefold().split())
    return {word for word in manuscript.background.library.glossary if word.casefold() in text}
