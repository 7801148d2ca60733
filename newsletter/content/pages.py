"""A Markdown file with fields on top -> a page: its fields, its text, its text in parts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from newsletter.content.fields import Fields, mistake, parse_fields
from newsletter.errors import FoundErrors
from newsletter.model import Part
from newsletter.validation import explain

Model = TypeVar("Model", bound=BaseModel)

FENCE = "---"
HEADING = re.compile(r"^##\s+(@?)(.*?)\s*#*\s*$")
CODE_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})")


@dataclass(frozen=True)
class Page:
    """One file, taken apart but not yet judged; `path` is relative to the workspace."""

    path: Path
    fields: Fields
    body: Part

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The body cut into what comes first, each answer, and what follows the answers."""
        return tuple(split_parts(self.body.text, self.body.line))


def parse_page(text: str, path: Path) -> Page:
    """Return the fields between the two `---` lines, and the Markdown below them.

    Raises:
        FoundErrors: there is no front matter, or it cannot be read.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        problem = "the front matter is missing: the first line must be ---"
        raise mistake(path, 1, problem, "Start the file with ---, fields, ---.")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise mistake(path, 1, "the front matter has no end", "Add a line --- below the fields.")
    fields = parse_fields("\n".join(lines[1:end]), path, first_line=2)
    return Page(path, fields, Part("\n".join(lines[end + 1 :]), end + 2))


def validate(model: type[Model], fields: Fields, computed: Mapping[str, object]) -> Model:
    """Make a noun of the fields and what else is known of it.

    Raises:
        FoundErrors: every field that is missing, unknown or wrong, with the nearest known name.
    """
    findings = [
        fields.finding((name,), f"“{name}” is not a known field", "Take the line out.")
        for name in fields.values.keys() & computed.keys()
    ]
    try:
        noun = model.model_validate({**fields.values, **computed})
    except ValidationError as error:
        findings += [
            fields.finding(place, problem, remedy)
            for place, problem, remedy in explain(error, model)
        ]
    if findings:
        raise FoundErrors(findings)
    return noun


def split_parts(body: str, first_line: int) -> Iterator[Part]:
    """Cut a body into parts, in order.

    Only a `## @person` heading starts cutting; before it, headings are ordinary text.
    """
    heading: str | None = None
    person: str | None = None
    lines: list[str] = []
    start, answering, fence = first_line, False, ""
    for number, line in enumerate(body.split("\n"), first_line):
        fence = _next_fence(fence, line)
        match = None if fence else HEADING.match(line)
        if match and (match[1] or answering):
            yield from _part(lines, start, heading, person)
            answering = True
            heading, person = (None, match[2]) if match[1] else (match[2], None)
            lines, start = [], number + 1
        else:
            lines.append(line)
    yield from _part(lines, start, heading, person)


def outside_code(part: Part) -> Iterator[tuple[int, str]]:
    """Yield the lines of a part that are not code, each with its number in the file."""
    fence = ""
    for number, line in enumerate(part.text.split("\n"), part.line):
        fence = _next_fence(fence, line)
        if not fence:
            yield number, line


def beside(path: Path, name: str) -> str:
    """The workspace's path of a file that `path` names; `..` is folded, never followed by links."""
    folded: list[str] = []
    for step in (PurePosixPath(path.as_posix()).parent / name).parts:
        if step == ".." and folded and folded[-1] != "..":
            folded.pop()
        else:
            folded.append(step)
    return "/".join(folded)


def _next_fence(fence: str, line: str) -> str:
    """The fence around the code that a line stands in; empty outside code.

    Source: CommonMark 0.31 §4.5: code ends at a fence of the same kind, at least as long.
    """
    match = CODE_FENCE.match(line)
    if not fence:
        return match[1] if match else ""
    closes = match and match[1].startswith(fence) and not line.strip().strip(fence[0])
    return "" if closes else fence


def _part(lines: list[str], start: int, heading: str | None, person: str | None) -> Iterator[Part]:
    """Yield the part unless nothing is in it; an answer without words stays, to be refused."""
    text = "\n".join(lines)
    if text.strip() or heading or person is not None:
        yield Part(text, start, heading, person)
