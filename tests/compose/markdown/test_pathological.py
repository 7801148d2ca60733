"""Text made to take long: each gives prose or a clear error, soon, and the process lives on.

The families are those that parsers of Markdown are commonly tried with, and those that hurt the
library used here most.
"""

import inspect
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import thread_time

import pytest

from newsletter.compose import Templates, compose
from newsletter.compose.markdown.citations import Citations
from newsletter.compose.markdown.prose import ProseReader
from newsletter.errors import FoundErrors
from newsletter.model import Letter, Location
from newsletter.settings import Settings
from tests.compose.making import (
    html_of,
    make_issue,
    make_library,
    make_snippet,
    make_source,
    shown_by,
)

LARGEST = 64 * 1024
"""What a file may hold; `content` refuses more."""

SECONDS = 5.0
"""Of the processor: other programs take their share of the wall clock's."""

HANGS = 120.0


def times(unit: str) -> Callable[[int], str]:
    """A family that repeats one unit."""
    return lambda size: unit * max(1, size // len(unit))


def between(opens: str, middle: str, closes: str) -> Callable[[int], str]:
    """A family with as many at the end as at the start."""

    def make(size: int) -> str:
        count = max(1, size // (len(opens) + len(closes)))
        return opens * count + middle + closes * count

    return make


def growing(unit: Callable[[int], str]) -> Callable[[int], str]:
    """A family of units, each longer than the one before."""

    def make(size: int) -> str:
        units: list[str] = []
        written = 0
        while written < size:
            units.append(unit(len(units)))
            written += len(units[-1])
        return "".join(units)

    return make


def references(size: int) -> str:
    count = size // 20
    defined = "".join(f"[{number}]: u{number}\n" for number in range(count))
    return f"{defined}\n{' '.join(f'[{number}]' for number in range(count))}"


def wide_and_tall(size: int) -> str:
    count = size // 6
    return "\n".join(["|a" * count, "|-" * count, *["|"] * count])


FAMILIES: dict[str, Callable[[int], str]] = {
    "nested strong emphasis": between("*a **a ", "b", " a** a*"),
    "emphasis closers without openers": times("a_ "),
    "emphasis openers without closers": times("_a "),
    "strong openers without closers": times("**a "),
    "three stars without end": times("***a "),
    "one long run of stars": between("*", "a", "*"),
    "underlines inside a word": between("a_", "a", "_a"),
    "link closers without openers": times("a]"),
    "link openers without closers": times("[a"),
    "openers and closers that do not match": times("*a_ "),
    "openers and closers by turns": between("*a ", "", "_a*_ "),
    "openers and closers by threes": lambda size: "a**b" + times("c* ")(size),
    "link openers and emphasis closers": times("[ a_"),
    "brackets and parentheses": times("[ (]("),
    "pictures in brackets": times("![[]()"),
    "emphasis across links": times("**x [a*b**c*](d)"),
    "nested brackets": between("[", "a", "]"),
    "brackets alone": times("["),
    "nested links": between("[", "a", "](b)"),
    "links without words": times("[]("),
    "links": times("[a](b) "),
    "nested quotations": times("> "),
    "nested quotations without space": times(">"),
    "quotations ever deeper": growing(lambda depth: "> " * depth + "a\n"),
    "lists ever deeper by two": growing(lambda depth: "  " * depth + "* a\n"),
    "lists ever deeper by four": growing(lambda depth: "    " * depth + "* a\n"),
    "lists ever deeper, apart": growing(lambda depth: "  " * depth + "* a\n\n"),
    "entries on one line": lambda size: times("- ")(size) + "a",
    "entries on one line, then nothing": between("- ", "a", "\n\n"),
    "numbers on one line": lambda size: times("1. ")(size) + "a",
    "quotations in entries": lambda size: times("- > ")(size) + "a",
    "nul": times("abc\0de\0"),
    "backticks of growing runs": growing(lambda length: "e" + "`" * length),
    "code without end": times("`a ``"),
    "links with an angle and no end": times("[a](<b"),
    "links with no end": times("[a](b"),
    "a title with no end": lambda size: '[a](b "' + times('" ')(size),
    "parentheses in a link": lambda size: "[a](" + times("(")(size),
    "comments without end": lambda size: "</" + times("<!--")(size),
    "instructions without end": times("<?"),
    "declarations without end": times("<!A "),
    "cdata without end": times("<![CDATA["),
    "angles": times("<"),
    "web addresses without end": times("<http://a"),
    "mail addresses without end": times("<a@"),
    "definitions and references": references,
    "references to one definition": lambda size: "[a]: u\n\n" + times("[a] ")(size),
    "definitions without address": times("[a]: <\n"),
    "a definition with a title without end": lambda size: '[a]: u "' + times("\n[a]: u '")(size),
    "a definition and space": lambda size: "[a]:" + " " * size,
    "two brackets": times("[a][b]"),
    "short references": times("[a] ["),
    "citations": times("[@a]"),
    "citations without end": times("[@a"),
    "space": lambda size: "a" + " " * size + "b",
    "space before a citation": lambda size: "a" + " " * size + "[@a",
    "tabs": times("\t"),
    "tabs and entries": times("\t- a\n"),
    "empty lines": lambda size: "a" + times("\n")(size) + "b",
    "line breaks": times("a  \n"),
    "headings": times("# a\n"),
    "headings that close": lambda size: "# a " + times("# ")(size),
    "headings with a line below": times("a\n=\n"),
    "rules": times("***\n"),
    "a rule that is none": lambda size: times("* ")(size) + "a",
    "paragraphs": times("a\n\n"),
    "entries": times("- a\n"),
    "entries apart": times("- a\n\n"),
    "paragraphs of one entry": lambda size: "- a\n\n" + times("    b\n\n")(size),
    "two kinds of entries": times("- a\n1. b\n"),
    "code": times("    a\n\nb\n\n"),
    "quotations": times("> a\n\n"),
    "escapes": times("\\*"),
    "references to characters": times("&amp;&#"),
    "the library's own marks": times("\x02klzzwxh:0000\x03"),
    "one word": times("a"),
    "one word of chinese": times("皮"),
    "a wide table": lambda size: "\n".join(times(cell)(size // 3) for cell in ("|a", "|-", "|b")),
    "a tall table": lambda size: "|a|b|\n|-|-|\n" + times("|c|d|\n")(size),
    "a table wide and tall": wide_and_tall,
    "tables": times("|a|\n|-|\n|b|\n\n"),
    "bars and backticks": lambda size: "|a|b|\n|-|-|\n|" + times("`|")(size),
    "bars and backslashes": lambda size: "|a|b|\n|-|-|\n|" + times("\\`|")(size),
}

SLOWEST = (
    '"\n# |' * 1_180,
    "\n=" * 2_950,
    "[" * 100 + "a" * 5_800,
    "[a](" * 99 + "(" * 5_500,
    ("[a][" + "b" * 55) * 49,
    ("[a" + "\\*" + "b" * 55) * 99,
    ("[a" + "`c`" + "b" * 54) * 99,
    ("`" + "``" * 3 + "b" * 30) * 28,
    "*" * 99 + "a" * 5_700 + "*" * 99,
)
"""Blocks within the limits that take longest: found by trying many thousands made by chance."""

AT = Location(Path("issues/snippets/one.md"), 7)
SOURCES = {"a": make_source("A source")}


def read(markdown: str) -> str:
    """What comes of it: its words, or the problem that an editor is told."""
    started = thread_time()
    try:
        outcome = ProseReader(Citations(SOURCES)).read(markdown, AT).text
    except FoundErrors as error:
        (finding,) = error.findings
        assert finding.at.path == AT.path
        assert AT.line <= finding.at.line <= AT.line + markdown.count("\n")
        assert finding.remedy
        outcome = finding.problem
    # Whoever counts which lines are run, as the build machine does, doubles the work.
    assert thread_time() - started < SECONDS * (2 if sys.gettrace() else 1)
    return outcome


@pytest.mark.parametrize("size", [1_000, 5_900, LARGEST])
@pytest.mark.parametrize("make", FAMILIES.values(), ids=FAMILIES)
def test_each_family_gives_prose_or_an_error_in_time(make: Callable[[int], str], size: int) -> None:
    read(make(size))


@pytest.mark.slow
@pytest.mark.parametrize("make", FAMILIES.values(), ids=FAMILIES)
def test_as_much_as_a_block_may_hold_again_and_again(make: Callable[[int], str]) -> None:
    blocks = (make(size) for size in (5_900, 3_000, 1_000, 500, 250, 100, 50, 25, 12, 6))
    block = next(each for each in blocks if is_read(each))
    read("\n\n".join([block] * (LARGEST // (len(block) + 2))))


def is_read(markdown: str) -> bool:
    try:
        return bool(ProseReader(Citations(SOURCES)).read(markdown, AT)) or True
    except FoundErrors:
        return False


@pytest.mark.slow
@pytest.mark.parametrize("block", SLOWEST, ids=range(len(SLOWEST)))
def test_the_slowest_blocks_that_are_allowed_stay_within_the_time(block: str) -> None:
    assert is_read(block)
    read("\n\n".join([block] * (LARGEST // (len(block) + 2))))


@pytest.mark.slow
@pytest.mark.parametrize("make", FAMILIES.values(), ids=FAMILIES)
def test_a_whole_letter_of_it_is_made_or_refused_in_any_thread(
    make: Callable[[int], str], settings: Settings, templates: Templates
) -> None:
    def make_letter(size: int) -> Letter | None:
        issue = make_issue(make_snippet(f"Before.\n\n{make(size)}\n\nAfter."))
        try:
            return compose(issue, make_library(issue, sources=SOURCES), settings, templates)
        except FoundErrors:
            return None

    with ThreadPoolExecutor(1) as thread:
        for size in (1_000, 5_000, LARGEST):
            letter = thread.submit(make_letter, size).result(timeout=HANGS)
            if letter:
                assert "After." in shown_by(html_of(letter))


NESTS = (
    "*a " * 100 + "b" + " a*" * 100,
    "*" * 100 + "a" + "*" * 100,
    "> - " * 4 + "a",
    "- " * 8 + "a",
)


@pytest.mark.parametrize("nest", NESTS)
def test_the_deepest_nests_are_read_far_up_the_stack(nest: str) -> None:
    def climb(frames: int) -> str:
        return read(nest) if frames == 0 else climb(frames - 1)

    assert climb(sys.getrecursionlimit() // 3).strip("*-> ")[:1] in ("a", "b")


def test_where_the_stack_ends_there_is_an_error_and_no_crash() -> None:
    def climb(frames: int) -> str:
        return read(NESTS[0]) if frames == 0 else climb(frames - 1)

    left = sys.getrecursionlimit() - len(inspect.stack(0))
    assert "inside each other" in climb(left - 80)
