"""A whole workspace of files -> one library, or every mistake in it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from newsletter.content.fields import Fields, content_error, mistake, parse_fields
from newsletter.content.files import is_inside, read_picture, read_text
from newsletter.content.gathering import gathering
from newsletter.content.issues import SHARED, parse_issue
from newsletter.content.pages import Page, parse_page
from newsletter.content.references import Known, find_circles, find_in_fields, find_in_text
from newsletter.content.registers import parse_glossary, parse_people, parse_sources
from newsletter.content.snippets import Kinds, parse_snippet
from newsletter.errors import FoundErrors
from newsletter.model import SNIPPET_OF_KIND, Finding, Library, Picture, Snippet

ISSUE_FILE = "issue.md"
PICTURES = Path("issues/pictures")


def load_library(root: Path, own_kinds: Kinds = MappingProxyType({})) -> Library:
    """Read everything below `root/issues`; snippets may be of the workspace's own kinds, too.

    Raises:
        FoundErrors: every mistake in every file, in file order.
    """
    desk = _Desk(root, {**SNIPPET_OF_KIND, **own_kinds})
    desk.read_registers()
    desk.read_snippets()
    desk.read_issues()
    desk.check_references()
    if desk.findings:
        raise FoundErrors(desk.findings)
    return desk.library


@dataclass(slots=True)
class _Desk:
    """What has been read so far, and what is wrong with it.

    `named` and `known_…` hold the ids of all that was written, also of what could not be read,
    so that one mistake is not reported twice.
    """

    root: Path
    kinds: Kinds
    findings: list[Finding] = field(default_factory=list)
    library: Library = field(default_factory=lambda: Library({}, {}, {}, {}, {}, {}))
    pages: list[Page] = field(default_factory=list)
    places: dict[str, Fields] = field(default_factory=dict)
    named: dict[str, Path] = field(default_factory=dict)
    known_people: frozenset[str] | None = None
    known_sources: frozenset[str] | None = None

    def read_registers(self) -> None:
        if people := self._register("people.yml"):
            self.library.people.update(parse_people(people, self.findings))
            self.known_people = frozenset(people.values)
            self._read_photos(people)
        if sources := self._register("sources.yml"):
            self.library.sources.update(parse_sources(sources, self.findings))
            self.known_sources = frozenset(sources.values)
        if glossary := self._register("glossary.yml"):
            self.library.glossary.update(parse_glossary(glossary, self.findings))

    def read_snippets(self) -> None:
        for path in self._snippet_files():
            first = self.named.setdefault(path.stem, path)
            if first != path:
                problem = f"another snippet is called “{path.stem}” too: {first.as_posix()}"
                self.findings.append(content_error(path, 1, problem, "Rename one of the files."))
            elif page := self._page(path):
                with gathering(self.findings):
                    self._keep(parse_snippet(page, self.kinds), page.fields)

    def read_issues(self) -> None:
        for folder in self._issue_folders():
            path = folder / ISSUE_FILE
            if not os.path.lexists(self.root / path):
                remedy = "Add one, or move the snippets to issues/snippets/."
                self.findings.append(content_error(path, 1, "this issue has no issue.md", remedy))
            elif page := self._page(path):
                with gathering(self.findings):
                    issue = parse_issue(page, self.named, self.library.snippets)
                    self.library.issues[issue.slug] = issue

    def check_references(self) -> None:
        known = Known(self.known_people, self.known_sources, frozenset(self.named))
        for page in self.pages:
            self.findings += find_in_text(page, known)
        for snippet in self.library.snippets.values():
            self.findings += find_in_fields(snippet, self.places[snippet.id], known)
        self.findings += find_circles(self.library.snippets, self.places)

    def _keep(self, snippet: Snippet, fields: Fields) -> None:
        self.library.snippets[snippet.id] = snippet
        self.places[snippet.id] = fields
        if snippet.image:
            self._read_picture(snippet.image.file, fields, ("image", "file"))

    def _register(self, name: str) -> Fields | None:
        """The fields of a side file, none where there is no file; None if it cannot be read."""
        path = Path("issues") / name
        if not os.path.lexists(self.root / path):
            return Fields(path, 1)
        with gathering(self.findings):
            return parse_fields(read_text(self.root / path, self.root), path)
        return None

    def _page(self, path: Path) -> Page | None:
        """The page in a file, kept for its references; None if it cannot be read."""
        with gathering(self.findings):
            page = parse_page(read_text(self.root / path, self.root), path)
            self.pages.append(page)
            return page
        return None

    def _read_photos(self, fields: Fields) -> None:
        for id, person in self.library.people.items():
            if person.photo:
                self._read_picture(person.photo, fields, (id, "photo"))
                picture = self.library.pictures.get(person.photo)
                if picture and abs(picture.width - picture.height) > picture.width / 20:
                    problem = (
                        f"a portrait is square; this one is {picture.width} × {picture.height}"
                    )
                    remedy = "Cut it to a square, 176 pixels wide or more."
                    self.findings.append(fields.finding((id, "photo"), problem, remedy))

    def _read_picture(self, name: str, fields: Fields, place: tuple[str, ...]) -> None:
        """Read a picture once; what is wrong with it is said where it is named."""
        if name in self.library.pictures:
            return
        try:
            self.library.pictures[name] = _picture(self.root, name)
        except FoundErrors as found:
            (finding,) = found.findings
            problem = f"the picture {name}: {finding.problem}"
            self.findings.append(fields.finding(place, problem, finding.remedy))

    def _snippet_files(self) -> Iterator[Path]:
        for folder in [SHARED, *self._issue_folders()]:
            for path in sorted((self.root / folder).glob("*.md")):
                if path.name != ISSUE_FILE:
                    yield path.relative_to(self.root)

    def _issue_folders(self) -> list[Path]:
        """Folders that hold an issue, relative to the workspace, in name order."""
        every = sorted((self.root / "issues").glob("*/"))
        return [
            folder.relative_to(self.root)
            for folder in every
            if folder.relative_to(self.root) not in (SHARED, PICTURES)
            and not folder.name.startswith(".")
            and self._is_ours(folder)
        ]

    def _is_ours(self, folder: Path) -> bool:
        if is_inside(folder, self.root):
            return True
        name = folder.relative_to(self.root)
        problem = "this folder leads out of the workspace"
        finding = content_error(name, 1, problem, "Copy the folder into it.")
        if finding not in self.findings:
            self.findings.append(finding)
        return False


def _picture(root: Path, name: str) -> Picture:
    if name.startswith("/") and is_inside(root / name, root):
        remedy = "Write its path as seen from this file, such as ../pictures/bump.png."
        raise mistake(Path(name), 1, "this is not a path in the workspace", remedy)
    return read_picture(root / name, root)
