"""The rules: one small function each, from an issue and its letter to findings."""

from collections.abc import Callable, Iterator

from newsletter.model import CITATION, Finding, Issue, Letter, Level, Location

WARN_BYTES = 80_000
MOST_BYTES = 98_000
"""Bytes of HTML. Gmail hides what comes after about 100,000, the way out of the list included."""


def source_needed(issue: Issue, letter: Letter) -> Iterator[Finding]:
    """A statement marked `[@?]` still needs a source."""
    _ = letter
    stretches = [(issue.path, issue.intro)]
    stretches += [
        (snippet.path, part)
        for snippet in issue.snippets
        for part in (*snippet.parts, *snippet.passages)
    ]
    for path, part in stretches:
        for match in CITATION.finditer(part.text):
            if match[1] == "?":
                line = part.line + part.text[: match.start()].count("\n")
                problem = "this statement still needs a source: [@?]"
                remedy = "Cite one as [@id], or take the statement out."
                yield Finding("source-needed", Level.ERROR, Location(path, line), problem, remedy)


def letter_size(issue: Issue, letter: Letter) -> Iterator[Finding]:
    """A letter that is too long is cut off by the reader's mail client."""
    size = max(sum(map(len, variant.html.texts)) for variant in letter.variants)
    if size > WARN_BYTES:
        level = Level.ERROR if size > MOST_BYTES else Level.WARNING
        problem = f"the letter has {size:,} bytes; at most {MOST_BYTES:,} are shown in full"
        remedy = "Move a snippet to the next issue."
        yield Finding("letter-size", level, Location(issue.path, 1), problem, remedy)


RULES: tuple[Callable[[Issue, Letter], Iterator[Finding]], ...] = (source_needed, letter_size)


def run(issue: Issue, letter: Letter) -> list[Finding]:
    """Apply every rule; findings in file order."""
    findings = [finding for rule in RULES for finding in rule(issue, letter)]
    return sorted(findings, key=lambda finding: finding.at)
