"""The MJML of a letter as the studio shows it: each line with its file."""

from pathlib import Path

import pytest

from newsletter.studio.origins import SourceLine, list_origins
from newsletter.studio.revisions import Studio
from tests.conftest import ask_for_reviews
from tests.studio.conftest import NOW, SAMPLE


def origins(folder: Path, slug: str = SAMPLE) -> tuple[SourceLine, ...]:
    """Where the lines of a letter come from."""
    studio = Studio(folder, lambda: NOW)
    proof = studio.view(slug).proof
    return list_origins(proof, proof.letter.main, studio.proofs, studio.workspace.root)


@pytest.mark.parametrize("slug", [SAMPLE, "snippet:milia-basics"])
def test_files_are_named_as_seen_from_the_workspace(workspace: Path, slug: str) -> None:
    lines = origins(workspace, slug)

    assert {line.file.parts[0] for line in lines} == {"issues", "templates"}
    assert all((workspace / line.file).is_file() and line.line for line in lines)


def test_a_template_of_the_program_is_named_by_where_it_lies(workspace: Path) -> None:
    (workspace / "templates/blocks/footer.mjml").unlink()

    absolute = {line.file.name for line in origins(workspace) if line.file.is_absolute()}

    assert absolute == {"footer.mjml"}


def test_the_reviewers_of_the_letter_are_in_it(workspace: Path) -> None:
    ask_for_reviews(workspace, "recorded")

    (line,) = (each for each in origins(workspace) if each.file.name == "reviewed-by.mjml")

    assert "No clinician" not in line.text
