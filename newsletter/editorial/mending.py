"""Pages of a workspace, mended where nobody need judge: looked at first, then written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from newsletter.content import list_pages, mend_page
from newsletter.editorial.choosing import paths_of
from newsletter.editorial.keeping import replace_file
from newsletter.errors import UsageError
from newsletter.validation import nearest
from newsletter.workspace import Workspace

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Mend:
    """A page as it is and as it would be; `path` is relative to the workspace."""

    path: Path
    before: str
    after: str

    @property
    def diff(self) -> list[str]:
        """What would change, as `diff -u` shows it."""
        name = self.path.as_posix()
        old, new = (text.split("\n") for text in (self.before, self.after))
        return list(unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""))


def find_mends(workspace: Workspace, here: Path, names: Sequence[str] = ()) -> list[Mend]:
    """Return what can be mended in these pages, or in all; of an issue, in those of its folder.

    Raises:
        UsageError: there is nothing of that name.
    """
    pages = [page for page in list_pages(workspace.root) if _is_ours(page, workspace.root)]
    chosen = [page for name in names for page in _choose(name, pages, workspace.root, here)]
    mends = (_mend(page, workspace) for page in dict.fromkeys(chosen if names else pages))
    return [mend for mend in mends if mend and mend.before != mend.after]


def write_mends(workspace: Workspace, mends: Sequence[Mend]) -> None:
    """Write pages, each in one step; what somebody has changed meanwhile is left alone.

    Raises:
        OSError: a page cannot be written.
    """
    for mend in mends:
        place = (workspace.root / mend.path).resolve()
        if place.read_bytes() == mend.before.encode():
            replace_file(place, mend.after.encode())


def _mend(page: Path, workspace: Workspace) -> Mend | None:
    """Mend a page with the line ends it has; one that is no text is left to the checks."""
    try:
        before = (workspace.root / page).read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
    ends = "\r\n" if "\r\n" in before else "\n"
    text = before.removeprefix(BOM)
    if "\r" in text.replace("\r\n", "") or (
        ends == "\r\n" and text.count("\n") != text.count(ends)
    ):
        return None
    language = page.stem.partition(".")[2] or workspace.settings.newsletter.language
    mended = mend_page(text.replace("\r\n", "\n"), page, language).replace("\n", ends)
    return Mend(page, before, BOM * before.startswith(BOM) + mended)


def _is_ours(page: Path, root: Path) -> bool:
    """Whether the file really lies in the workspace, wherever links lead."""
    try:
        return (root / page).resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _choose(name: str, pages: Sequence[Path], root: Path, here: Path) -> list[Path]:
    paths = list(paths_of(name, root, here))
    found = [page for page in pages if page in paths or page.parent in paths]
    found = found or [page for page in pages if name in _names(page)]
    if not found:
        known = {each for page in pages for each in _names(page)}
        raise UsageError(f"there is no snippet and no issue “{name}”", remedy=nearest(name, known))
    return found


def _names(page: Path) -> Iterator[str]:
    """What people call a page: its id, with or without the language; its issue's folder."""
    yield page.parent.name
    if not page.match("issue*.md"):
        yield from (page.stem, page.stem.partition(".")[0])
