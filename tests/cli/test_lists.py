"""Many readers in and out: what is shown first, what is asked, what comes of it."""

import csv
from pathlib import Path

import pytest

from newsletter.cli import lists
from tests.cli.conftest import Command

IMPORT = ("subscribers", "import", "readers.csv")
BASIS = ("--basis", "I want the letter.")


@pytest.fixture
def readers(workspace: Path) -> Path:
    path = workspace / "readers.csv"
    path.write_text(
        "E-mail;name;phone\nana@example.org;Ana;1\nbad;=1+1;2\nANA@example.org;Ana;3\n",
        encoding="utf-8",
    )
    return path


def listed(newsletter: Command) -> list[str]:
    value = newsletter("subscribers", "list", "--json").json
    return [each["address"] for each in value["subscribers"]]


@pytest.mark.usefixtures("readers")
def test_a_dry_run_tells_what_the_file_is_and_what_would_happen(newsletter: Command) -> None:
    answer = newsletter(*IMPORT, *BASIS, "--dry-run")

    assert answer.code == 3
    assert answer.out.splitlines() == [
        "readers.csv: CSV in UTF-8, delimited by semicolon",
        "  read: email from “E-mail”, name from “name”",
        "  not read: phone",
        "1 would be added, 1 known already, 1 line refused: see readers.csv.refused.csv",
    ]
    assert answer.err.startswith("readers.csv:3: error: ")
    assert listed(newsletter) == []


@pytest.mark.usefixtures("readers")
def test_a_program_is_told_the_same(newsletter: Command) -> None:
    value = newsletter(*IMPORT, *BASIS, "--yes", "--json").json

    assert value.pop("refused_file").endswith("readers.csv.refused.csv")
    assert [each["line"] for each in value.pop("findings")] == [3]
    assert value == {
        "encoding": "UTF-8",
        "delimiter": ";",
        "columns": {"address": "E-mail", "name": "name"},
        "unread": ["phone"],
        "added": 1,
        "known": 1,
        "updated": 0,
        "away": {},
        "refused": 1,
        "dry_run": False,
    }
    assert listed(newsletter) == ["ana@example.org"]


@pytest.mark.usefixtures("readers")
def test_nobody_is_added_unless_somebody_says_yes(newsletter: Command) -> None:
    answer = newsletter(*IMPORT, *BASIS)

    assert answer.code == 2
    assert "1 would be added" in answer.out
    assert "Add 1 reader to the list? Nobody is here to answer." in answer.err
    assert listed(newsletter) == []


def test_a_file_that_changes_while_somebody_thinks_is_not_imported(
    newsletter: Command, readers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer_late(*_: object) -> None:
        readers.write_text("email\nevil@example.org\n", encoding="utf-8")

    monkeypatch.setattr(lists, "confirm", answer_late)
    answer = newsletter(*IMPORT, *BASIS)

    assert answer.code == 2
    assert "has changed meanwhile" in answer.err
    assert listed(newsletter) == []


@pytest.mark.usefixtures("readers")
def test_where_there_is_nobody_to_add_nobody_is_asked(newsletter: Command) -> None:
    newsletter(*IMPORT, *BASIS, "--yes")

    answer = newsletter(*IMPORT, *BASIS)
    assert answer.code == 3
    assert "0 would be added, 2 known already" in answer.out


@pytest.mark.usefixtures("readers")
def test_a_basis_is_asked_for_and_kept_as_proof(newsletter: Command, workspace: Path) -> None:
    without = newsletter(*IMPORT, "--yes")

    assert without.code == 2
    assert "nothing says why" in without.err
    assert newsletter(*IMPORT, "--basis", "two\nlines", "--yes").code == 2
    assert listed(newsletter) == []
    (workspace / "own.csv").write_text(
        "email,consent\na@example.org,I said so.\n", encoding="utf-8"
    )
    assert newsletter("subscribers", "import", "own.csv", "--yes").code == 0
    (event,) = newsletter("subscribers", "show", "a@example.org", "--json").json["history"]
    assert (event["method"], event["source"]) == ("import", "imported from own.csv")
    assert len(event["wording"]) == 64


def test_refused_rows_can_be_mended_and_imported(newsletter: Command, readers: Path) -> None:
    newsletter(*IMPORT, *BASIS, "--yes")
    refused = readers.with_name("readers.csv.refused.csv")
    text = refused.read_text(encoding="utf-8-sig")

    assert refused.stat().st_mode & 0o777 == 0o600
    rows = list(csv.reader(text.splitlines()))
    assert rows[0] == ["line", "reason", "email", "name", "phone"]
    assert [rows[1][0], *rows[1][2:]] == ["3", "bad", "'=1+1", "2"]
    refused.write_text(text.replace('"bad"', '"bo@example.org"'), encoding="utf-8")
    again = newsletter("subscribers", "import", refused.name, *BASIS, "--yes")
    assert again.code == 0
    assert "not read: line, reason, phone" in again.out
    assert "=1+1" in newsletter("subscribers", "show", "bo@example.org").out


def test_only_the_first_refused_lines_are_shown(newsletter: Command, readers: Path) -> None:
    readers.write_text("email\n" + "bad\n" * 30, encoding="utf-8")
    answer = newsletter(*IMPORT, *BASIS, "--dry-run")

    assert answer.err.count("error:") == 20
    assert "30 lines refused" in answer.out


def test_an_update_changes_who_is_known(newsletter: Command, readers: Path) -> None:
    newsletter(*IMPORT, *BASIS, "--yes")
    readers.write_text("email,name\nana@example.org,Anna\n", encoding="utf-8")

    assert "1 of them would be changed" in newsletter(*IMPORT, *BASIS, "--update", "--dry-run").out
    assert "1 of them changed" in newsletter(*IMPORT, *BASIS, "--update", "--yes").out
    assert "(Anna)" in newsletter("subscribers", "show", "ana@example.org").out


def test_who_stays_away_is_told_by_state(newsletter: Command, readers: Path) -> None:
    readers.write_text("email\nana@example.org\nbo@example.org\n", encoding="utf-8")
    newsletter(*IMPORT, *BASIS, "--yes")
    newsletter("subscribers", "leave", "ana@example.org")

    answer = newsletter(*IMPORT, *BASIS, "--yes")
    assert answer.out.endswith("0 added, 1 known already, 1 stays away (1 left)\n")

    newsletter("subscribers", "erase", "bo@example.org", "--yes")
    answer = newsletter(*IMPORT, *BASIS, "--yes")
    assert answer.out.endswith("0 known already, 2 stay away (1 left, 1 erased)\n")


def test_what_is_exported_is_imported_elsewhere_and_who_has_left_stays_out(
    newsletter: Command, workspace: Path, readers: Path
) -> None:
    readers.write_text("email,name\n-ana@example.org,=Ana\nbo@example.org,\n", encoding="utf-8")
    newsletter(*IMPORT, *BASIS, "--yes")
    newsletter("subscribers", "leave", "bo@example.org")

    answer = newsletter("subscribers", "export", "--csv", "all.csv", "--json")
    (workspace / "newsletter.db").unlink()
    again = newsletter("subscribers", "import", "all.csv", *BASIS, "--yes")

    assert answer.json == {"written": 2, "file": "all.csv"}
    assert "the file says “left”" in again.err
    assert listed(newsletter) == ["-ana@example.org"]
    shown = newsletter("subscribers", "show", "--json", "--", "-ana@example.org").json
    assert shown["subscriber"]["name"] == "=Ana"
