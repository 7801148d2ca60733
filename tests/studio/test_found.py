from pathlib import Path

from newsletter.content import load_library
from newsletter.model import Finding, Level, Location
from newsletter.settings import Preview
from newsletter.studio.found import list_findings
from newsletter.workspace import starter


def test_findings_come_by_weight_with_their_block_and_their_link() -> None:
    issue = load_library(starter()).issues["2026-12-01-tiny-bumps"]
    snippet = issue.snippets[0]

    def finding(level: Level, path: Path, allowed: str = "") -> Finding:
        return Finding("rule", level, Location(path, 3), "wrong", "mend it", allowed)

    found = list_findings(
        [
            finding(Level.WARNING, Path("elsewhere.md")),
            finding(Level.ERROR, snippet.path, allowed="it is a quote"),
            finding(Level.INFO, issue.path),
            finding(Level.ERROR, snippet.path),
        ],
        issue,
        Path("/desk"),
        Preview(editor="zed://file/{path}:{line}"),
    )

    assert [(each.level, each.block, each.allowed) for each in found.findings] == [
        (Level.ERROR, snippet.id, ""),
        (Level.WARNING, None, ""),
        (Level.INFO, "intro", ""),
        (Level.ERROR, snippet.id, "it is a quote"),
    ]
    assert found.findings[1].open == "zed://file/desk/elsewhere.md:3"
    assert found.counts == {Level.ERROR: 1, Level.WARNING: 1, Level.INFO: 1}
