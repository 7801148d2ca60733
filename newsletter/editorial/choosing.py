"""Which snippets and issues somebody means: by id, by folder name, or by the path of a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.errors import UsageError
from newsletter.model import Issue, Library, Snippet
from newsletter.validation import nearest


@dataclass(frozen=True, slots=True)
class Work:
    """A snippet or an issue; `language` is that of a translation, empty for an original."""

    owner: Snippet | Issue
    language: str = ""

    @property
    def name(self) -> str:
        """Its id or folder name; a translation's is followed by its language."""
        name = self.owner.slug if isinstance(self.owner, Issue) else self.owner.id
        return f"{name}.{self.language}" if self.language else name


def list_works(library: Library) -> list[Work]:
    """Every snippet and every issue, each with its translations after all originals."""
    return [
        work
        for language, each in [("", library), *library.translations.items()]
        for work in (
            *(Work(snippet, language) for snippet in each.snippets.values()),
            *(Work(issue, language) for issue in each.issues.values()),
        )
    ]


def choose_works(library: Library, root: Path, here: Path, names: Sequence[str]) -> list[Work]:
    """Return what the names mean, and the snippets of each issue among it; each once.

    A path is looked up from `here`, then from `root`. An id means the translations, too; a path
    means this one file.

    Raises:
        UsageError: there is nothing of that name.
    """
    works = list_works(library)
    chosen = [work for name in names for work in _choose(name, works, root, here)]
    inside = [
        Work(snippet, work.language)
        for work in chosen
        if isinstance(work.owner, Issue)
        for snippet in work.owner.snippets
    ]
    return list({work.owner.path: work for work in [*chosen, *inside]}.values())


def _choose(name: str, works: Sequence[Work], root: Path, here: Path) -> list[Work]:
    by_path = _by_path(works)
    for path in paths_of(name, root, here):
        if path in by_path:
            return by_path[path]
    found = [work for work in works if name in (work.name, work.name.partition(".")[0])]
    if not found:
        known = {work.name for work in works}
        raise UsageError(f"there is no snippet and no issue “{name}”", remedy=nearest(name, known))
    return found


def _by_path(works: Sequence[Work]) -> Mapping[Path, list[Work]]:
    """Works by their file; by its folder, an issue and its translations."""
    by_path = {work.owner.path: [work] for work in works}
    for work in works:
        if isinstance(work.owner, Issue):
            by_path.setdefault(work.owner.path.parent, []).append(work)
    return by_path


def paths_of(name: str, root: Path, here: Path) -> Iterator[Path]:
    """Yield which paths of the workspace a name may mean: seen from `here`, then from `root`."""
    for start in (here, root):
        path = (start / name).resolve()
        if path.is_relative_to(root):
            yield path.relative_to(root)
