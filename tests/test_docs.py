"""What the documents say, held against the program."""

import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from docs.make_checks import renew
from newsletter.audience import MOVES, Purpose, Step
from newsletter.audience.files.headings import WORDS, fold
from newsletter.audience.files.lines import LONGEST as LONGEST_LINE
from newsletter.audience.files.rows import LONGEST_BASIS
from newsletter.audience.names import LONGEST as LONGEST_NAME
from newsletter.audience.tokens import LASTS
from newsletter.compose import Templates, compose
from newsletter.compose.markdown import limits
from newsletter.compose.markdown.nesting import DEEPEST
from newsletter.compose.markdown.timelimit import SECONDS
from newsletter.content import load_library, load_personas
from newsletter.content.facts import TAKEN_OVER
from newsletter.content.fields import parse_fields
from newsletter.content.mending import list_fields
from newsletter.content.segments import ALWAYS, parse_segments
from newsletter.errors import FoundErrors, NewsletterError, UsageError
from newsletter.model import (
    SNIPPET_OF_KIND,
    Claim,
    DeliveryState,
    Field,
    Finding,
    Heard,
    Issue,
    MailingState,
    Person,
    Source,
    SubscriberState,
    Vocabulary,
)
from newsletter.review.format import parse_record
from newsletter.review.signing import NAMESPACE
from newsletter.settings import Preview, ReviewLevel, ReviewPolicy, Signup, load_settings
from newsletter.settings.judging import LONGEST_REVIEW
from newsletter.validation import known_fields
from newsletter.web.preview.watching import FILES, PAGES
from newsletter.workspace import MAILBOX_FOLDER, SETTINGS_FILE, open_workspace
from tests.cli.test_commands import commands
from tests.looks.gallery import SHOWS

ROOT = Path(__file__).parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_list_of_commands_is_complete_and_true() -> None:
    listed = set(re.findall(r"^\| `([a-z -]+)` \|", read("docs/commands.md"), re.MULTILINE))

    assert listed == set(map(" ".join, commands()))


def test_the_exit_codes_are_true() -> None:
    codes = re.findall(r"^\| (\d) \|", read("docs/commands.md"), re.MULTILINE)
    errors = (NewsletterError, UsageError, FoundErrors)

    assert codes == ["0", *(str(error.exit_code) for error in errors)]


def test_every_state_is_explained() -> None:
    text = read("docs/sending.md")

    assert [state for state in DeliveryState if f"| `{state}` |" not in text] == []
    assert [state for state in MailingState if state not in text] == []


def test_every_state_and_every_step_of_a_reader_is_explained() -> None:
    text = read("docs/privacy.md")
    states = re.findall(r"^\| `(\w+)` \| [^`|]+ \|$", text, re.MULTILINE)
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| `(\w+)` \|$", text, re.MULTILINE)
    told = {
        step: (sorted(re.findall(r"`(\w+)`", starts)), end)
        for step, starts, end in rows
        if step not in (Step.JOINED, Step.ERASED)
    }

    assert states == list(SubscriberState)
    assert [step for step, _, _ in rows] == list(Step)
    assert set(SubscriberState) - {*MOVES[Step.ERASED].starts} == {SubscriberState.ERASED}
    assert told == {
        step: (sorted(move.starts), move.end)
        for step, move in MOVES.items()
        if step is not Step.ERASED
    }


def test_every_kind_and_every_field_is_explained() -> None:
    text = read("docs/writing.md")
    fields = set().union(*(known_fields(model) for model in SNIPPET_OF_KIND.values()))
    fields |= known_fields(Issue) | known_fields(Person) | known_fields(Source)

    assert [kind for kind in SNIPPET_OF_KIND if f"| `{kind}` |" not in text] == []
    assert [name for name in sorted(fields) if not re.search(rf"\b{name}\b", text)] == []


def shown_files(text: str) -> dict[str, str]:
    """The files that a document shows: each below a line with its path."""
    return dict(re.findall(r"^`([\w./-]+)`:\n\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def write_shown(workspace: Path) -> dict[str, str]:
    """Put what docs/writing.md shows into a workspace; settings below those that are there."""
    files = shown_files(read("docs/writing.md"))
    for name, text in files.items():
        path = workspace / name
        path.parent.mkdir(exist_ok=True)
        before = path.read_text(encoding="utf-8") if name == SETTINGS_FILE else ""
        path.write_text(before + text, encoding="utf-8")
    return files


def test_conditions_and_translations_that_are_shown_work(workspace: Path) -> None:
    files = write_shown(workspace)
    settings = open_workspace(workspace).settings
    library = load_library(workspace, settings.languages)

    assert load_personas(workspace, open_workspace(workspace).settings.reader_fields)

    issue = library.issues["2027-01-05-acne"]
    french = library.translations["fr"].issues["2027-01-05-acne"]
    assert issue.conditions == {
        "newborn-spots": {"has-baby": "yes"},
        "ask-a-doctor": {"language": "en"},
    }
    assert [snippet.id for snippet in french.snippets] == ["acne-number", "newborn-spots"]
    assert settings.identity_in("fr").reason in files[SETTINGS_FILE]


def test_a_mistake_that_is_shown_is_made_as_shown(workspace: Path) -> None:
    write_shown(workspace)
    (shown,) = re.findall(r"^(issues/\S+:\d+: .*)$", read("docs/writing.md"), re.MULTILINE)
    path = workspace / shown.partition(":")[0]
    path.write_text(
        path.read_text(encoding="utf-8").replace("à 8, who", "à 9, who"), encoding="utf-8"
    )

    with pytest.raises(FoundErrors) as caught:
        load_library(workspace, open_workspace(workspace).settings.languages)
    assert [f"{each.at}: {each.problem}" for each in caught.value.findings] == [shown]


def test_what_a_translation_may_leave_out_is_listed() -> None:
    section = read("docs/writing.md").partition("The rest is best left out")[2].partition("\n\n")[0]
    claims = {f"claims.{name}" for name in known_fields(Claim) - {"about"}}
    heard = {f"heard.{name}" for name in known_fields(Heard) - {"cites"}}
    others = {name.rpartition(".")[2] for name in TAKEN_OVER - claims - heard}

    assert claims | heard < TAKEN_OVER
    assert [name for name in others if f"`{name}`" not in section] == []


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


def test_a_record_that_is_shown_is_one() -> None:
    (shown,) = re.findall(
        r"^```text\n(newsletter review .*?)^```", read("docs/review.md"), re.M | re.S
    )

    assert parse_record(shown.encode()).name == "milia-basics"


def test_the_settings_of_the_preview_are_true() -> None:
    text = read("docs/preview.md")
    (shown,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    settings = Preview.model_validate(tomllib.loads(shown)["preview"])
    watched = text.partition("## What is watched")[2].partition("\n\n## ")[0]

    assert settings.editor
    assert settings.test_addresses
    assert set(re.findall(r"`([\w.]+)/?`", watched)) == {*PAGES, MAILBOX_FOLDER, *FILES}


def test_the_settings_the_times_and_the_templates_of_the_public_pages_are_true() -> None:
    text = read("docs/serve.md")
    (shown,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    signup = Signup.model_validate(tomllib.loads(shown)["signup"])
    confirm, preferences = LASTS[Purpose.CONFIRM].days, LASTS[Purpose.PREFERENCES].days
    table = text.partition("| Template | Is |")[2].partition("\n\n")[0]

    assert signup == Signup(origins=signup.origins)
    assert f"confirm works for {confirm} days, one to preferences for {preferences}," in text
    assert LASTS[Purpose.DATA] == timedelta(hours=24)
    assert set(re.findall(r"`([\w-]+\.\w+)`", table)) == {
        path.name for path in (ROOT / "templates/web").iterdir()
    }


def test_every_level_of_review_is_explained_and_the_settings_are_true() -> None:
    text = read("docs/review.md")
    (shown,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    policy = ReviewPolicy.model_validate(tomllib.loads(shown)["review"])

    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == list(ReviewLevel)
    assert policy.months == ReviewPolicy().months
    assert f"never for more than {LONGEST_REVIEW}" in text
    assert f'namespaces="{NAMESPACE}"' in text


def test_the_columns_of_a_file_of_readers_are_true() -> None:
    text = read("docs/readers.md")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", text, re.MULTILINE)
    listed = {meaning: {fold(each) for each in known.split(", ")} for meaning, known in rows}

    assert set(listed) == set(WORDS)
    assert {
        meaning for meaning, known in listed.items() if not known <= set(WORDS[meaning])
    } == set()
    told = (f"{LONGEST_NAME} characters", f"{LONGEST_BASIS:,} characters", f"{LONGEST_LINE:,} char")
    assert [each for each in told if each not in " ".join(text.split())] == []


def test_every_variable_of_the_environment_is_listed() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "newsletter").rglob("*.py")
    )
    listed = re.findall(r"^\| `(NEWSLETTER_\w+)` \|", read("docs/commands.md"), re.MULTILINE)

    assert set(listed) == set(re.findall(r"NEWSLETTER_[A-Z_]+", sources))


def test_it_is_said_that_no_reviewer_is_asked_about_templates() -> None:
    _, _, table = read("docs/review.md").partition("## What can go wrong")

    assert re.search(r"^\| A template adds words \| they stand on no sheet", table, re.MULTILINE)


def test_every_variable_of_the_templates_is_explained() -> None:
    given: set[str] = set()

    class Watched(Templates):
        def render(self, name: str, context: Mapping[str, object]) -> str:
            if name.startswith("layouts/"):
                given.update(context)
            return super().render(name, context)

    library = load_library(ROOT)
    settings = load_settings(ROOT / "newsletter/defaults.toml")
    compose(next(iter(library.issues.values())), library, settings, Watched([ROOT / "templates"]))
    table = read("docs/templates.md").partition("## Variables")[2].partition("\n## ")[0]
    first = [line.split(" | ")[0] for line in table.split("\n") if line.startswith("| `")]
    explained = {name for cell in first for name in re.findall(r"`(\w+)", cell)}

    assert len(given) > 15
    assert given - explained == set()
    assert explained - given == set()


def test_every_block_and_every_layout_is_in_the_gallery() -> None:
    text = read("docs/templates.md")
    pictures = set(re.findall(r"!\[[^]]+\]\(\.\./tests/looks/golden/([\w/-]+)\.png\)", text))
    shown = {name for name in SHOWS if name.startswith(("blocks/", "layouts/"))}

    assert pictures == {name for name in shown if not name.endswith("-harbour")}


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


def test_the_tables_of_rules_are_those_of_the_rules() -> None:
    page = read("docs/checks.md")

    assert renew(page) == page, "run: python docs/make_checks.py"


def test_what_stops_a_letter_from_being_made_is_listed() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("newsletter/**/*.py"))
    names = set(re.findall(r'Finding\(\s*"([a-z-]+)"', sources)) - {"subscriber"}
    table = read("docs/checks.md").partition("## What keeps a letter")[2].partition("\n## ")[0]

    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == names


def test_pages_are_mended_into_the_order_that_is_documented() -> None:
    text = read("docs/writing.md")
    rows = re.findall(
        r"^\| `([a-z-]+)` \|", text.partition("Fields that every kind may have:")[2], re.M
    )
    issue = re.search(r"^subject:.*?^---", text, re.MULTILINE | re.DOTALL)
    snippet, of_issue = list_fields(Path("a.md")), list_fields(Path("issue.md"))

    assert issue
    assert [name for name in snippet if name in rows] == rows[: len(set(snippet) & set(rows))]
    shown = re.findall(r"^([a-z-]+):", issue[0], re.MULTILINE)
    assert [name for name in of_issue if name in shown] == shown


def test_the_hook_and_the_workflow_run_what_there_is() -> None:
    (hook,) = yaml.safe_load(read(".pre-commit-hooks.yaml"))
    jobs = yaml.safe_load(read("docs/examples/check.yml"))["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]

    assert hook["entry"].split() == ["newsletter", "check"]
    assert re.match(hook["files"], "issues/snippets/a.md")
    assert not re.match(hook["files"], "README.md")
    assert runs[-1] == "newsletter check --format github"


def test_the_segments_that_are_shown_are_right() -> None:
    text = read("docs/segments.md")
    (toml,) = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    topics = tomllib.loads(toml)["topics"]
    words = Vocabulary((Field("has_baby"),), tuple(topics), "en-GB", "Europe/London")
    fields = parse_fields(shown_files(text)["segments.yml"], Path("segments.yml"))
    findings: list[Finding] = []
    segments = parse_segments(fields, words, findings)

    assert findings == []
    assert list(segments) == ["newcomers", "readers-in-france"]
    rows = " ".join(re.findall(r"^\| `([a-z-]+):", text, re.MULTILINE))
    assert set(rows.split()) == {*ALWAYS, "has-baby"}


def test_the_mistake_in_a_segment_that_is_shown_is_made_as_shown() -> None:
    text = read("docs/segments.md")
    problem, remedy = re.findall(r"^```text\n(.*)\n    (.*)\n```", text, re.MULTILINE)[0]
    mistaken = shown_files(text)["segments.yml"].replace("everyday", "evryday")
    words = Vocabulary((Field("has_baby"),), ("everyday",), "en-GB", "Europe/London")
    findings: list[Finding] = []
    parse_segments(parse_fields(mistaken, Path("segments.yml")), words, findings)

    assert [(f"{each.at}: {each.problem}", each.remedy) for each in findings] == [(problem, remedy)]
