"""The MJML of a variant, each line with the file and the line that it came from."""

from dataclasses import dataclass
from pathlib import Path

from newsletter.checks import Proof
from newsletter.editorial import Proofs
from newsletter.model import Variant


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line; `file` is relative to the workspace where it lies in it, `line` 0 if not known."""

    text: str
    file: Path
    line: int


def list_origins(
    proof: Proof, variant: Variant, proofs: Proofs, root: Path
) -> tuple[SourceLine, ...]:
    """Return what a variant of a letter is compiled from; `proofs` has made it, in `root`.

    Raises:
        FoundErrors: the templates have got a mistake since.
    """
    lines = proofs.trace(proof, variant)
    return tuple(
        SourceLine(each.text, _seen_from(root, each.at.path), each.at.line) for each in lines
    )


def _seen_from(root: Path, path: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
