"""A small library that is right, and the words for what is wrong after a change."""

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings
from PIL import Image

from newsletter.content import load_library
from newsletter.errors import FoundErrors
from newsletter.model import Finding, Snippet

QUICK = settings(max_examples=150, database=None)

FILES = {
    "people.yml": """\
        ana:
          name: Dr Ana Silva
          role: Skin doctor
        ben:
          name: Ben Oke
          role: Nurse
        """,
    "sources.yml": """\
        smith-2020:
          title: On milia
          by: Smith A
          kind: review
          checked: 2026-11-20
          seen: page
        """,
    "glossary.yml": "milia: tiny white bumps\n",
    "snippets/milia.md": """\
        ---
        kind: explainer
        title: Milia
        topics: [milia]
        ---
        Small and white. [@smith-2020]
        """,
    "first/issue.md": """\
        ---
        subject: Tiny bumps
        preheader: What they are
        snippets: [milia]
        ---
        Hello.
        """,
}


FRENCH = {
    "people.fr.yml": """\
        ana:
          role: Dermatologue
        """,
    "glossary.fr.yml": "grain de milium: petit bouton blanc\n",
    "snippets/milia.fr.md": """\
        ---
        title: Les grains de milium
        ---
        Petits et blancs. [@smith-2020]
        """,
    "first/issue.fr.md": """\
        ---
        subject: Petits boutons
        preheader: Ce que c'est
        ---
        Bonjour.
        """,
}

LANGUAGES = ("en", "fr")
"""What the newsletter of these tests speaks."""


@pytest.fixture
def french(root: Path) -> Path:
    """The same workspace, and its issue in French beside it."""
    for name, text in FRENCH.items():
        write(root, name, dedent(text))
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace without a mistake in it."""
    folder = tmp_path / "workspace"
    for name, text in FILES.items():
        write(folder, name, dedent(text))
    draw(folder / "issues/pictures/bump.png")
    return folder


def write(root: Path, name: str, text: str | bytes) -> Path:
    """Write a file below `issues`."""
    path = root / "issues" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def draw(path: Path, width: int = 64, height: int = 48) -> bytes:
    """Draw a picture in the format of the file's name; return its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (width, height)).save(path)
    return path.read_bytes()


def tip(*fields: str, body: str = "Rest.") -> str:
    """A tip; `fields` start on line 5, the text two lines below the last of them."""
    lines = ["---", "kind: tip", "title: Rest", "topics: [sleep]", *fields, "---", body, ""]
    return "\n".join(lines)


def read_snippet(root: Path, text: str) -> Snippet:
    """The snippet in a file of this text."""
    write(root, "snippets/it.md", text)
    return load_library(root).snippets["it"]


def find_all(root: Path) -> list[Finding]:
    with pytest.raises(FoundErrors) as caught:
        load_library(root, LANGUAGES)
    return caught.value.findings


def mistakes(root: Path) -> list[str]:
    """Place and problem of every mistake, the place as it is below `issues`."""
    return [
        f"{finding.at}: {finding.problem}".removeprefix("issues/") for finding in find_all(root)
    ]


def remedies(root: Path) -> list[str]:
    return [finding.remedy for finding in find_all(root)]
