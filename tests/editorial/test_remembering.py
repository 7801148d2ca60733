"""What is remembered of a workspace is true after every edit, or it is not used."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.editorial import check_again, check_workspace, remembering
from newsletter.editorial.fingerprints import trace
from newsletter.errors import FoundErrors
from newsletter.workspace import open_workspace, starter
from tests.conftest import ask_for_reviews
from tests.drawing import plain

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
SNIPPET = """---
kind: tip
title: Leave it alone
topics: [milia]
{more}---
**Do not squeeze it.** {words}
"""
ISSUE = """---
subject: Tiny bumps
preheader: Leave them alone.
snippets: [{snippets}]
---
Hello.
"""
WORDS = ("", "[@?]", "It cures all. [@?]", "Call 555 123 4567.", "Studies show it works.")
MORE = (
    "",
    'allow: {source-needed: "We look for it."}\n',
    "image: {file: ../../art/dot.png, alt: A dot.}\n",
)
SEGMENTS = ("acne:\n  language: fr\n", "french:\n  langage: fr\n")
PEOPLE = ("dr-a:\n  name: Dr A\n  role: Doctor\n", "dr-a:\n  name: Dr A\n  rol: Doctor\n", "")

Edit = Callable[[Path], None]


def make_workspace(root: Path) -> Path:
    """A small workspace with an issue, two snippets, and a picture outside `issues/`."""
    (root / "issues" / "snippets").mkdir(parents=True)
    (root / "issues" / "one").mkdir()
    (root / "art").mkdir()
    shutil.copy(starter() / "newsletter" / "defaults.toml", root / "newsletter.toml")
    write(root / "art" / "dot.png", plain())
    for name in ("a", "b"):
        write(root / f"issues/snippets/{name}.md", SNIPPET.format(more="", words=""))
    write(root / "issues/one/issue.md", ISSUE.format(snippets="a"))
    return root


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def edits() -> st.SearchStrategy[tuple[str, str | bytes | None]]:
    """A file and what it holds from now on; None takes it away."""
    snippet = st.builds(
        lambda more, words: SNIPPET.format(more=more, words=words),
        st.sampled_from(MORE),
        st.sampled_from(WORDS),
    )
    issue = st.sampled_from(["a", "a, b", "b", "c"]).map(lambda ids: ISSUE.format(snippets=ids))
    return st.one_of(
        st.tuples(st.sampled_from([f"issues/snippets/{n}.md" for n in "abc"]), snippet | st.none()),
        st.tuples(st.sampled_from(["issues/one/issue.md", "issues/two/issue.md"]), issue),
        st.tuples(st.just("issues/people.yml"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("issues/glossary.yml"), st.sampled_from(["milia: bumps\n", "- no\n"])),
        st.tuples(st.just("art/dot.png"), st.sampled_from([plain(), plain(width=80), b"no"])),
        st.tuples(st.just("templates/blocks/tip.mjml"), st.sampled_from(["", "{% if %}", None])),
        st.tuples(st.just("templates/themes/paper.toml"), st.sampled_from(["", None])),
        st.tuples(st.just("segments.yml"), st.sampled_from([*SEGMENTS, None])),
        st.tuples(st.just("newsletter.toml"), st.sampled_from(["off", "warning"]).map(levels)),
    )


def levels(level: str) -> str:
    """Settings in which one rule weighs something else."""
    defaults = (starter() / "newsletter" / "defaults.toml").read_text(encoding="utf-8")
    return f'{defaults}\n[checks.levels]\nsource-needed = "{level}"\n'


def ask(check: Callable[..., object], root: Path, names: list[str], now: datetime = NOW) -> object:
    """What a check says, or the mistakes that kept it from saying something."""
    try:
        return check(open_workspace(root), now, names)
    except FoundErrors as error:
        return error.findings


SOME = settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(SOME, max_examples=25)


@pytest.mark.parametrize(
    "examples",
    [pytest.param(SOME, id="some"), pytest.param(MANY, id="many", marks=pytest.mark.slow)],
)
def test_after_any_edits_the_report_is_as_if_nothing_were_remembered(examples: settings) -> None:
    several = st.lists(edits(), min_size=1, max_size=3)
    names = st.sampled_from([[], ["issues/snippets/a.md"]])
    examples(given(several, names)(edit_and_ask))()


def edit_and_ask(changes: list[tuple[str, str | bytes | None]], names: list[str]) -> None:
    """Hold what is remembered against what is found, after every change."""
    with TemporaryDirectory() as folder:
        root = make_workspace(Path(folder).resolve())
        for name, content in [("art/dot.png", plain()), *changes, *changes[:1]]:
            if content is None:
                (root / name).unlink(missing_ok=True)
            else:
                write(root / name, content)
            for _ in range(2):
                assert ask(check_again, root, names) == ask(check_workspace, root, names)


def test_nothing_is_done_again_while_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(make_workspace(tmp_path))
    first = check_again(workspace, NOW)
    monkeypatch.delattr(remembering, "check_workspace")

    assert check_again(workspace, NOW) == first
    with pytest.raises(NameError):
        check_again(workspace, NOW + timedelta(days=1))
    with pytest.raises(NameError):
        check_again(workspace, NOW, ["a"])


@pytest.mark.parametrize(
    "path",
    [
        "issues/snippets/b.md",
        "issues/sources.yml",
        "issues/pictures/new.png",
        "templates/blocks/own.mjml",
        "reviews/one/2026-11-20-dr-a.txt",
        "newsletter.toml",
        "segments.yml",
    ],
)
def test_every_file_that_matters_makes_it_look_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    root = make_workspace(tmp_path)
    check_again(open_workspace(root), NOW)
    workspace = open_workspace(root)
    monkeypatch.delattr(remembering, "check_workspace")
    before = (root / path).read_bytes() if (root / path).exists() else b""
    write(root / path, before + b"\n# more\n")

    with pytest.raises(NameError):
        check_again(workspace, NOW)


def test_another_program_looks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = open_workspace(make_workspace(tmp_path))
    check_again(workspace, NOW)
    monkeypatch.delattr(remembering, "check_workspace")
    monkeypatch.setattr(remembering, "program", lambda: "another")

    with pytest.raises(NameError):
        check_again(workspace, NOW)


def test_a_picture_outside_is_looked_at_before_it_is_relied_on(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    write(root / "issues/snippets/a.md", SNIPPET.format(more=MORE[2], words=""))
    for _ in range(3):
        check_again(open_workspace(root), NOW)
    write(root / "art/dot.png", b"no picture")

    with pytest.raises(FoundErrors):
        check_again(open_workspace(root), NOW)


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff", b"[]", b'{"key": 1}', b"null"])
def test_what_cannot_be_understood_is_ignored(tmp_path: Path, broken: bytes) -> None:
    workspace = open_workspace(make_workspace(tmp_path))
    first = check_again(workspace, NOW)
    folder = tmp_path / "build" / ".checks"
    for path in (path for path in folder.rglob("*") if path.is_file()):
        path.write_bytes(broken)

    assert check_again(workspace, NOW) == first


def test_a_file_saved_meanwhile_is_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_workspace(tmp_path)
    bad = SNIPPET.format(more="", words="[@?]")

    def slowly(*arguments: object) -> object:
        report = check_workspace(*arguments)  # type: ignore[arg-type]
        write(root / "issues/snippets/a.md", bad)
        return report

    with monkeypatch.context() as patch:
        patch.setattr(remembering, "check_workspace", slowly)
        check_again(open_workspace(root), NOW)

    assert "source-needed" in {
        each.rule for each in check_again(open_workspace(root), NOW).findings
    }


def test_where_nothing_can_be_written_the_check_is_made_all_the_same(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    write(root / "build", "a file where a folder should be")

    report = check_again(open_workspace(root), NOW)

    assert report == check_workspace(open_workspace(root), NOW)


def test_a_trace_follows_links_and_does_not_run_in_circles(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "file", "one")
    write(tmp_path / "top" / "own", "two")
    (tmp_path / "top" / "there").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "top" / "round").symlink_to(tmp_path / "top")
    (tmp_path / "top" / "self").symlink_to("self")
    before = trace(tmp_path / "top")
    assert trace(tmp_path / "top") == before

    write(tmp_path / "elsewhere" / "file", "ONE")
    changed = trace(tmp_path / "top")
    (tmp_path / "top" / "there").unlink()
    shutil.copytree(tmp_path / "elsewhere", tmp_path / "top" / "there")

    assert len({str(each) for each in (before, changed, trace(tmp_path / "top"))}) == 3


def test_what_the_machine_asks_of_reviews_is_part_of_what_is_remembered(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "desk")
    signers = tmp_path / "allowed_signers"
    write(signers, "")
    asked = {"NEWSLETTER_REVIEW_LEVEL": "off", "NEWSLETTER_REVIEW_SIGNERS": str(signers)}
    ask_for_reviews(root, "off")
    relaxed = check_again(open_workspace(root, asked), NOW)
    assert "reviewed" not in {each.rule for each in relaxed.findings}

    strict = open_workspace(root, asked | {"NEWSLETTER_REVIEW_LEVEL": "pinned"})

    assert "reviewed" in {each.rule for each in check_again(strict, NOW).findings}
