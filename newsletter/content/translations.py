"""Files in other languages -> whole libraries beside the original one, and what these lack."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from newsletter.content.facts import find_other_names
from newsletter.content.fields import content_error
from newsletter.content.gathering import gather, gathering
from newsletter.content.issues import SHARED
from newsletter.content.languages import Translated
from newsletter.content.memory import Memory
from newsletter.content.pages import Page
from newsletter.content.reading import ISSUE_FILE, Reading
from newsletter.content.references import Known, find_in_text
from newsletter.content.registers import parse_glossary, register_of
from newsletter.content.snippets import parse_translation
from newsletter.content.words import parse_issue_words, parse_people_words, translate_issue
from newsletter.model import Finding, Issue, Library, Snippet, primary_part
from newsletter.validation import nearest


@dataclass(frozen=True, slots=True)
class Originals:
    """What translations are held against, as far as it could be read."""

    library: Library
    pages: Mapping[Path, Page]
    known: Known


def read_translations(
    files: Sequence[Translated], originals: Originals, reading: Reading
) -> dict[str, Library]:
    """Return by language what there is; mistakes, and what an issue lacks, go to `reading`."""
    return {
        language: _Interpreter(language, originals, reading).read(
            [file for file in files if file.language == language]
        )
        for language in sorted({file.language for file in files})
    }


@dataclass(slots=True)
class _Interpreter:
    """Reads the files of one language.

    `named` and `known_people` hold the ids of all that was written in it, also of what could not
    be read, so that one mistake is not reported twice.
    """

    language: str
    originals: Originals
    reading: Reading
    named: set[str] = field(default_factory=set)
    known_people: frozenset[str] | None = frozenset()
    library: Library = field(init=False)

    def __post_init__(self) -> None:
        self.library = replace(
            self.originals.library,
            issues={},
            snippets={},
            people={},
            glossary={},
            translations={},
            registers={},
        )

    @property
    def memory(self) -> Memory:
        return self.reading.memory

    def read(self, files: Sequence[Translated]) -> Library:
        """Read side files first, issues last: each needs what comes before it."""
        for file in files:
            if file.path.suffix == ".yml":
                self._read_register(file)
        for file in files:
            if file.path.suffix == ".md" and file.original.name != ISSUE_FILE:
                self._read_snippet(file)
        for file in files:
            if file.original.name == ISSUE_FILE:
                self._read_issue(file)
        return self.library

    def _read_register(self, file: Translated) -> None:
        match file.original.name:
            case "people.yml":
                self._read_people(file.path)
            case "glossary.yml":
                if fields := self.reading.fields(file.path):
                    glossary, findings = self.memory.once(file.path, gather, parse_glossary, fields)
                    self.reading.findings += findings
                    self.library.glossary.update(glossary)
                    self.library.registers["glossary"] = register_of(fields)
            case "sources.yml":
                problem = "sources are the same in every language"
                self._report(file.path, problem, "Take this file out.")
            case name:
                problem = f"there is no side file “{name}”"
                self._report(file.path, problem, nearest(name, {"people.yml", "glossary.yml"}))

    def _read_people(self, path: Path) -> None:
        fields = self.reading.fields(path)
        self.known_people = frozenset(fields.values) if fields else None
        if fields:
            people, known = self.originals.library.people, self.originals.known.people
            words, findings = self.memory.once(
                path, gather, parse_people_words, fields, people, known
            )
            self.reading.findings += findings
            self.library.people.update(words)
            self.library.registers["people"] = register_of(fields)

    def _read_snippet(self, file: Translated) -> None:
        id = file.original.stem
        self.named.add(id)
        if not self.reading.exists(file.original):
            self._report_orphan(file)
        elif page := self.reading.page(file.path):
            findings: list[Finding] = []
            wrong = self.memory.every(file.path, find_in_text, page, self.originals.known)
            if original := self._original_snippet(file):
                original_page = self.originals.pages[file.original]
                with gathering(findings):
                    self.library.snippets[id] = self.memory.once(
                        file.path, parse_translation, page, original_page, original
                    )
                if not wrong and (page.parts or not findings):
                    findings += self._find_other_names(original_page, page)
            self.reading.findings += [*wrong, *findings]

    def _read_issue(self, file: Translated) -> None:
        if file.path.parent == SHARED:
            self._report_orphan(file)
        # A folder without an issue.md is reported already.
        elif self.reading.exists(file.original) and (page := self.reading.page(file.path)):
            findings = list(self.memory.every(file.path, find_in_text, page, self.originals.known))
            issue = self.originals.library.issues.get(file.path.parent.name)
            if issue:
                if not findings:
                    findings += self._find_other_names(self.originals.pages[issue.path], page)
                findings += self._find_missing(issue, file.path)
            with gathering(findings):
                words = self.memory.once(file.path, parse_issue_words, page)
                if issue:
                    snippets = self._translate_all(issue)
                    self.library.issues[issue.slug] = self.memory.once(
                        file.path, translate_issue, issue, page, words, snippets
                    )
            self.reading.findings += findings

    def _find_other_names(self, original: Page, page: Page) -> tuple[Finding, ...]:
        return self.memory.every(page.path, find_other_names, original, page)

    def _find_missing(self, issue: Issue, path: Path) -> Iterator[Finding]:
        """Yield what the readers of this language would have to read in another one."""
        snippets = self._meant_for_us(issue)
        if issue.snippets and not snippets:
            problem = f"no snippet of this issue is for readers of “{self.language}”"
            remedy = "Take this file out, or change “for” in issue.md."
            yield content_error(path, 1, problem, remedy)
        for snippet in snippets:
            if snippet.id not in self.named:
                missing = snippet.path.with_suffix(f".{self.language}.md").as_posix()
                problem = f"“{snippet.id}” is not translated"
                yield content_error(path, 1, problem, f"Write {missing}.")
        known = self.known_people
        for id in dict.fromkeys(id for snippet in snippets for id in _people(snippet)):
            if id in self.originals.library.people and known is not None and id not in known:
                problem = f"it is not said in “{self.language}” who “{id}” is"
                remedy = f"Add “{id}:” with “role: …” to issues/people.{self.language}.yml."
                yield content_error(path, 1, problem, remedy)

    def _translate_all(self, issue: Issue) -> dict[str, Snippet]:
        """The translated snippets of an issue in its order."""
        ours = self.library.snippets
        return {each.id: ours[each.id] for each in self._meant_for_us(issue) if each.id in ours}

    def _meant_for_us(self, issue: Issue) -> list[Snippet]:
        """The snippets of an issue but for those that readers of other languages get."""
        ours = primary_part(self.language).casefold()
        return [
            each
            for each in issue.snippets
            if primary_part(issue.conditions.get(each.id, {}).get("language", ours)).casefold()
            == ours
        ]

    def _original_snippet(self, file: Translated) -> Snippet | None:
        """What this file translates; None if that could not be read, which is reported already."""
        snippet = self.originals.library.snippets.get(file.original.stem)
        return snippet if snippet and snippet.path == file.original else None

    def _report_orphan(self, file: Translated) -> None:
        problem = f"there is no {file.original.as_posix()} that this translates"
        elsewhere = self.originals.library.snippets.get(file.original.stem)
        remedy = f"Write {file.original.name} first, or take this file out."
        if elsewhere:
            remedy = f"Move it beside {elsewhere.path.as_posix()}."
        self._report(file.path, problem, remedy)

    def _report(self, path: Path, problem: str, remedy: str) -> None:
        self.reading.findings.append(content_error(path, 1, problem, remedy))


def _people(snippet: Snippet) -> Iterator[str]:
    """Everybody who answers, or whose opinion a claim is."""
    yield from (part.person for part in snippet.parts if part.person)
    yield from (id for claim in snippet.claims for id in claim.by)
