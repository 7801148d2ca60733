"""The workspace as it stands at each save: its letters, and what is wrong with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock, RLock

from newsletter.checks import Proof
from newsletter.compose import fit
from newsletter.editorial import Proofs, check_works, choose_works, explain, find_issue
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Finding, Issue, Library, Location
from newsletter.studio.affected import ALONE, affected
from newsletter.studio.alone import find_alone, without_issue
from newsletter.studio.basis import Basis, read_basis
from newsletter.studio.doubts import find_doubts, restore
from newsletter.workspace import SETTINGS_FILE, Workspace

PICTURES = 256
"""How many fitted pictures are kept in memory."""

SETTINGS = Location(Path(SETTINGS_FILE), 1)


@dataclass(frozen=True, slots=True)
class View:
    """A letter to look at.

    `rendered` is the revision that it was composed in. `problems` are why there is no newer one;
    the letter is then `stale`: from before them.
    """

    issue: Issue
    proof: Proof
    rendered: int
    problems: tuple[Finding, ...]
    stale: bool
    revision: int


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a look at the files has brought: the letters that may differ now (None: all)."""

    revision: int
    slugs: frozenset[str] | None
    problems: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a studio can say of a letter at once; None: nobody has asked for it yet."""

    view: View | None
    findings: tuple[Finding, ...] | None


class Studio:
    """A workspace that is read anew at each save; whatever was good last stays until then.

    Any thread may ask it. `clock` says when a letter would go that has no time of its own.
    """

    def __init__(self, workspace_root: Path, clock: Callable[[], datetime]) -> None:
        self.revision = 0
        self.problems: tuple[Finding, ...] = ()
        self._clock = clock
        self._fit = lru_cache(maxsize=PICTURES)(fit)
        self._lock, self._checking = RLock(), Lock()
        self._good: dict[str, View] = {}
        self._views: dict[str, View] = {}
        self._failed: dict[str, tuple[Finding, ...]] = {}
        self._found: dict[str, tuple[Finding, ...]] = {}
        self._basis = self._sound = Basis.open(workspace_root, clock(), self._fit)
        self.refresh()

    @property
    def library(self) -> Library:
        """What there is now; what cannot be read any more, as it was last without a mistake."""
        with self._lock:
            return restore(self._basis.library, self._sound.library)

    @property
    def workspace(self) -> Workspace:
        """The folder, with its settings as they were last without a mistake."""
        return self._basis.workspace

    @property
    def proofs(self) -> Proofs:
        """What letters are made with."""
        return self._basis.proofs

    def refresh(self) -> Refreshed:
        """Read again what has changed on disk."""
        with self._lock:
            before, failed = self._basis, bool(self.problems)
            try:
                self._basis, self.problems = read_basis(before, self._clock(), self._fit)
            except (FoundErrors, UsageError) as error:
                self.problems = self._explain(error)
            if not self.problems:
                self._sound = self._basis
            self.revision += 1
            slugs = None if failed or self.problems else _touched(before, self._basis)
            self._forget(slugs)
            return Refreshed(self.revision, slugs, self.problems)

    def view(self, slug: str) -> View:
        """The letter of an issue, or of the snippet ID alone as `snippet:ID`.

        It is composed at most once a revision; where it cannot be, the last good one stays.

        Raises:
            UsageError: there is nothing of that name, and never was.
            FoundErrors: it cannot be composed, and never could.
        """
        with self._lock:
            if slug in self._failed:
                raise FoundErrors(self._failed[slug])
            if slug not in self._views:
                self._views[slug] = self._look(slug)
            return replace(self._views[slug], revision=self.revision)

    def known(self, slug: str) -> "Known":
        """What was looked at and found since the last save that touched this letter."""
        with self._lock:
            view = self._views.get(slug)
            stale = view.problems if view and view.problems else None
            return Known(view, self._failed.get(slug, stale) or self._found.get(slug))

    def findings(self, slug: str) -> tuple[Finding, ...]:
        """What `newsletter check SLUG` would find, asked at most once a revision.

        What keeps the letter from being composed is all that is found then. Other letters can be
        looked at meanwhile.

        Raises:
            UsageError: there is nothing of that name.
        """
        with self._checking:
            with self._lock:
                basis, known = self._basis, self._found.get(slug)
                problems = self._problems_of(slug)
            if known is not None or problems:
                return problems or known or ()
            found = _check(basis, slug)
            with self._lock:
                if basis is self._basis:
                    self._found[slug] = found
            return found

    def _look(self, slug: str) -> View:
        """Compose a letter; whatever keeps it from being composed goes with the last good one."""
        last = self._good.get(slug)
        doubts = find_doubts(slug, self.problems, self._basis.library, self._sound.library)
        if doubts and last:
            return replace(last, problems=doubts, stale=True)
        basis = self._sound if doubts else self._basis
        try:
            issue = _find(basis.library, slug)
        except UsageError as error:
            if not (doubts or last):
                raise
            return self._stay(slug, doubts or self._explain(error, last.issue if last else None))
        try:
            good = self._compose(slug, issue, basis)
        except (FoundErrors, UsageError) as error:
            return self._stay(slug, self._explain(error, issue))
        return replace(good, problems=doubts, stale=bool(doubts))

    def _stay(self, slug: str, problems: tuple[Finding, ...]) -> View:
        """Return the last good letter with what keeps a newer one from being composed.

        Raises:
            FoundErrors: there never was a good one.
        """
        if slug in self._good:
            return replace(self._good[slug], problems=problems, stale=True)
        self._failed[slug] = problems
        raise FoundErrors(problems)

    def _compose(self, slug: str, issue: Issue, basis: Basis) -> View:
        proof = basis.proofs.proof(issue)
        if slug.startswith(ALONE):
            proof = without_issue(proof)
        self._good[slug] = View(issue, proof, self.revision, (), False, self.revision)
        return self._good[slug]

    def _problems_of(self, slug: str) -> tuple[Finding, ...]:
        try:
            return self.view(slug).problems
        except FoundErrors as error:
            return tuple(error.findings)

    def _explain(
        self, error: FoundErrors | UsageError, issue: Issue | None = None
    ) -> tuple[Finding, ...]:
        """What went wrong, its places as seen from the workspace."""
        at = Location(issue.path, issue.lines.of("layout")) if issue else SETTINGS
        return tuple(_seen_from(self.workspace.root, each) for each in explain(error, at))

    def _forget(self, slugs: Iterable[str] | None) -> None:
        """Let go of what was made of these letters before; None: of all."""
        for kept in (self._views, self._failed, self._found):
            for slug in list(kept) if slugs is None else slugs:
                kept.pop(slug, None)


def _seen_from(root: Path, finding: Finding) -> Finding:
    path = finding.at.path
    if not path.is_relative_to(root):
        return finding
    return replace(finding, at=replace(finding.at, path=path.relative_to(root)))


def _touched(before: Basis, after: Basis) -> frozenset[str] | None:
    """The letters that may differ; None: all."""
    return affected(before.library, after.library) if before.is_like(after) else None


def _find(library: Library, slug: str) -> Issue:
    if slug.startswith(ALONE):
        return find_alone(library, slug.removeprefix(ALONE))
    issue = find_issue(library, slug)
    if issue.slug != slug:
        # A letter is known, and forgotten, by one name.
        remedy = f"Ask for it by its name alone: {issue.slug}."
        raise UsageError(f"“{slug}” is the path of an issue", remedy=remedy)
    return issue


def _check(basis: Basis, slug: str) -> tuple[Finding, ...]:
    root = basis.workspace.root
    works = choose_works(basis.library, root, root, [slug.removeprefix(ALONE)])
    return check_works(works, basis.proofs).findings
