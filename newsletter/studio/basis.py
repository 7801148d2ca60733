"""What letters are made from at one moment: settings, library, templates, reviewers' words."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from newsletter.compose import Fit, Templates
from newsletter.content import Reader
from newsletter.editorial import Digests, Proofs, make_judge, open_templates, trace
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Finding, Library
from newsletter.workspace import PERSONAS_FILE, Workspace, open_workspace, usual_settings

Trace = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Basis:
    """A workspace as it was read; each trace tells whether some files of it differ.

    `proofs` makes letters of it.
    """

    workspace: Workspace
    library: Library
    templates: Templates
    proofs: Proofs
    reader: Reader
    digests: Digests
    templates_trace: Trace
    reviews_trace: Trace
    personas_trace: Trace

    @classmethod
    def open(cls, root: Path, now: datetime, fit: Fit) -> "Basis":
        """The settings of a workspace, and an empty library.

        Where the settings have mistakes in them, the usual ones stand in until they are mended.
        """
        library = Library({}, {}, {}, {}, {}, {})
        try:
            workspace = open_workspace(root)
        except (FoundErrors, UsageError):
            workspace = Workspace(root, usual_settings())
        templates = open_templates(workspace)

        def nobody_knows(*_: object) -> tuple[()]:
            return ()

        proofs = Proofs(library, workspace.settings, templates, now, nobody_knows, fit)
        reader, digests = Reader(workspace.root), Digests()
        return cls(workspace, library, templates, proofs, reader, digests, [], [], [])

    def is_like(self, other: "Basis") -> bool:
        """Whether two differ in nothing but their libraries."""
        return (
            self.workspace == other.workspace
            and self.templates_trace == other.templates_trace
            and self.reviews_trace == other.reviews_trace
            and self.personas_trace == other.personas_trace
            and self.proofs.now.date() == other.proofs.now.date()
        )


def read_basis(before: Basis, now: datetime, fit: Fit) -> tuple[Basis, tuple[Finding, ...]]:
    """Read a workspace again, as far as it can be read, and return what is wrong with it.

    Its templates stay compiled until they change.

    Raises:
        FoundErrors: there is a mistake in the settings, or in a record of a review.
        UsageError: the settings are gone.
    """
    workspace = open_workspace(before.workspace.root)
    settings = workspace.settings
    library, findings = before.reader.read(settings.languages, settings.kinds, settings.vocabulary)
    templates_trace = trace(*workspace.template_folders, read=before.digests.read)
    # Jinja sees by itself when a file has changed, but not when another one should hide it.
    same = _names(templates_trace) == _names(before.templates_trace)
    templates = before.templates if same else open_templates(workspace)
    signers = [settings.review.signers] if settings.review.signers else []
    reviews_trace = trace(workspace.root / "reviews", *signers, read=before.digests.read)
    basis = replace(
        before,
        workspace=workspace,
        library=library,
        templates=templates,
        proofs=Proofs(library, settings, templates, now, before.proofs.judge, fit),
        templates_trace=templates_trace,
        reviews_trace=reviews_trace,
        personas_trace=trace(workspace.root / PERSONAS_FILE, read=before.digests.read),
    )
    if not (basis.is_like(before) and library.people == before.library.people):
        basis.proofs.judge = make_judge(workspace, library.people, now)
    return basis, tuple(sorted(findings, key=lambda finding: finding.at))


def _names(files: Trace) -> list[str]:
    return [name for name, _ in files]
