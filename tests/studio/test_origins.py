"""The MJML of a letter as the studio shows it: each line with its file."""

from pathlib import Path

from newsletter.compose import Templates, compose
from newsletter.content import load_library
from newsletter.studio.origins import list_origins
from newsletter.workspace import open_workspace
from tests.compose.making import SAMPLE


def test_files_are_named_as_seen_from_the_workspace(workspace: Path) -> None:
    around, library = open_workspace(workspace), load_library(workspace)
    templates, issue = Templates(around.template_folders), library.issues[SAMPLE]
    letter = compose(issue, library, around.settings, templates)

    lines = list_origins(letter.main, issue, library, around, templates)

    assert {line.file.parts[0] for line in lines} == {"issues", "templates"}
    assert all((workspace / line.file).is_file() and line.line for line in lines)


def test_a_template_of_the_program_is_named_by_where_it_lies(workspace: Path) -> None:
    (workspace / "templates/blocks/footer.mjml").unlink()
    around, library = open_workspace(workspace), load_library(workspace)
    templates, issue = Templates(around.template_folders), library.issues[SAMPLE]
    letter = compose(issue, library, around.settings, templates)

    lines = list_origins(letter.main, issue, library, around, templates)

    assert {line.file.name for line in lines if line.file.is_absolute()} == {"footer.mjml"}
