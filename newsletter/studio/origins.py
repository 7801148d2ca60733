"""The MJML of a variant, each line with the file and the line that it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.compose import Fit, Templates, fit, trace_mjml
from newsletter.model import Issue, Library, Review, Variant
from newsletter.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line; `file` is relative to the workspace where it lies in it, `line` 0 if not known."""

    text: str
    file: Path
    line: int


def list_origins(
    variant: Variant,
    issue: Issue,
    library: Library,
    workspace: Workspace,
    templates: Templates,
    reviews: Sequence[Review] = (),
    fit: Fit = fit,
) -> tuple[SourceLine, ...]:
    """Return what a variant is compiled from.

    Raises:
        FoundErrors: it cannot be compiled any more.
        UsageError: there is no such variant any more.
    """
    lines = trace_mjml(variant, issue, library, workspace.settings, templates, reviews, fit)
    return tuple(
        SourceLine(each.text, _seen_from(workspace.root, each.at.path), each.at.line)
        for each in lines
    )


def _seen_from(root: Path, path: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
