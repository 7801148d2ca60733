"""A workspace that is read again and again: as if it were read for the first time, but cheaper."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from newsletter.content import Reader, read_library
from newsletter.content.stamps import UNSURE
from newsletter.model import Library
from tests.content.conftest import FILES, FRENCH, LANGUAGES, QUICK, draw, tip, write

NAMES = [*FILES, *FRENCH, "second/issue.md", "snippets/new.md", "snippets/new.fr.md"]
ISSUE = "---\nsubject: S\npreheader: P\nsnippets: [{}]\n---\nHello.\n"
SNIPPET = "---\nkind: tip\ntitle: {}\ntopics: [milia]\nsimilar: [{}]\n---\nDo this. [@{}]\n"
SOME = settings(QUICK, max_examples=12, stateful_step_count=15)
MANY = settings(SOME, max_examples=100)
IMAGE = b"image:\n  file: ../pictures/dot.png\n  alt: A dot\n---\n"
WORDS = st.sampled_from(["milia", "new", "smith-2020", "nobody", "a: b", "- x", ""])


def a_year_later() -> int:
    """A clock that has left every change far behind."""
    return time.time_ns() + 365 * 24 * 3600 * 10**9


def soon_sure() -> int:
    """A clock by which a change is a moment ago for 50 milliseconds only."""
    return time.time_ns() + UNSURE - 50_000_000


class Edits(RuleBasedStateMachine):
    """An editor who does everything that can be done to files; one reader looks on."""

    folder: Path

    def __init__(self) -> None:
        super().__init__()
        shutil.rmtree(self.folder / "issues", ignore_errors=True)
        for name, text in {**FILES, **FRENCH}.items():
            write(self.folder, name, dedent(text))
        draw(self.folder / "issues" / "pictures" / "dot.png")
        self.reader = Reader(self.folder, soon_sure)

    def place(self, name: str) -> Path:
        return self.folder / "issues" / name

    def change(self, name: str, edit: Callable[[bytes], bytes]) -> None:
        if self.place(name).is_file():
            self.place(name).write_bytes(edit(self.place(name).read_bytes()))

    @rule(name=st.sampled_from(NAMES), title=WORDS, similar=WORDS, source=WORDS)
    def write_snippet(self, name: str, title: str, similar: str, source: str) -> None:
        write(self.folder, name, SNIPPET.format(title, similar, source))

    @rule(name=st.sampled_from([n for n in NAMES if "issue" in n]), listed=WORDS)
    def write_issue(self, name: str, listed: str) -> None:
        write(self.folder, name, ISSUE.format(listed))

    @rule(name=st.sampled_from(NAMES), at=st.integers(0, 200), text=WORDS)
    def insert(self, name: str, at: int, text: str) -> None:
        self.change(name, lambda old: old[:at] + text.encode() + old[at:])

    @rule(name=st.sampled_from(NAMES))
    def swap_letters(self, name: str) -> None:
        """Change a file but not its size."""
        self.change(name, lambda old: old.replace(b"milia", b"nilia"))

    @rule(name=st.sampled_from(NAMES))
    def show_a_picture(self, name: str) -> None:
        self.change(name, lambda old: old.replace(b"\n---\n", b"\n" + IMAGE, 1))

    @rule(name=st.sampled_from(NAMES))
    def break_bytes(self, name: str) -> None:
        self.change(name, lambda old: b"\xff" + old)

    @rule(name=st.sampled_from([*NAMES, "pictures/dot.png"]))
    def delete(self, name: str) -> None:
        self.place(name).unlink(missing_ok=True)

    @rule(width=st.sampled_from([10, 40, 60]))
    def redraw(self, width: int) -> None:
        draw(self.folder / "issues" / "pictures" / "dot.png", width)

    @rule(old=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def rename(self, old: str, new: str) -> None:
        if self.place(old).is_file():
            self.place(new).parent.mkdir(exist_ok=True)
            self.place(old).replace(self.place(new))

    @rule(old=st.sampled_from(["first", "snippets"]), new=st.sampled_from(["second", "third"]))
    def move_folder(self, old: str, new: str) -> None:
        if self.place(old).is_dir() and not self.place(new).exists():
            self.place(old).rename(self.place(new))

    @invariant()
    def is_as_if_read_for_the_first_time(self) -> None:
        library, findings = self.reader.read(LANGUAGES, {})
        fresh, mistakes = read_library(self.folder, LANGUAGES)

        assert findings == mistakes
        assert library == fresh
        assert list(_orders(library)) == list(_orders(fresh))


def _orders(library: Library) -> Iterator[list[str]]:
    for each in (library, *library.translations.values()):
        yield [*each.issues, *each.snippets, *each.people, *each.glossary]


@pytest.mark.parametrize(
    "examples",
    [pytest.param(SOME, id="some"), pytest.param(MANY, id="many", marks=pytest.mark.slow)],
)
def test_whatever_is_edited_it_is_read_as_if_for_the_first_time(
    tmp_path: Path, examples: settings
) -> None:
    Edits.folder = tmp_path
    run_state_machine_as_test(Edits, settings=examples)


@pytest.fixture
def reader(french: Path) -> Reader:
    reader = Reader(french, a_year_later)
    reader.read(LANGUAGES, {})
    return reader


def test_what_has_not_changed_stays_the_same_object(reader: Reader, french: Path) -> None:
    write(french, "snippets/new.md", tip("image:", "  file: ../pictures/bump.png", "  alt: A"))
    before, _ = reader.read(LANGUAGES, {})
    write(french, "snippets/new.md", tip())
    write(french, "snippets/newer.md", tip())
    after, _ = reader.read(LANGUAGES, {})

    assert after.issues["first"] is before.issues["first"]
    assert after.snippets["milia"] is before.snippets["milia"]
    assert after.people["ana"] is before.people["ana"]
    for shelf in ("issues", "snippets", "people"):
        old = getattr(before.translations["fr"], shelf)
        new = getattr(after.translations["fr"], shelf)
        assert [new[name] is old[name] for name in old] == [True]
    assert after.snippets["new"] != before.snippets["new"]


def test_a_file_that_has_not_changed_is_not_opened(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _root: Path) -> str:
        raise AssertionError(f"{path} was read again")

    monkeypatch.setattr("newsletter.content.reading.read_text", refuse)

    assert list(reader.read(LANGUAGES, {})[0].snippets) == ["milia"]


def test_a_change_within_a_moment_is_seen_though_size_and_time_are_the_same(root: Path) -> None:
    reader = Reader(root)
    path = write(root, "snippets/milia.md", tip(body="Rest."))
    status = path.stat()
    reader.read(LANGUAGES, {})
    write(root, "snippets/milia.md", tip(body="Test."))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    library, _ = reader.read(LANGUAGES, {})

    assert library.snippets["milia"].parts[0].text == "Test.\n"


def test_a_folder_that_leads_elsewhere_now_is_refused(reader: Reader, french: Path) -> None:
    folder = french / "issues" / "first"
    folder.rename(french.parent / "elsewhere")
    folder.symlink_to(french.parent / "elsewhere")

    library, findings = reader.read(LANGUAGES, {})

    assert library.issues == {}
    assert findings[0].problem == "this folder leads out of the workspace"
