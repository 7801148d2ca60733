"""What a person or a program gets to read: words, tables, one line of JSON."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from newsletter.errors import FoundErrors, NewsletterError
from newsletter.localtime import LocalTime
from newsletter.model import Finding, Level

Item = TypeVar("Item")

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "blue"}


def say(*lines: str) -> None:
    """Print lines as they are, however long."""
    for line in lines:
        Console().print(line, markup=False, emoji=False, highlight=False, soft_wrap=True)


def show_lines(lines: Iterable[Text]) -> None:
    """Print many lines at once, in colour where somebody looks: each by itself takes its time."""
    console, text = Console(), Text("\n").join(lines)
    if console.is_terminal:
        console.print(text, soft_wrap=True, highlight=False)
    else:
        write(text.plain)


def write(*lines: str) -> None:
    """Write lines that a program will read."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def emit(value: Mapping[str, object]) -> None:
    """Print one line of JSON."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False) + "\n")


def tell(as_json: bool, value: Mapping[str, object], *lines: str) -> None:
    """Answer a program with `value`, or a person with `lines`."""
    if as_json:
        emit(value)
    else:
        say(*lines)


def count(number: int, noun: str) -> str:
    """Say how many: “1 reader”, “2 readers”."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table without borders; long cells wrap, and no word of them is cut off."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    Console().print(table)


def show_findings(findings: Iterable[Finding]) -> None:
    """Print errors and warnings on the error stream: place, problem, and the remedy below.

    What is merely information is left to `check --info`.
    """
    console = Console(stderr=True)
    for finding in (each for each in findings if each.level is not Level.INFO):
        line = Text.assemble(
            (f"{finding.at}: ", "bold"),
            (f"{finding.level}: ", COLOURS[finding.level]),
            f"{finding.problem}\n    {finding.remedy}",
        )
        console.print(line, soft_wrap=True, highlight=False)


CHANGES = {"+": "green", "-": "red", "@": "cyan"}


def show_diff(lines: Iterable[str]) -> None:
    """Print a unified diff on the error stream, where it is in no program's way."""
    console = Console(stderr=True)
    for line in lines:
        text = Text(line, CHANGES.get(line[:1], ""))
        console.print(text, soft_wrap=True, highlight=False)


def show_error(error: NewsletterError, as_json: bool) -> None:
    """Say what went wrong and what to do."""
    findings = error.findings if isinstance(error, FoundErrors) else []
    if as_json:
        emit({"error": error.problem, "remedy": error.remedy, "findings": findings})
        return
    show_findings(findings)
    if not findings:
        console = Console(stderr=True)
        line = Text.assemble(("error: ", "bold red"), str(error))
        console.print(line, soft_wrap=True, highlight=False)


def progress(unit: str) -> Progress:
    """A bar with count, rate and the time it will still take, where somebody can watch it."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn(unit),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def follow(
    items: Iterable[Item], task: str, unit: str, total: int | None = None, step: int = 1
) -> Iterator[Item]:
    """Pass items on, and show how fast they come, anew after each `step` of them."""
    with progress(unit) as bar:
        running = bar.add_task(task, total=total, rate="")
        for number, item in enumerate(items, 1):
            yield item
            if number % step == 0:
                bar.advance(running, step)
                speed = bar.tasks[0].speed
                bar.update(running, rate=f"{speed:,.0f}/s" if speed else "")


def _plain(value: Any) -> object:
    """What JSON cannot write by itself."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, LocalTime):
        return {"local": str(value), "utc": value.utc().isoformat()}
    if isinstance(value, Finding):
        return {
            "rule": value.rule,
            "level": value.level,
            "file": value.at.path.as_posix(),
            "line": value.at.line,
            "problem": value.problem,
            "remedy": value.remedy,
            "allowed": value.allowed,
        }
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
