"""From the files of a workspace to drafts: each issue's letter, and what the checks say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsletter import checks
from newsletter.checks import Background, Manuscript, Proof
from newsletter.compose import Service, Templates, compose, compose_service
from newsletter.content import load_library
from newsletter.delivery import build_message
from newsletter.errors import UsageError
from newsletter.localtime import LocalTime
from newsletter.model import LANGUAGE, Delivery, Finding, Issue, Letter, Level, Library, Location
from newsletter.settings import Settings
from newsletter.validation import nearest
from newsletter.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue as it stands now: its letter, and what the checks say of it."""

    issue: Issue
    letter: Letter
    findings: Sequence[Finding]

    @property
    def errors(self) -> list[Finding]:
        """What stops it from being scheduled."""
        return [finding for finding in self.findings if finding.level == Level.ERROR]


def draft_issues(
    workspace: Workspace,
    now: datetime,
    slugs: Sequence[str] = (),
    send_at: LocalTime | None = None,
) -> list[Draft]:
    """Compose and check the issues of these slugs, or all of them.

    `send_at` takes the place of their own: the letter shows the day on which it goes.

    Raises:
        FoundErrors: the workspace has mistakes in it; nothing is composed.
        UsageError: there is no such issue, or none at all.
    """
    library = load_library(workspace.root, workspace.settings.languages, workspace.settings.kinds)
    chosen = [find_issue(library, slug) for slug in slugs] or list(library.issues.values())
    if not chosen:
        raise UsageError("there is no issue yet", remedy="Make a folder in issues/ with issue.md.")
    templates = Templates(workspace.template_folders)
    dated = [each.model_copy(update={"send_at": send_at}) if send_at else each for each in chosen]
    return [_draft(issue, library, workspace.settings, templates, now) for issue in dated]


def _draft(
    issue: Issue, library: Library, settings: Settings, templates: Templates, now: datetime
) -> Draft:
    letter = compose(issue, library, settings, templates)
    blank = compose(issue.model_copy(update={"snippets": ()}), library, settings, templates)
    background = Background(library, settings, now.date())
    language = settings.newsletter.language
    manuscripts = (
        Manuscript(issue, background, language),
        *(Manuscript(each, background, language) for each in issue.snippets),
    )
    proof = Proof(issue, manuscripts, letter, blank, background)
    findings = checks.run([*manuscripts, proof], settings)
    return Draft(issue, letter, [*findings, *_try_message(issue, letter)])


def draft_service(workspace: Workspace) -> list[Letter]:
    """Compose every service letter.

    Raises:
        FoundErrors: a template has a mistake, or a word is not translated.
        UsageError: a layout or the theme is missing.
    """
    templates = Templates(workspace.template_folders)
    return [compose_service(each, workspace.settings, templates) for each in Service]


def _try_message(issue: Issue, letter: Letter) -> Iterator[Finding]:
    """Yield what would keep every reader's message from being built."""
    now = datetime.fromtimestamp(0, UTC)
    try:
        for variant in letter.variants:
            language = variant.conditions.get(LANGUAGE, variant.language)
            about = (language, variant.conditions)
            reader = Delivery(0, 0, "reader@example.org", "", 0, *about)
            build_message(letter, "sample", reader, letter.sample_links, now)
    except ValueError as error:
        problem = f"no message can be made of this letter: {error}"
        remedy = "Look at the subject, and at [newsletter] in the settings."
        yield Finding("message", Level.ERROR, Location(issue.path, 1), problem, remedy)


def find_issue(library: Library, slug: str) -> Issue:
    """Return the issue of that name; the path of its folder will do, too.

    Raises:
        UsageError: there is none.
    """
    path = Path(slug)
    name = path.parent.name if path.match("issue.*") else path.name
    if name not in library.issues:
        raise UsageError(f"there is no issue “{slug}”", remedy=nearest(name, library.issues))
    return library.issues[name]
