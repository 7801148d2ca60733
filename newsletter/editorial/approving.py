"""What reviewers do: read a sheet, and have their word on it written down."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from newsletter.checks import names_medicine
from newsletter.compose import Templates, make_sheets, sheet_of
from newsletter.editorial.opening import open_library, open_templates
from newsletter.editorial.reviewing import make_judge
from newsletter.errors import UsageError
from newsletter.model import (
    Approval,
    Decision,
    How,
    Issue,
    Kind,
    Library,
    Person,
    Sheet,
    Snippet,
    Standing,
)
from newsletter.review import (
    date_word,
    expires_on,
    make_signature_check,
    read_records,
    said_of,
    sign_as_asked,
    write_record,
)
from newsletter.settings import ReviewLevel
from newsletter.validation import nearest
from newsletter.workspace import Workspace

SHORT = 8
"""Characters of a digest that name a sheet to people."""

MONTHS_FOR_MEDICINES = 6
NEED_A_KEY = (ReviewLevel.SIGNED, ReviewLevel.PINNED)


@dataclass(frozen=True, slots=True)
class Word:
    """What a reviewer says, and how it is written down; `key` signs it."""

    reviewer: str
    decision: Decision
    how: How = How.RECORDED
    note: str = ""
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """A workspace laid out for its reviewers, at one moment."""

    workspace: Workspace
    library: Library
    templates: Templates
    records: Mapping[str, Sequence[Approval]]
    now: datetime

    def find_sheets(self, name: str, *, whole: bool = False) -> tuple[Sheet, ...]:
        """Return the sheet of that name, or all that belongs to it: snippets and translations.

        Raises:
            UsageError: there is no such snippet or issue, or no such translation of it.
        """
        id = name.partition(".")[0]
        if id in self.library.issues:
            sheets = self._of_issue(self.library.issues[id])
        elif id in self.library.snippets:
            sheets = self._of_snippet(self.library.snippets[id])
        else:
            known = (*self.library.snippets, *self.library.issues)
            raise UsageError(
                f"there is no snippet and no issue “{name}”", remedy=nearest(name, known)
            )
        chosen = sheets if whole else tuple(each for each in sheets if each.name == name)
        if not chosen:
            names = [each.name for each in sheets]
            raise UsageError(f"there is no translation “{name}”", remedy=nearest(name, names))
        return chosen

    def all_sheets(self, issues: Iterable[Issue]) -> tuple[Sheet, ...]:
        """The sheets of the whole library, and of these issues themselves; each once."""
        sheets = [
            *(sheet for issue in issues for sheet in self._of_issue(issue)),
            *(sheet for each in self.library.snippets.values() for sheet in self._of_snippet(each)),
        ]
        return tuple({sheet.name: sheet for sheet in sheets}.values())

    def judge(self, sheets: Iterable[Sheet]) -> tuple[Standing, ...]:
        """How these sheets stand now, by the records as they are by now."""
        return make_judge(self.workspace, self.library.people, self.now)(sheets, self.now)

    def needing(self, names: Iterable[str], *, whole: bool = False) -> list[Sheet]:
        """The sheets of these names; of a whole issue, those that are not approved as they stand.

        Raises:
            UsageError: as `find_sheets`.
        """
        standings = (
            standing
            for name in names
            for standing in self.judge(self.find_sheets(name, whole=whole))
            if not (whole and standing.approved and standing.approval)
        )
        return list({each.sheet.name: each.sheet for each in standings}.values())

    def last_approved(self, sheet: Sheet) -> Approval | None:
        """The newest approval there has been of a sheet, of whatever text.

        Where approvals are signed, others are none: a forged one would hide what has changed.
        """
        check = make_signature_check(self.workspace.root, self.workspace.settings.review, self.now)
        for each in reversed(self.records.get(sheet.name, ())):
            if each.decision is Decision.APPROVED and not check(each):
                return each
        return None

    def _of_issue(self, issue: Issue) -> tuple[Sheet, ...]:
        return make_sheets(issue, self.library, self.workspace.settings, self.templates)

    def _of_snippet(self, snippet: Snippet) -> tuple[Sheet, ...]:
        settings = self.workspace.settings
        own = settings.newsletter.language
        translated = [
            language
            for language, library in self.library.translations.items()
            if snippet.id in library.snippets
        ]
        return tuple(
            sheet_of(snippet, self.library, settings, self.templates, language)
            for language in (own, *translated)
        )


def lay_out(workspace: Workspace, now: datetime) -> ReviewTable:
    """Read a workspace and what has been said of it.

    Raises:
        FoundErrors: the workspace has mistakes in it, or a record cannot be read.
    """
    library = open_library(workspace)
    templates = open_templates(workspace)
    return ReviewTable(workspace, library, templates, read_records(workspace.root), now)


def find_reviewer(people: Mapping[str, Person], id: str) -> Person:
    """Return a reviewer.

    Raises:
        UsageError: nobody has that id, or it is not a reviewer's.
    """
    reviewers = [each for each, person in people.items() if person.reviewer and person.name]
    if id not in people:
        raise UsageError(f"people.yml names no “{id}”", remedy=nearest(id, reviewers))
    if id not in reviewers:
        remedy = "Choose a reviewer, or write “reviewer: true” and a name in people.yml."
        raise UsageError(f"“{id}” is not a reviewer", remedy=remedy)
    return people[id]


def require_right(table: ReviewTable, sheet: Sheet, word: Word) -> Person:
    """Return the reviewer, who may say this of a sheet.

    Raises:
        UsageError: this person may not say it, or must sign it.
    """
    person = find_reviewer(table.library.people, word.reviewer)
    if word.decision is Decision.APPROVED:
        _require_another(sheet, word.reviewer)
        _require_key(table.workspace, word)
    return person


def give_word(table: ReviewTable, sheet: Sheet, word: Word) -> Approval:
    """Write down what a reviewer says of a sheet.

    Raises:
        UsageError: this person may not say it, or must sign it with a key that is listed.
        NewsletterError: the record cannot be signed or written.
    """
    person = require_right(table, sheet, word)
    said = Approval(
        name=sheet.name,
        reviewer=word.reviewer,
        said_by=said_of(person),
        decision=word.decision,
        how=word.how,
        at=date_word(table.now, table.records.get(sheet.name, ())),
        sheet=sheet.text,
        expires=_expires(table, sheet) if word.decision is Decision.APPROVED else None,
        note=word.note,
    )
    root, policy = table.workspace.root, table.workspace.settings.review
    signature = sign_as_asked(said, word.key, root, policy, table.now) if word.key else b""
    return write_record(root, said, signature)


def compare(before: Approval | None, sheet: Sheet) -> list[str]:
    """What has changed on a sheet since it was approved, as lines of a unified diff."""
    old = before.sheet.splitlines() if before else []
    name = before.path if before else "nothing"
    lines = difflib.unified_diff(
        old, sheet.text.splitlines(), name, f"{sheet.name} {sheet.digest[:SHORT]}", lineterm=""
    )
    return list(lines)


def find_due(
    table: ReviewTable, issues: Iterable[Issue], within: timedelta
) -> list[tuple[Standing, date]]:
    """Return the approvals that end within some time, or have ended, the soonest first."""
    end = (table.now + within).date()
    standings = table.judge(table.all_sheets(issues))
    found = [(each, each.until) for each in standings if each.until and each.until <= end]
    return sorted(found, key=lambda each: (each[1], each[0].sheet.name))


def _require_another(sheet: Sheet, reviewer: str) -> None:
    if reviewer in sheet.authors:
        raise UsageError(
            f"“{sheet.name}” holds words of {reviewer}, who cannot approve them",
            remedy="Let another reviewer read it.",
        )


def _require_key(workspace: Workspace, word: Word) -> None:
    level = workspace.settings.review.level
    if level in NEED_A_KEY and not word.key:
        raise UsageError(
            f"the level of reviews here is “{level}”: an approval is signed by its reviewer",
            remedy="Add --key with the reviewer's own key.",
        )


def _expires(table: ReviewTable, sheet: Sheet) -> date:
    """The last day of an approval of today; words on a medicine are read again sooner."""
    policy, today = table.workspace.settings.review, table.now.date()
    until = expires_on(policy, sheet.kind, today)
    snippet = table.library.snippets.get(sheet.name.partition(".")[0])
    if snippet and snippet.kind == Kind.TIP and names_medicine(snippet):
        sooner = policy.model_copy(update={"months_for": {Kind.TIP: MONTHS_FOR_MEDICINES}})
        return min(until, expires_on(sooner, Kind.TIP, today))
    return until
