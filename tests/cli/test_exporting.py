"""`preview` without a server, as it is typed."""

from pathlib import Path

from tests.cli.conftest import Command

SAMPLE = "2026-12-01-tiny-bumps"


def break_source(workspace: Path) -> None:
    path = workspace / "issues" / "snippets" / "sunscreen-label.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nMany have them. [@?]\n", encoding="utf-8")


def test_the_page_is_written_as_files(newsletter: Command, workspace: Path) -> None:
    answer = newsletter("preview", SAMPLE, "--export", str(workspace / "site"))

    assert answer.code == 0
    assert answer.out.split(": ")[1] == "1 issue in 16 views\n"
    text = (workspace / "site" / "data" / f"{SAMPLE}.js").read_text(encoding="utf-8")
    assert str(workspace) not in text


def test_programs_are_told_what_was_written(newsletter: Command, workspace: Path) -> None:
    answer = newsletter("preview", "--export", str(workspace / "site"), "--json")

    assert answer.json == {
        "page": str(workspace / "site" / "index.html"),
        "issues": 1,
        "letters": 16,
        "missing": [],
    }


def test_an_issue_without_a_letter_is_a_finding(newsletter: Command, workspace: Path) -> None:
    path = workspace / "issues" / SAMPLE / "issue.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("subject:", "layout: none\nsubject:"),
        encoding="utf-8",
    )
    answer = newsletter("preview", "--export", str(workspace / "site"))

    assert answer.code == 3
    assert f"{SAMPLE}: no letter could be made" in answer.out


def test_checking_finds_what_the_command_check_finds(newsletter: Command, workspace: Path) -> None:
    assert newsletter("preview", "--check", SAMPLE).code == 0
    break_source(workspace)
    found = newsletter("preview", "--check", SAMPLE)

    assert found.code == 3
    assert found.out == newsletter("check", SAMPLE).out
    assert newsletter("preview", "--check", "--json").json["counts"]["error"] == 1


def test_one_thing_at_a_time(newsletter: Command, workspace: Path) -> None:
    both = newsletter("preview", "--check", "--export", str(workspace / "site"))
    assert (both.code, "cannot be done at once" in both.err) == (2, True)

    two = newsletter("preview", SAMPLE, SAMPLE)
    assert (two.code, "the page opens with one issue" in two.err) == (2, True)

    unknown = newsletter("preview", "2026-12-01-tiny-bump", "--export", str(workspace / "site"))
    assert (unknown.code, SAMPLE in unknown.err) == (2, True)
