import os
from pathlib import Path
from threading import Thread

import pytest

from newsletter.model import Finding, Level, Location
from newsletter.settings import Preview
from newsletter.studio.places import find_place, find_problems

EDITOR = Preview(editor="vscode://file/{path}:{line}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "a.md").write_text("one\ntwo\nthree\nfour\n", encoding="utf-8")
    (tmp_path / "secret.md").write_text("canary\n", encoding="utf-8")
    return tmp_path / "desk"


def excerpt(root: Path, file: str, line: int) -> list[tuple[int, str, bool]]:
    finding = Finding("markdown", Level.ERROR, Location(Path(file), line), "wrong", "mend it")
    (problem,) = find_problems([finding], root, EDITOR)
    assert (problem.problem, problem.remedy) == ("wrong", "mend it")
    return [(each.line, each.text, each.hit) for each in problem.excerpt]


def test_a_problem_comes_with_the_lines_around_it(root: Path) -> None:
    assert excerpt(root, "a.md", 1) == [(1, "one", True), (2, "two", False), (3, "three", False)]
    assert excerpt(root, "a.md", 4) == [(2, "two", False), (3, "three", False), (4, "four", True)]


@pytest.mark.parametrize(("file", "line"), [("a.md", 0), ("a.md", 99), ("gone.md", 1), (".", 1)])
def test_where_there_are_no_lines_none_are_shown(root: Path, file: str, line: int) -> None:
    assert excerpt(root, file, line) == []


def test_what_is_no_text_is_not_shown(root: Path) -> None:
    (root / "a.md").write_bytes(b"\xff\xfe\n")

    assert excerpt(root, "a.md", 1) == []


def test_files_elsewhere_are_not_shown(root: Path) -> None:
    (root / "link.md").symlink_to(root.parent / "secret.md")

    assert excerpt(root, "link.md", 1) == []
    assert excerpt(root, "../secret.md", 1) == []


def test_a_place_can_be_opened_where_there_is_an_editor(root: Path) -> None:
    place = find_place(Location(Path("a.md"), 3), root, EDITOR)

    assert (place.file, place.line) == ("a.md", 3)
    assert place.open == f"vscode://file{root.as_posix()}/a.md:3"
    assert find_place(Location(Path("a.md")), root, Preview()).open is None
    assert find_place(Location(Path("a.md")), root, Preview()).line is None


def test_what_lies_elsewhere_goes_by_its_name(root: Path) -> None:
    elsewhere = root.parent / "program" / "base.mjml"

    place = find_place(Location(elsewhere, 2), root, EDITOR)

    assert (place.file, place.line) == ("base.mjml", 2)
    assert place.open == f"vscode://file{elsewhere.as_posix()}:2"


def test_nobody_waits_for_what_a_pipe_may_say(root: Path) -> None:
    os.mkfifo(root / "pipe.md")

    reading = Thread(target=excerpt, args=(root, "pipe.md", 1), daemon=True)
    reading.start()
    reading.join(5)
    assert not reading.is_alive()


def test_what_is_larger_than_any_text_is_not_shown(root: Path) -> None:
    (root / "a.md").write_text("one\n" * 20_000, encoding="utf-8")

    assert excerpt(root, "a.md", 1) == []


def test_only_line_feeds_and_carriage_returns_end_lines(root: Path) -> None:
    (root / "a.md").write_bytes("one\u2028still one\r\ntwo\n".encode())

    assert excerpt(root, "a.md", 2) == [(1, "one\u2028still one", False), (2, "two", True)]
