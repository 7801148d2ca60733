"""What the documents say, held against the program."""

import re
from pathlib import Path

import typer

from newsletter.cli import app
from newsletter.compose import limits
from newsletter.compose.nesting import DEEPEST
from newsletter.compose.timelimit import SECONDS
from newsletter.errors import FoundErrors, NewsletterError, UsageError
from newsletter.model import SNIPPET_OF_KIND, DeliveryState, Issue, MailingState, Person, Source
from newsletter.validation import known_fields

ROOT = Path(__file__).parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> set[str]:
    root = typer.main.get_command(app)
    assert hasattr(root, "commands")
    return {
        f"{name} {inner}" if inner else name
        for name, command in root.commands.items()
        for inner in getattr(command, "commands", [""])
    }


def test_the_list_of_commands_is_complete_and_true() -> None:
    listed = set(re.findall(r"^\| `([a-z -]+)` \|", read("docs/commands.md"), re.MULTILINE))

    assert listed == commands()


def test_the_exit_codes_are_true() -> None:
    codes = re.findall(r"^\| (\d) \|", read("docs/commands.md"), re.MULTILINE)
    errors = (NewsletterError, UsageError, FoundErrors)

    assert codes == ["0", *(str(error.exit_code) for error in errors)]


def test_every_state_is_explained() -> None:
    text = read("docs/sending.md")

    assert [state for state in DeliveryState if f"| `{state}` |" not in text] == []
    assert [state for state in MailingState if state not in text] == []


def test_every_kind_and_every_field_is_explained() -> None:
    text = read("docs/writing.md")
    fields = set().union(*(known_fields(model) for model in SNIPPET_OF_KIND.values()))
    fields |= known_fields(Issue) | known_fields(Person) | known_fields(Source)

    assert [kind for kind in SNIPPET_OF_KIND if f"| `{kind}` |" not in text] == []
    assert [name for name in sorted(fields) if not re.search(rf"\b{name}\b", text)] == []


def test_the_limits_of_a_text_are_true() -> None:
    text = " ".join(read("docs/writing.md").split())
    told = (
        f"{limits.LONGEST_BLOCK:,} characters",
        f"{limits.MOST_SPACES} spaces",
        f"{limits.MOST_BRACKETS} opening brackets",
        f"{limits.MOST_MARKS} of the marks",
        f"{DEEPEST} deep",
        f"{limits.MOST_COLUMNS} columns",
        f"{SECONDS:g} seconds",
    )

    assert [each for each in told if each not in text] == []


def test_links_between_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    missing = [
        f"{document.name}: {link}"
        for document in documents
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8"))
        if not (document.parent / link).exists()
    ]

    assert missing == []


def test_the_house_in_the_readme_is_the_house() -> None:
    rooms = {path.stem for path in (ROOT / "newsletter").iterdir() if not path.stem.startswith("_")}
    text = read("README.md")

    assert [
        room for room in rooms - {"defaults", "py"} if not re.search(rf"\b{room}\b", text)
    ] == []
