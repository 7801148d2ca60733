"""A report for people: what is wrong file by file, what is allowed, how hard it is to read."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.text import Text

from newsletter.cli.console import COLOURS, count, show_lines
from newsletter.editorial import Graded, Report
from newsletter.model import Finding, Level


def show_report(report: Report, info: bool) -> None:
    """Print it; what is merely information only where somebody asked for it."""
    show_lines(_lines(report, info))


def _lines(report: Report, info: bool) -> Iterator[Text]:
    """Yield everything, from what is wrong to the sum of it."""
    shown = [
        each
        for each in report.findings
        if not each.allowed and (info or each.level is not Level.INFO)
    ]
    for _, findings in groupby(shown, key=lambda finding: finding.at.path):
        yield from (line for finding in findings for line in _finding(finding))
        yield Text()
    if report.allowed:
        yield Text("Allowed, and why", "bold")
        yield from (line for finding in report.allowed for line in _allowed(finding))
        yield Text()
    if report.grades:
        yield Text(
            "Reading grade: of whole issues it says something, of single snippets little", "bold"
        )
        yield from map(_grade, report.grades)
        yield Text()
    if report.sizes:
        yield Text("Size of each letter, before mail programs cut it off", "bold")
        yield from (Text(f"{each.name}  {each.meter}") for each in report.sizes)
        yield Text()
    yield Text(_sum(report, info))


def _finding(finding: Finding) -> Iterator[Text]:
    yield Text.assemble(
        (f"{finding.at}: ", "bold"),
        (f"{finding.level}: ", COLOURS[finding.level]),
        finding.problem,
        (f"  [{finding.rule}]", "dim"),
    )
    yield Text(f"    {finding.remedy}")


def _allowed(finding: Finding) -> Iterator[Text]:
    yield Text.assemble(
        (f"{finding.at}: ", "bold"), finding.problem, (f"  [{finding.rule}]", "dim")
    )
    yield Text(f"    {finding.allowed}", "italic")


def _grade(graded: Graded) -> Text:
    words = f"{count(graded.words, 'word')}, SMOG {graded.smog:.1f}"
    return Text.assemble(f"{graded.fkgl:5.1f}  {graded.name}  ", (words, "dim"))


def _sum(report: Report, info: bool) -> str:
    """Say how much was checked, and how much was found at each level."""
    checked = [count(len(report.snippets), "snippet"), count(len(report.issues), "issue")]
    errors, warnings, infos = (report.count(level) for level in Level)
    hidden = "" if info or not infos else " (--info shows it)"
    found = [count(errors, "error"), count(warnings, "warning"), f"{infos} info{hidden}"]
    if report.allowed:
        found.append(f"{len(report.allowed)} allowed")
    return f"{_list(checked)} checked: {_list(found)}"


def _list(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
