"""Which issues and snippets a change of files touches."""

from collections.abc import Iterator
from itertools import chain

from newsletter.model import Issue, Library, Snippet

ALONE = "snippet:"
"""How the name of a letter begins that shows one snippet alone."""

SHARED = ("people", "sources", "glossary", "pictures", "registers", "segments")


def affected(before: Library, after: Library) -> frozenset[str] | None:
    """The names of the letters that may differ between two libraries; None: all of them."""
    pairs = list(_pairs(before, after))
    if any(getattr(old, shelf) != getattr(new, shelf) for old, new in pairs for shelf in SHARED):
        return None
    snippets = {id for old, new in pairs for id in _differing(old.snippets, new.snippets)}
    issues = {slug for old, new in pairs for slug in _differing(old.issues, new.issues)}
    alone = set(chain.from_iterable(_shown_with(after, id) for id in snippets))
    around = {slug for slug, issue in after.issues.items() if not alone.isdisjoint(_ids(issue))}
    return frozenset(chain(issues | around, (f"{ALONE}{id}" for id in alone | snippets)))


def _pairs(before: Library, after: Library) -> Iterator[tuple[Library, Library]]:
    """Yield both libraries of each language."""
    yield before, after
    nothing = Library({}, {}, {}, {}, {}, {})
    for language in before.translations.keys() | after.translations.keys():
        yield (
            before.translations.get(language, nothing),
            after.translations.get(language, nothing),
        )


def _differing(
    before: dict[str, Snippet] | dict[str, Issue], after: dict[str, Snippet] | dict[str, Issue]
) -> Iterator[str]:
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield name


def _shown_with(library: Library, id: str) -> Iterator[str]:
    """Yield the ids of a snippet and of those whose cards name it; none of one that is gone."""
    if snippet := library.snippets.get(id):
        yield id
        yield from (other.id for other in library.similar_to(snippet))


def _ids(issue: Issue) -> Iterator[str]:
    return (snippet.id for snippet in issue.snippets)
