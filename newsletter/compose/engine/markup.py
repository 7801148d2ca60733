"""MJML source -> a tree of elements, texts and comments, and all that keeps it from being one.

No recursion, and nesting is capped: the engine goes down with its process where tags are nested
some thousand deep.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from newsletter.compose.engine.tags import Attribute, Comment, Fault, Tag, Text, Token, scan

DEEPEST = 100

VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
}  # fmt: skip
"""HTML elements without content and closing tag."""


@dataclass(slots=True)
class Element:
    """A tag and what stands in it."""

    tag: Tag
    children: "list[Node]" = field(default_factory=list)

    @property
    def name(self) -> str:
        """As it is written."""
        return self.tag.name

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """In order; of several with one name, the first counts."""
        return self.tag.attributes


Node = Element | Text | Comment


@dataclass(frozen=True, slots=True)
class Document:
    """What a source holds. The tree is whole only where there are no faults."""

    source: str
    children: list[Node]
    tags: list[Tag]
    faults: list[Fault]
    line_ends: list[int]

    def line(self, offset: int) -> int:
        """The line of an offset, counted from 1."""
        return bisect_right(self.line_ends, offset - 1) + 1


def parse(source: str) -> Document:
    """Read the source as far as it can be read; never raises."""
    builder = _Builder()
    for token in scan(source):
        builder.add(token)
        if builder.too_deep:
            break
    else:
        builder.end()
    line_ends = [match.start() for match in re.finditer("\n", source)]
    return Document(source, builder.children, builder.tags, builder.faults, line_ends)


class _Builder:
    """Puts tokens together; `too_deep` once there are too many tags inside each other."""

    def __init__(self) -> None:
        self.children: list[Node] = []
        self.tags: list[Tag] = []
        self.faults: list[Fault] = []
        self.too_deep = False
        self._open: list[Element] = []
        self._excused: Counter[str] = Counter()
        self._ends_in_fault = False

    def add(self, token: Token) -> None:
        """Take the next token."""
        self._ends_in_fault = isinstance(token, Fault)
        if isinstance(token, Fault):
            self.faults.append(token)
        elif isinstance(token, Tag):
            self.tags.append(token)
            self._close(token) if token.closes else self._open_tag(token)
        else:
            self._siblings.append(token)

    def end(self) -> None:
        """Note what is still open, unless the source breaks off in a way already told."""
        if self._open and not self._ends_in_fault:
            self._miss(self._open[::-1], "at the end")

    @property
    def _siblings(self) -> list[Node]:
        return self._open[-1].children if self._open else self.children

    def _open_tag(self, tag: Tag) -> None:
        element = Element(tag)
        self._siblings.append(element)
        if is_void(tag.name) and tag.name != tag.name.lower():
            name = tag.name.lower()
            self._fault(tag, f"<{tag.name}> is in capital letters", f"Write <{name}> instead.")
        if tag.empty or is_void(tag.name):
            return
        self._open.append(element)
        if len(self._open) > DEEPEST:
            self.too_deep = True
            problem = f"more than {DEEPEST} tags stand inside each other"
            self._fault(tag, problem, "Close each tag where its content ends.")

    def _close(self, tag: Tag) -> None:
        if is_void(tag.name):
            self._fault(tag, f"<{tag.name}> has no closing tag", f"Take </{tag.name}> out.")
        elif any(_same(element.name, tag.name) for element in self._open):
            unclosed = []
            while not _same((element := self._open.pop()).name, tag.name):
                unclosed.append(element)
                self._excused[element.name.lower()] += 1
            if unclosed:
                self._miss(unclosed, f"before </{tag.name}>")
        elif self._excused[tag.name.lower()]:
            # It comes too late for an element that is known to lack it.
            self._excused[tag.name.lower()] -= 1
        else:
            problem = f"</{tag.name}> closes nothing: no <{tag.name}> is open here"
            remedy = "Take it out, or the one that comes too early above it."
            self._fault(tag, problem, remedy)

    def _miss(self, unclosed: list[Element], where: str) -> None:
        """Note elements that are not closed, innermost first."""
        names = " and ".join(f"<{element.name}>" for element in unclosed)
        missing = "".join(f"</{element.name}>" for element in unclosed)
        verb = "are" if len(unclosed) > 1 else "is"
        self._fault(unclosed[0].tag, f"{names} {verb} not closed {where}", f"Add {missing}.")

    def _fault(self, tag: Tag, problem: str, remedy: str) -> None:
        self.faults.append(Fault(tag.start, problem, remedy))


def is_void(name: str) -> bool:
    """Whether an element of this name never has content."""
    return name.rpartition(":")[2].lower() in VOID


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()
