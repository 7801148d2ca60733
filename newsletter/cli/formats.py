"""A report for programs: JSON, GitHub's workflow commands, SARIF."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from newsletter import __version__
from newsletter.checks import RULES
from newsletter.editorial import Report
from newsletter.model import Finding, Level


class Format(StrEnum):
    """How a report is written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


def as_json(report: Report) -> dict[str, object]:
    """One document with everything; its keys stay."""
    counts: dict[str, int] = {level: report.count(level) for level in Level}
    counts["allowed"] = len(report.allowed)
    return {
        "snippets": report.snippets,
        "issues": report.issues,
        "findings": report.findings,
        "counts": counts,
        "grades": report.grades,
    }


COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def as_commands(report: Report, root: Path, start: Path) -> Iterator[str]:
    """Yield a line for each finding that GitHub shows beside the file.

    Paths are as seen from `start`, the top of the repository; `root` is the workspace.

    Source: docs.github.com, “Workflow commands for GitHub Actions”; escaping as in
    actions/toolkit, packages/core/src/command.ts.
    """
    for each in report.findings:
        about = {"file": _seen_from(start, root, each), "line": str(each.at.line or 1)}
        about["title"] = each.rule
        fields = ",".join(f"{name}={_escape_field(value)}" for name, value in about.items())
        yield f"::{COMMANDS[each.level]} {fields}::{_escape(_message(each))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_field(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}


def as_sarif(report: Report, root: Path, start: Path) -> dict[str, object]:
    """One SARIF log with a run, every rule, and a result for each finding.

    Source: OASIS, SARIF 2.1.0, §3.13 (log), §3.19 (driver), §3.27 (result), §3.35 (suppression).
    """
    rules = _describe_rules(report)
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    driver = {"name": "newsletter", "semanticVersion": __version__, "rules": rules}
    results = [_result(each, places, root, start) for each in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _describe_rules(report: Report) -> list[dict[str, object]]:
    """Describe every rule, and what else has found something, such as the reader of files."""
    described: dict[str, dict[str, object]] = {
        each.rule: {"id": each.rule} for each in report.findings
    }
    for rule in RULES:
        described[rule.id] = {
            "id": rule.id,
            "shortDescription": {"text": rule.because},
            "help": {"text": rule.remedy},
            "defaultConfiguration": {"level": LEVELS[rule.level]},
        }
    return list(described.values())


def _result(
    finding: Finding, places: Mapping[object, int], root: Path, start: Path
) -> dict[str, object]:
    address = quote(_seen_from(start, root, finding), safe="/")
    region = {"startLine": finding.at.line or 1}
    place = {"artifactLocation": {"uri": address}, "region": region}
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": LEVELS[finding.level],
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": place}],
    }
    if finding.allowed:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.allowed}]
    return result


def _message(finding: Finding) -> str:
    allowed = f"\nAllowed: {finding.allowed}" if finding.allowed else ""
    return f"{finding.problem}\n{finding.remedy}{allowed}"


def _seen_from(start: Path, root: Path, finding: Finding) -> str:
    """The path of the file from the top of the repository, if it is in it."""
    path = root / finding.at.path
    return (path.relative_to(start) if path.is_relative_to(start) else path).as_posix()
