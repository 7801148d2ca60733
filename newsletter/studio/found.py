"""What the checks have found in a letter, each at its block, its line and its link."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsletter.model import Finding, Issue, Level
from newsletter.settings import Preview
from newsletter.studio.outline import INTRO
from newsletter.studio.places import find_place


@dataclass(frozen=True, slots=True)
class Found:
    """One finding; `block` is the id of the one that its file makes."""

    rule: str
    level: Level
    file: str | None
    line: int | None
    problem: str
    remedy: str
    allowed: str
    block: str | None
    open: str | None


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings of a letter, errors first, and how many are of each level and not allowed."""

    findings: tuple[Found, ...]
    counts: Mapping[Level, int]


def list_findings(
    findings: Iterable[Finding], issue: Issue, root: Path, preview: Preview
) -> Findings:
    """The findings as the page shows them."""
    blocks = {snippet.path: snippet.id for snippet in issue.snippets} | {issue.path: INTRO}
    ordered = sorted(findings, key=lambda each: (bool(each.allowed), _weight(each), each.at))
    counts = Counter(each.level for each in ordered if not each.allowed)
    return Findings(
        tuple(_found(each, blocks.get(each.at.path), root, preview) for each in ordered),
        {level: counts[level] for level in Level},
    )


def _weight(finding: Finding) -> int:
    return list(Level).index(finding.level)


def _found(finding: Finding, block: str | None, root: Path, preview: Preview) -> Found:
    place = find_place(finding.at, root, preview)
    return Found(
        rule=finding.rule,
        level=finding.level,
        file=place.file,
        line=place.line,
        problem=finding.problem,
        remedy=finding.remedy,
        allowed=finding.allowed,
        block=block,
        open=place.open,
    )
