"""From the files of a workspace to a report: everything asked, each answer once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newsletter import checks
from newsletter.checks import Background, Manuscript, Proof, clip_meter, grade_of, words_of
from newsletter.compose import Compiled, Fit, Templates, fit
from newsletter.editorial.choosing import Work, choose_works, list_works
from newsletter.editorial.opening import open_library
from newsletter.editorial.proofing import Proofs, try_message
from newsletter.editorial.reviewing import make_judge
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Finding, Issue, Level, Location, Snippet
from newsletter.workspace import Workspace

Subject = Manuscript | Proof | Background


@dataclass(frozen=True, slots=True)
class Graded:
    """How hard a snippet or a whole issue is to read: school grades by two formulas."""

    name: str
    fkgl: float
    smog: float
    words: int


@dataclass(frozen=True, slots=True)
class Sized:
    """How near the letter of an issue is to being cut off, in one line."""

    name: str
    meter: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, by name, and what was found in it, in the order of the files.

    `others` are pictures that lie elsewhere than in `issues/`.
    """

    snippets: tuple[str, ...]
    issues: tuple[str, ...]
    findings: tuple[Finding, ...]
    grades: tuple[Graded, ...] = ()
    others: tuple[str, ...] = ()
    sizes: tuple[Sized, ...] = ()

    def count(self, level: Level) -> int:
        """How many findings are of this level, but for those that are allowed."""
        return sum(each.level == level and not each.allowed for each in self.findings)

    @property
    def allowed(self) -> tuple[Finding, ...]:
        """What an editor lets stand, with the reason."""
        return tuple(each for each in self.findings if each.allowed)


@dataclass(frozen=True, slots=True)
class Shortcuts:
    """What makes checking faster and changes nothing else."""

    fit: Fit = fit
    compiled: Compiled | None = None


NONE = Shortcuts()


def check_workspace(
    workspace: Workspace,
    now: datetime,
    names: Sequence[str] = (),
    here: Path | None = None,
    shortcuts: Shortcuts = NONE,
) -> Report:
    """Check snippets and issues of these names, or the whole workspace with its library rules.

    What cannot be composed is a finding like any other.

    Raises:
        FoundErrors: files have mistakes in them, so that nothing could be checked.
        UsageError: there is nothing of that name.
    """
    settings = workspace.settings
    library = open_library(workspace)
    works = (
        choose_works(library, workspace.root, here or workspace.root, names)
        if names
        else list_works(library)
    )
    templates = Templates(workspace.template_folders, shortcuts.compiled)
    judge = make_judge(workspace, library.people, now)
    proofs = Proofs(library, settings, templates, now, judge, shortcuts.fit)
    return check_works(works, proofs, whole=not names)


def check_works(works: Sequence[Work], proofs: Proofs, *, whole: bool = False) -> Report:
    """Check these works; as the `whole` workspace, with the rules about libraries."""
    subjects, findings = _gather(works, proofs)
    if whole:
        subjects.append(proofs.background())
    findings += checks.run(subjects, proofs.settings)
    return Report(
        tuple(work.name for work in works if not isinstance(work.owner, Issue)),
        tuple(work.name for work in works if isinstance(work.owner, Issue)),
        tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.at)),
        tuple(_grades(works, proofs)),
        tuple(name for name in proofs.library.pictures if not name.startswith("issues/")),
        tuple(
            Sized(each.issue.slug, clip_meter(each)) for each in subjects if isinstance(each, Proof)
        ),
    )


def _gather(works: Sequence[Work], proofs: Proofs) -> tuple[list[Subject], list[Finding]]:
    """Make the subjects of these works; what goes wrong on the way is the second."""
    subjects: list[Subject] = [proofs.manuscript(work.owner, work.language) for work in works]
    findings: list[Finding] = []
    for work in works:
        if isinstance(work.owner, Issue) and not work.language:
            try:
                proof = proofs.whole_proof(work.owner)
            except (FoundErrors, UsageError) as error:
                at = Location(work.owner.path, work.owner.lines.of("layout"))
                findings += explain(error, at)
            else:
                subjects.append(proof)
                findings += try_message(proof)
    return subjects, findings


def _grades(works: Sequence[Work], proofs: Proofs) -> Iterator[Graded]:
    """Yield how hard each is to read, where it is in a language that can be graded.

    Words of the glossary count as easy in an issue, which explains them.
    """
    for work in works:
        owners: list[Snippet | Issue] = [work.owner]
        known = frozenset[str]()
        if isinstance(work.owner, Issue):
            owners += work.owner.snippets
            known = words_of(proofs.background(work.language).library.glossary.values())
        texts = (proofs.manuscript(owner, work.language) for owner in owners)
        if grade := grade_of(texts, known):
            yield Graded(work.name, round(grade.fkgl, 1), round(grade.smog, 1), grade.words)


def explain(error: FoundErrors | UsageError, at: Location) -> tuple[Finding, ...]:
    """Why an issue cannot be composed; `at` is the place of what has no other."""
    if isinstance(error, FoundErrors):
        return tuple(error.findings)
    return (Finding("template", Level.ERROR, error.at or at, error.problem, error.remedy),)
