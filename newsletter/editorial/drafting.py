"""From the files of a workspace to drafts: letters, and what checks and reviewers say of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsletter import checks
from newsletter.checks import Proof
from newsletter.compose import Service, compose_service
from newsletter.editorial.opening import open_library, open_templates
from newsletter.editorial.proofing import Proofs, try_message
from newsletter.editorial.reviewing import make_judge
from newsletter.errors import UsageError
from newsletter.localtime import LocalTime
from newsletter.model import Finding, Issue, Letter, Level, Library, Rule, Segment, Standing
from newsletter.validation import nearest
from newsletter.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue as it stands now: its letter, and what checks and reviewers say of it."""

    issue: Issue
    letter: Letter
    findings: Sequence[Finding]
    standings: Sequence[Standing] = ()
    meter: str = ""
    """How near the letter is to being cut off by mail programs, in one line."""
    segment: Segment | None = None
    """Whom the issue is for; None: everybody."""

    @property
    def rule(self) -> Rule | None:
        """What readers of the issue have to meet; None: everybody gets it."""
        return self.segment.rule if self.segment else None

    @property
    def errors(self) -> list[Finding]:
        """What stops it from being scheduled."""
        return [finding for finding in self.findings if finding.level == Level.ERROR]

    @property
    def mistakes(self) -> list[Finding]:
        """The errors that its editor can mend: what only waits for a reviewer is none."""
        return [finding for finding in self.errors if finding.rule != checks.reviewed.id]


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
    library = open_library(workspace)
    chosen = [find_issue(library, slug) for slug in slugs] or list(library.issues.values())
    if not chosen:
        raise UsageError("there is no issue yet", remedy="Make a folder in issues/ with issue.md.")
    templates = open_templates(workspace)
    judge = make_judge(workspace, library.people, now)
    proofs = Proofs(library, workspace.settings, templates, now, judge)
    return [_draft(proofs, proofs.whole_proof(issue, send_at)) for issue in chosen]


def _draft(proofs: Proofs, proof: Proof) -> Draft:
    findings = checks.run([*proof.manuscripts, proof], proofs.settings)
    findings += try_message(proof)
    meter, segment = checks.clip_meter(proof), proofs.library.segments.get(proof.issue.audience)
    return Draft(proof.issue, proof.letter, findings, proof.standings, meter, segment)


def draft_service(workspace: Workspace) -> list[Letter]:
    """Compose every service letter.

    Raises:
        FoundErrors: a template has a mistake, or a word is not translated.
        UsageError: a layout or the theme is missing.
    """
    templates = open_templates(workspace)
    return [compose_service(each, workspace.settings, templates) for each in Service]


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
