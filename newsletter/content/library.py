"""A whole workspace of files -> one library, or every mistake in it."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from newsletter.content.fields import Fields, content_error, mistake
from newsletter.content.files import is_inside
from newsletter.content.gathering import gather, gathering
from newsletter.content.issues import list_ids, parse_issue
from newsletter.content.languages import sort_out
from newsletter.content.memory import Memory
from newsletter.content.pages import Page
from newsletter.content.reading import ISSUE_FILE, ISSUES, Reading
from newsletter.content.references import Known, find_circles, find_in_fields, find_in_text
from newsletter.content.registers import (
    check_portrait,
    parse_glossary,
    parse_people,
    parse_sources,
    register_of,
)
from newsletter.content.segments import SEGMENTS, find_audience, parse_segments
from newsletter.content.snippets import Kinds, parse_snippet
from newsletter.content.translations import Originals, read_translations
from newsletter.errors import FoundErrors
from newsletter.model import (
    SNIPPET_OF_KIND,
    Finding,
    Issue,
    Library,
    Noun,
    Person,
    Picture,
    Snippet,
    Term,
    Vocabulary,
)
from newsletter.validation import Place

Entry = TypeVar("Entry", bound=Noun | Term)


def load_library(
    root: Path,
    languages: Sequence[str] = ("en-GB",),
    own_kinds: Kinds = MappingProxyType({}),
    vocabulary: Vocabulary | None = None,
) -> Library:
    """Read everything below `root/issues`; snippets may be of the workspace's own kinds, too.

    `languages` are those of the newsletter, its own first: files without a language in their name
    are in that one. With a `vocabulary`, segments are read in its words, and every audience has to
    be one of them.

    Raises:
        FoundErrors: every mistake in every file, in file order.
    """
    library, findings = read_library(root, languages, own_kinds, vocabulary)
    if findings:
        raise FoundErrors(findings)
    return library


def read_library(
    root: Path,
    languages: Sequence[str] = ("en-GB",),
    own_kinds: Kinds = MappingProxyType({}),
    vocabulary: Vocabulary | None = None,
) -> tuple[Library, list[Finding]]:
    """Read as `load_library`, but return what could be read beside what is wrong.

    A snippet that could not be read is missing in its issues, too.
    """
    return Reader(root).read(languages, own_kinds, vocabulary)


class Reader:
    """Reads a workspace again and again; what has not changed stays the same object."""

    def __init__(self, root: Path, clock: Callable[[], int] = time.time_ns) -> None:
        self._reading = Reading(root, clock=clock)

    def read(
        self, languages: Sequence[str], own_kinds: Kinds, vocabulary: Vocabulary | None = None
    ) -> tuple[Library, list[Finding]]:
        """Return what `read_library` would."""
        reading = self._reading
        reading.begin()
        (originals, translated), findings = reading.memory.once(
            "files", gather, sort_out, tuple(reading.files()), languages
        )
        reading.findings += findings
        desk = _Desk(reading, {**SNIPPET_OF_KIND, **own_kinds})
        desk.read_registers()
        desk.read_snippets(originals)
        desk.read_issues()
        if vocabulary:
            desk.read_segments(vocabulary)
        desk.check_references()
        translations = read_translations(translated, desk.originals(), reading)
        desk.library.translations.update(translations)
        return desk.library, reading.findings


def load_people(root: Path) -> dict[str, Person]:
    """Read only who people are, whatever is wrong with the files beside.

    Raises:
        FoundErrors: the mistakes in that file.
    """
    reading = Reading(root)
    fields = reading.fields(ISSUES / "people.yml")
    people = parse_people(fields, reading.findings) if fields else {}
    if reading.findings:
        raise FoundErrors(reading.findings)
    return people


@dataclass(slots=True)
class _Desk:
    """What has been read so far; what is wrong with it is kept in `reading`.

    `named` and `known_…` hold the ids of all that was written, also of what could not be read,
    so that one mistake is not reported twice.
    """

    reading: Reading
    kinds: Kinds
    library: Library = field(default_factory=lambda: Library({}, {}, {}, {}, {}, {}))
    pages: dict[Path, Page] = field(default_factory=dict)
    named: dict[str, Path] = field(default_factory=dict)
    known_people: frozenset[str] | None = None
    known_sources: frozenset[str] | None = None

    @property
    def findings(self) -> list[Finding]:
        return self.reading.findings

    @property
    def memory(self) -> Memory:
        return self.reading.memory

    def read_registers(self) -> None:
        if people := self.reading.fields(ISSUES / "people.yml"):
            self.library.people.update(self._register(parse_people, people))
            self.known_people = frozenset(people.values)
            self._read_photos(people)
        if sources := self.reading.fields(ISSUES / "sources.yml"):
            self.library.sources.update(self._register(parse_sources, sources))
            self.known_sources = frozenset(sources.values)
        if glossary := self.reading.fields(ISSUES / "glossary.yml"):
            self.library.glossary.update(self._register(parse_glossary, glossary))

    def read_snippets(self, files: Iterable[Path]) -> None:
        for path in files:
            if path.suffix != ".md" or path.name == ISSUE_FILE:
                continue
            first = self.named.setdefault(path.stem, path)
            if first != path:
                problem = f"another snippet is called “{path.stem}” too: {first.as_posix()}"
                self.findings.append(content_error(path, 1, problem, "Rename one of the files."))
            elif page := self._page(path):
                with gathering(self.findings):
                    snippet = self.memory.once(path, parse_snippet, page, self.kinds)
                    self._keep(snippet, page.fields)

    def read_issues(self) -> None:
        named = self.memory.same("named", dict(self.named))
        for folder in self.reading.issue_folders():
            path = folder / ISSUE_FILE
            if not self.reading.exists(path):
                remedy = "Add one, or move the snippets to issues/snippets/."
                self.findings.append(content_error(path, 1, "this issue has no issue.md", remedy))
            elif page := self._page(path):
                with gathering(self.findings):
                    self._require_own_name(path)
                    issue = self._parse_issue(page, named)
                    self.library.issues[issue.slug] = issue

    def _parse_issue(self, page: Page, named: Mapping[str, Path]) -> Issue:
        """The issue on a page, made of nothing but what its page lists."""
        snippets = self.library.snippets
        listed = self.memory.once(page.path, list_ids, page)
        chosen = {id: snippets[id] for id in listed if id in snippets}
        issue = self.memory.once(page.path, parse_issue, page, named, chosen)
        # A new snippet elsewhere changes which names are known, but not this issue.
        return self.memory.same(page.path, issue)

    def _require_own_name(self, path: Path) -> None:
        """Reviews, and commands, know snippets and issues by name alone."""
        name = path.parent.name
        if snippet := self.named.get(name):
            problem = f"a snippet is called “{name}” too: {snippet.as_posix()}"
            raise mistake(path, 1, problem, "Rename this folder, or that file.")

    def read_segments(self, vocabulary: Vocabulary) -> None:
        if segments := self.reading.fields(SEGMENTS):
            parse = self.memory.once
            found, findings = parse(SEGMENTS, gather, parse_segments, segments, vocabulary)
            self.library.segments.update(found)
            self.findings.extend(findings)
            for issue in self.library.issues.values():
                self.findings.extend(find_audience(issue, segments))

    def check_references(self) -> None:
        known = self._known()
        every = self.memory.every
        for path, page in self.pages.items():
            self.findings.extend(every(path, find_in_text, page, known))
        snippets = self.library.snippets
        places = {id: self.pages[snippet.path].fields for id, snippet in snippets.items()}
        for id, snippet in snippets.items():
            self.findings.extend(every(id, find_in_fields, snippet, places[id], known))
        self.findings.extend(find_circles(snippets, places))

    def originals(self) -> Originals:
        """What translations are held against."""
        return Originals(self.library, self.pages, self._known())

    def _known(self) -> Known:
        known = Known(self.known_people, self.known_sources, frozenset(self.named))
        return self.memory.same("known", known)

    def _register(
        self, parse: Callable[[Fields, list[Finding]], dict[str, Entry]], fields: Fields
    ) -> dict[str, Entry]:
        entries, findings = self.memory.once(fields.path, gather, parse, fields)
        self.library.registers[fields.path.stem] = register_of(fields)
        self.findings.extend(findings)
        return entries

    def _keep(self, snippet: Snippet, fields: Fields) -> None:
        self.library.snippets[snippet.id] = snippet
        if snippet.image:
            self._read_picture(snippet.image.file, fields, ("image", "file"))

    def _page(self, path: Path) -> Page | None:
        """The page in a file, kept for its references; None if it cannot be read."""
        if page := self.reading.page(path):
            self.pages[path] = page
        return page

    def _read_photos(self, fields: Fields) -> None:
        for id, person in self.library.people.items():
            if person.photo:
                place = (id, "photo")
                self._read_picture(person.photo, fields, place)
                if picture := self.library.pictures.get(person.photo):
                    self.findings.extend(check_portrait(picture, fields, place))

    def _read_picture(self, name: str, fields: Fields, place: Place) -> None:
        """Read a picture once; what is wrong with it is said where it is named."""
        if name in self.library.pictures:
            return
        try:
            self.library.pictures[name] = _picture(self.reading, name)
        except FoundErrors as found:
            (finding,) = found.findings
            problem = f"the picture {name}: {finding.problem}"
            self.findings.append(fields.finding(place, problem, finding.remedy))


def _picture(reading: Reading, name: str) -> Picture:
    if name.startswith("/") and is_inside(reading.root / name, reading.root):
        remedy = "Write its path as seen from this file, such as ../pictures/bump.png."
        raise mistake(Path(name), 1, "this is not a path in the workspace", remedy)
    return reading.picture(Path(name))
