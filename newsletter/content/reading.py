"""Going through the files of a workspace: read what can be read, keep what is wrong."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.content.fields import Fields, content_error, parse_fields
from newsletter.content.files import is_inside, read_picture, read_text
from newsletter.content.gathering import gathering
from newsletter.content.issues import SHARED
from newsletter.content.memory import Memory
from newsletter.content.pages import Page, parse_page
from newsletter.content.stamps import make_stamp
from newsletter.model import Finding, Picture

ISSUES = Path("issues")
PICTURES = ISSUES / "pictures"
ISSUE_FILE = "issue.md"


@dataclass(slots=True)
class Reading:
    """Reads files below `root`, by paths relative to it; `findings` is what is wrong so far.

    In the rounds that follow, what has not changed is not read again; `clock` is for this alone
    (nanoseconds since 1970, as files know them).
    """

    root: Path
    findings: list[Finding] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    clock: Callable[[], int] = time.time_ns
    _inside: dict[Path, bool] = field(default_factory=dict)
    _folders: list[Path] | None = None

    def begin(self) -> None:
        """Begin a round: look at every file again."""
        self.findings = []
        self.memory.begin()
        self._inside.clear()
        self._folders = None

    def exists(self, path: Path) -> bool:
        """Whether there is something of that name, even if it cannot be read."""
        return os.path.lexists(self.root / path)

    def page(self, path: Path) -> Page | None:
        """The page in a file; None if it cannot be read."""
        with gathering(self.findings):
            return self.memory.once(path, parse_page, self._text(path), path)
        return None

    def fields(self, path: Path) -> Fields | None:
        """The fields of a side file, none where there is no file; None if it cannot be read."""
        if not self.exists(path):
            return Fields(path, 1)
        with gathering(self.findings):
            return self.memory.once(path, parse_fields, self._text(path), path, 1)
        return None

    def picture(self, path: Path) -> Picture:
        """The picture in a file, as `read_picture`."""
        return self.memory.once(path, _read_picture, path, self.root, self._stamp(path))

    def files(self) -> Iterator[Path]:
        """Side files, shared snippets, then each issue's folder; each in the order of names."""
        yield from (path for path in self._list(ISSUES) if path.suffix == ".yml")
        for folder in [SHARED, *self.issue_folders()]:
            yield from (path for path in self._list(folder) if path.suffix == ".md")

    def issue_folders(self) -> list[Path]:
        """Folders that hold an issue, in the order of their names; looked for once a round."""
        if self._folders is None:
            self._folders = [
                folder
                for folder in self._list(ISSUES)
                if folder not in (SHARED, PICTURES)
                and not folder.name.startswith(".")
                and (self.root / folder).is_dir()
                and self._is_ours(folder)
            ]
        return self._folders

    def _text(self, path: Path) -> str:
        return self.memory.once(path, _read_text, path, self.root, self._stamp(path))

    def _stamp(self, path: Path) -> object:
        """What tells whether the file is the same; links may lead elsewhere without a trace."""
        inside = self._is_inside(path.parent)
        return make_stamp(self.root / path, self.clock()) if inside else object()

    def _is_inside(self, folder: Path) -> bool:
        if folder not in self._inside:
            plain = folder.parts and ".." not in folder.parts and not folder.is_absolute()
            # To follow every folder from the root of the disk takes ten looks at it.
            self._inside[folder] = (
                self._is_inside(folder.parent)
                if plain and not (self.root / folder).is_symlink()
                else is_inside(self.root / folder, self.root)
            )
        return self._inside[folder]

    def _list(self, folder: Path) -> tuple[Path, ...]:
        """What is in a folder, in the order of names; nothing if nobody may look into it."""
        try:
            with os.scandir(self.root / folder) as entries:
                names = tuple(sorted(entry.name for entry in entries))
        except OSError:
            return ()
        return self.memory.once(folder, _join, folder, names)

    def _is_ours(self, folder: Path) -> bool:
        if self._is_inside(folder):
            return True
        problem = "this folder leads out of the workspace"
        finding = content_error(folder, 1, problem, "Copy the folder into it.")
        if finding not in self.findings:
            self.findings.append(finding)
        return False


def _read_text(path: Path, root: Path, _stamp: object) -> str:
    return read_text(root / path, root)


def _read_picture(path: Path, root: Path, _stamp: object) -> Picture:
    return read_picture(root / path, root)


def _join(folder: Path, names: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(folder / name for name in names)


def list_pages(root: Path) -> list[Path]:
    """Return every Markdown file that may hold a snippet or an issue, whatever is in it."""
    return [path for path in Reading(root).files() if path.suffix == ".md"]
