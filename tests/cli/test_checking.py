"""The command `check`, for people and for programs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsletter.checks import GROUPS, RULES
from newsletter.cli.formats import as_commands, as_sarif
from newsletter.editorial import Report
from newsletter.model import Finding, Level, Location
from tests.cli.conftest import Command

PATH = Path("issues/snippets/loose.md")
LOOSE = '---\nkind: call\ntitle: Loose\nbutton: {text: Ask, url: "https://a.org"}\n---\nNo. [@?]\n'
ALLOWED = LOOSE.replace("---\nNo", 'allow: {source-needed: "We look."}\n---\nNo')


@pytest.fixture
def loose(workspace: Path) -> Path:
    """A snippet that still needs a source."""
    path = workspace / PATH
    path.write_text(LOOSE, encoding="utf-8")
    return path


def test_people_read_place_problem_rule_remedy_grades_and_a_sum(
    newsletter: Command, loose: Path
) -> None:
    answer = newsletter("check", "loose")

    assert loose.exists()
    assert answer.code == 3
    assert answer.out.startswith(
        "issues/snippets/loose.md:6: error: this statement still needs a source: [@?]"
        "  [source-needed]\n    Cite one as [@id], or take the statement out.\n\n"
    )
    assert re.search(r"^ *-?\d+\.\d  loose  1 word, SMOG", answer.out, re.MULTILINE)
    assert answer.out.endswith("1 snippet and 0 issues checked: 1 error, 0 warnings and 0 info\n")
    assert "\x1b" not in answer.out


def test_what_is_allowed_stands_apart_with_its_reason(newsletter: Command, loose: Path) -> None:
    loose.write_text(ALLOWED, encoding="utf-8")
    answer = newsletter("check", "loose")

    assert answer.code == 0
    assert answer.out.startswith("Allowed, and why\nissues/snippets/loose.md:7: this statement")
    assert "\n    We look.\n" in answer.out
    assert "0 info and 1 allowed" in answer.out


def test_information_is_counted_and_shown_on_request(newsletter: Command, workspace: Path) -> None:
    settings = workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8")
    own = "[checks.levels]\nsource-needed = 'info'\n"
    settings.write_text(f"{text}\n{own}", encoding="utf-8")
    (workspace / PATH).write_text(LOOSE, encoding="utf-8")

    assert "1 info (--info shows it)" in newsletter("check", "loose").out
    shown = newsletter("check", "loose", "--info").out
    assert "loose.md:6: info: this statement" in shown
    assert "--info shows it" not in shown


METER = r"[▮▯]{20} \d+% of what is shown in full: the letter has up to [\d,]+ bytes of 98,000"


def test_the_size_of_each_letter_is_told_by_check_and_build(newsletter: Command) -> None:
    slug = "2026-12-01-tiny-bumps"

    assert re.search(rf"^{slug}  {METER}", newsletter("check", slug).out, re.MULTILINE)
    assert re.search(rf"^  {METER}", newsletter("build", slug).out, re.MULTILINE)


def test_json_is_one_document_whose_keys_stay(newsletter: Command, loose: Path) -> None:
    loose.write_text(ALLOWED, encoding="utf-8")
    document = newsletter("check", "loose", "--json").json

    assert document == newsletter("check", "loose", "--format", "json").json
    assert list(document) == ["snippets", "issues", "findings", "counts", "grades"]
    assert document["counts"] == {"error": 0, "warning": 0, "info": 0, "allowed": 1}
    assert document["findings"] == [
        {
            "rule": "source-needed",
            "level": "info",
            "file": "issues/snippets/loose.md",
            "line": 7,
            "problem": "this statement still needs a source: [@?]",
            "remedy": "Cite one as [@id], or take the statement out.",
            "allowed": "We look.",
        }
    ]
    assert set(document["grades"][0]) == {"name", "fkgl", "smog", "words"}


@pytest.mark.parametrize("asked", [["--json"], ["--format", "json"], ["--format=json"]])
def test_what_is_not_there_is_said_in_json_where_json_was_asked(
    newsletter: Command, asked: list[str]
) -> None:
    answer = newsletter("check", "nothing", *asked)

    assert answer.code == 2
    assert answer.json["error"] == "there is no snippet and no issue “nothing”"


@pytest.mark.parametrize("format", ["text", "json", "github", "sarif"])
@pytest.mark.parametrize("name", ["issues/snippets/bad.md", "newsletter.toml"])
def test_files_that_cannot_be_read_are_said_in_every_format(
    newsletter: Command, workspace: Path, format: str, name: str
) -> None:
    (workspace / name).write_text("---\nkind: tip\n", encoding="utf-8")
    answer = newsletter("check", "--format", format)

    assert answer.code == 3
    assert name in answer.out
    assert answer.err == ""


def report(*findings: Finding) -> Report:
    return Report((), (), findings)


def finding(problem: str = "it is wrong", **changes: Any) -> Finding:
    values = {"rule": "promise", "level": Level.ERROR, "at": Location(PATH, 3)}
    return Finding(**{**values, "problem": problem, "remedy": "Mend it.", **changes})


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (
            finding(),
            "::error file=issues/snippets/loose.md,line=3,title=promise::it is wrong%0AMend it.",
        ),
        (
            finding("100%\r\n::warning::x, y", level=Level.WARNING),
            "::warning file=issues/snippets/loose.md,line=3,title=promise"
            "::100%25%0D%0A::warning::x, y%0AMend it.",
        ),
        (
            finding(at=Location(Path("a,b:c%.md")), level=Level.INFO, allowed="So."),
            "::notice file=a%2Cb%3Ac%25.md,line=1,title=promise"
            "::it is wrong%0AMend it.%0AAllowed: So.",
        ),
    ],
)
def test_a_workflow_command_is_escaped(found: Finding, line: str) -> None:
    root = Path("/desk")

    assert list(as_commands(report(found), root, root)) == [line]


def test_paths_are_seen_from_the_top_of_the_repository() -> None:
    (inside,) = as_commands(report(finding()), Path("/repo/desk"), Path("/repo"))
    (outside,) = as_commands(report(finding()), Path("/desk"), Path("/repo"))

    assert "file=desk/issues/snippets/loose.md," in inside
    assert "file=/desk/issues/snippets/loose.md," in outside


def test_sarif_names_every_rule_and_points_at_lines() -> None:
    """The parts that SARIF 2.1.0 requires, and the links between them."""
    odd = finding(rule="content", at=Location(Path("a b.md")))
    log: Any = as_sarif(report(finding(), odd, finding(allowed="So.")), Path("/d"), Path("/d"))
    log = json.loads(json.dumps(log))
    (run,) = log["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]

    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert run["tool"]["driver"]["name"] == "newsletter"
    assert {rule.id for rule in RULES} | {"content"} == {rule["id"] for rule in rules}
    assert len(rules) == len({rule["id"] for rule in rules})
    for rule in rules:
        assert set(rule) <= {"id", "shortDescription", "help", "defaultConfiguration"}
        assert rule.get("defaultConfiguration", {"level": "error"})["level"] in SARIF_LEVELS
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in SARIF_LEVELS
        assert result["message"]["text"].startswith("it is wrong")
        (place,) = result["locations"]
        assert place["physicalLocation"]["region"]["startLine"] >= 1
    assert results[1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.md"
    assert results[2]["suppressions"] == [{"kind": "inSource", "justification": "So."}]
    assert "suppressions" not in results[0]


SARIF_LEVELS = {"none", "note", "warning", "error"}


def test_sarif_and_commands_come_whole(newsletter: Command, loose: Path) -> None:
    loose.write_text(LOOSE.replace("No.", "No :warning: " + "word " * 60), encoding="utf-8")
    log = json.loads(newsletter("check", "loose", "--format", "sarif").out)
    line = newsletter("check", "loose", "--format", "github").out.split("\n")[0]

    assert {each["ruleId"] for each in log["runs"][0]["results"]} >= {"source-needed"}
    assert line.startswith("::error file=issues/snippets/loose.md,line=6,")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_explained(newsletter: Command, rule: Any) -> None:
    answer = newsletter("check", "--explain", rule.id)

    assert answer.code == 0
    assert rule.because in answer.out
    assert rule.remedy in answer.out


def test_a_rule_that_there_is_not_is_guessed(newsletter: Command) -> None:
    answer = newsletter("check", "--explain", "promis")

    assert answer.code == 2
    assert "Did you mean “promise”?" in answer.err


def test_mending_is_shown_and_asked_for(newsletter: Command, loose: Path) -> None:
    loose.write_text(LOOSE.replace("No.", "No..."), encoding="utf-8")
    before = loose.read_bytes()

    shown = newsletter("check", "loose", "--fix", "--dry-run")
    assert "-No... [@?]\n+No… [@?]" in shown.err
    unasked = newsletter("check", "loose", "--fix")
    assert unasked.code == 2
    assert "Mend 1 file? Nobody is here to answer." in unasked.err
    assert loose.read_bytes() == before

    document = newsletter("check", "loose", "--fix", "--yes", "--json").json
    assert "No… [@?]" in loose.read_text(encoding="utf-8")
    assert document["counts"]["error"] == 1


def test_a_skeleton_is_an_error_until_somebody_writes_the_words(
    newsletter: Command, loose: Path
) -> None:
    image = "image: {file: ../pictures/milium.png}\n---\nNo."
    loose.write_text(LOOSE.replace("---\nNo. [@?]", image), encoding="utf-8")

    answer = newsletter("check", "loose", "--fix", "--yes")

    assert answer.code == 3
    assert "“alt”: it is not written yet" in answer.out
    loose.write_text(
        loose.read_text(encoding="utf-8").replace("TODO: say", "Drawing:"), encoding="utf-8"
    )
    assert newsletter("check", "loose").code == 0


def test_rules_have_one_heading_each() -> None:
    assert sum(map(len, GROUPS.values())) == len({id(rule) for rule in RULES})
