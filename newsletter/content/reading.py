"""Going through the files of a workspace: read what can be read, keep what is wrong."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.content.fields import Fields, content_error, parse_fields
from newsletter.content.files import is_inside, read_text
from newsletter.content.gathering import gathering
from newsletter.content.issues import SHARED
from newsletter.content.pages import Page, parse_page
from newsletter.model import Finding

ISSUES = Path("issues")
PICTURES = ISSUES / "pictures"
ISSUE_FILE = "issue.md"


@dataclass(slots=True)
class Reading:
    """Reads files below `root`, by paths relative to it; `findings` is what is wrong so far."""

    root: Path
    findings: list[Finding] = field(default_factory=list)

    def exists(self, path: Path) -> bool:
        """Whether there is something of that name, even if it cannot be read."""
        return os.path.lexists(self.root / path)

    def page(self, path: Path) -> Page | None:
        """The page in a file; None if it cannot be read."""
        with gathering(self.findings):
            return parse_page(read_text(self.root / path, self.root), path)
        return None

    def fields(self, path: Path) -> Fields | None:
        """The fields of a side file, none where there is no file; None if it cannot be read."""
        if not self.exists(path):
            return Fields(path, 1)
        with gathering(self.findings):
            return parse_fields(read_text(self.root / path, self.root), path)
        return None

    def files(self) -> Iterator[Path]:
        """Side files, shared snippets, then each issue's folder; each in the order of names."""
        yield from self._named("*.yml", ISSUES)
        for folder in [SHARED, *self.issue_folders()]:
            yield from self._named("*.md", folder)

    def issue_folders(self) -> list[Path]:
        """Folders that hold an issue, in the order of their names."""
        return [
            folder
            for folder in self._named("*/", ISSUES)
            if folder not in (SHARED, PICTURES)
            and not folder.name.startswith(".")
            and self._is_ours(folder)
        ]

    def _named(self, pattern: str, folder: Path) -> list[Path]:
        return [path.relative_to(self.root) for path in sorted((self.root / folder).glob(pattern))]

    def _is_ours(self, folder: Path) -> bool:
        if is_inside(self.root / folder, self.root):
            return True
        problem = "this folder leads out of the workspace"
        finding = content_error(folder, 1, problem, "Copy the folder into it.")
        if finding not in self.findings:
            self.findings.append(finding)
        return False


def list_pages(root: Path) -> list[Path]:
    """Return every Markdown file that may hold a snippet or an issue, whatever is in it."""
    return [path for path in Reading(root).files() if path.suffix == ".md"]
