import re
import socket
import sqlite3
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer

from newsletter.cli import run
from newsletter.cli.commands import GROUPS, MODULES
from newsletter.cli.desk import Desk
from tests.cli.conftest import Command

SAMPLE = "2026-12-01-tiny-bumps"
LATER = ("--at", "2027-01-05 08:00", "--tz", "Asia/Singapore")


def commands() -> list[list[str]]:
    """Every command, as it is typed."""
    found = []
    for name, module in MODULES.items():
        group = typer.main.get_group(import_module(f"newsletter.cli.{module}").app)
        found += [[name, each] for each in group.commands] if name in GROUPS else [[name]]
    return found


def test_every_command_of_a_module_can_be_typed() -> None:
    for module in {each for name, each in MODULES.items() if name not in GROUPS}:
        group = typer.main.get_group(import_module(f"newsletter.cli.{module}").app)
        assert set(group.commands) == {name for name, each in MODULES.items() if each == module}


def test_a_mistyped_command_is_told_what_is_near(newsletter: Command) -> None:
    assert "Did you mean 'check'?" in newsletter("chek").err


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(newsletter: Command, words: list[str]) -> None:
    answer = newsletter(*words, "--help")

    assert answer.code == 0
    assert f"Example: newsletter {' '.join(words)}" in " ".join(answer.out.split())


def test_what_stands_in_brackets_is_not_lost_from_the_help(newsletter: Command) -> None:
    assert "A field of [fields]: " in newsletter("subscribers", "add", "--help").out


def test_without_a_command_the_help_is_shown(newsletter: Command) -> None:
    assert "demo" in newsletter().out


def test_the_version_is_told(newsletter: Command) -> None:
    assert re.fullmatch(r"newsletter \d+\.\d+\.\d+\n", newsletter("--version").out)


def test_an_unknown_command_is_a_usage_error(newsletter: Command) -> None:
    assert newsletter("fly").code == 2


def test_init_makes_a_workspace_and_says_what_to_do_next(
    newsletter: Command, tmp_path: Path
) -> None:
    answer = newsletter("init", str(tmp_path / "own"))

    assert answer.code == 0
    assert "newsletter build" in answer.out
    assert (tmp_path / "own" / "newsletter.toml").exists()
    assert newsletter("init", str(tmp_path / "own"), "--json").json["added"] == []


def test_build_says_where_to_put_pictures_for_the_web(newsletter: Command, workspace: Path) -> None:
    assert "Before the letter goes" not in newsletter("build", SAMPLE).out
    settings = workspace / "newsletter.toml"
    text = settings.read_text(encoding="utf-8")
    own = text.replace("# base-url", "base-url", 1)
    settings.write_text(own, encoding="utf-8")

    answer = newsletter("build", SAMPLE)
    uploads = newsletter("build", SAMPLE, "--json").json["built"][SAMPLE]["uploads"]

    assert "put 2 pictures at https://pictures.example.org/, under the same names:" in answer.out
    assert len(uploads) == 2
    for url, path in uploads.items():
        assert f"  {path}\n" in answer.out
        assert url == f"https://pictures.example.org/{Path(path).name}"
        assert Path(path).exists()


def test_build_writes_html_and_text(newsletter: Command, workspace: Path) -> None:
    answer = newsletter("build", SAMPLE)

    assert answer.code == 0
    assert "info:" not in answer.err
    for name in ("letter.html", "letter.txt"):
        assert (workspace / "build" / SAMPLE / name).read_text(encoding="utf-8")
    built = newsletter("build", "--json", "--out", str(workspace / "other")).json["built"]
    assert built[SAMPLE]["html"] == str(workspace / "other" / SAMPLE / "letter.html")


def test_build_writes_the_service_letters(newsletter: Command, workspace: Path) -> None:
    assert newsletter("build", "--service").code == 0

    for name in ("confirm", "welcome", "goodbye"):
        assert (workspace / "build" / name / "letter.html").read_text(encoding="utf-8")


def test_commands_work_from_anywhere_with_a_workspace(
    newsletter: Command, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert newsletter("-w", str(workspace), "check").code == 0
    outside = newsletter("check")
    assert outside.code == 2
    assert "newsletter init" in outside.err


def test_mistakes_are_listed_with_file_line_and_remedy(
    newsletter: Command, workspace: Path
) -> None:
    bad = workspace / "issues" / "snippets" / "bad.md"
    bad.write_text("---\nkind: tip\ntitel: No\n---\nText\n", encoding="utf-8")
    answer = newsletter("check")

    assert answer.code == 3
    assert "issues/snippets/bad.md:3: error: “titel” is not a known field" in answer.out
    assert "Did you mean “title”?" in answer.out
    assert "Traceback" not in answer.out + answer.err
    report = newsletter("build", "--json")
    assert report.code == 3
    assert {finding["line"] for finding in report.json["findings"]} == {2, 3}


def test_an_unfinished_statement_is_built_and_reported(
    newsletter: Command, workspace: Path
) -> None:
    issue = workspace / "issues" / SAMPLE / "issue.md"
    issue.write_text(issue.read_text(encoding="utf-8") + "\nMore. [@?]\n", encoding="utf-8")

    built = newsletter("build")
    assert built.code == 3
    assert "still needs a source" in built.err
    assert (workspace / "build" / SAMPLE / "letter.html").exists()
    assert newsletter("check").code == 3
    assert newsletter("schedule", SAMPLE, *LATER).code == 3
    assert newsletter("queue", "--json").json == {"mailings": []}


def test_readers_come_in_are_shown_and_leave(newsletter: Command, workspace: Path) -> None:
    (workspace / "readers.csv").write_text(
        "email,name\nana@example.org,Ana\nbad\nbo@example.org,Bo\n", encoding="utf-8"
    )
    add = ("import", "readers.csv", "--basis", "Yes.", "--source", "open day", "--yes")
    imported = newsletter("subscribers", *add)

    assert imported.code == 3
    assert "2 added, 0 known already, 1 line refused: see readers.csv.refused.csv" in imported.out
    assert "readers.csv:3" in imported.err
    assert newsletter("subscribers", "add", "cy@example.org", "--name", "Cy").code == 0
    assert newsletter("subscribers", "add", "CY@example.org").out.strip().endswith("already")
    assert newsletter("subscribers", "leave", "bo@example.org").code == 0
    listed = newsletter("subscribers", "list")
    assert "bo@example.org" in listed.out
    assert "1 left" in listed.out
    assert len(newsletter("subscribers", "list", "--json").json["subscribers"]) == 3
    assert "open day" in newsletter("subscribers", "show", "ana@example.org").out
    back = newsletter("subscribers", "add", "bo@example.org")
    assert back.code == 2
    assert "has left" in back.err


def test_declared_fields_are_added_imported_and_shown(newsletter: Command, workspace: Path) -> None:
    settings = workspace / "newsletter.toml"
    declared = '\n[fields.first-name]\ndefault = "reader"\nlongest = 9\n'
    settings.write_text(settings.read_text(encoding="utf-8") + declared, encoding="utf-8")
    (workspace / "readers.csv").write_text(
        "email,first name\nana@example.org,Ana\nbo@example.org,Bonaventure\n", encoding="utf-8"
    )
    imported = newsletter("subscribers", "import", "readers.csv", "--basis", "Yes.", "--yes")
    add = ("subscribers", "add", "zoe@example.org", "--field")

    assert "readers.csv:3" in imported.err
    assert "“first-name” is longer than 9 characters" in imported.err
    assert "  first-name: Ana" in newsletter("subscribers", "show", "ana@example.org").out
    assert "Did you mean “first-name”?" in newsletter(*add, "frist-name=Zoë").err
    assert "has no value" in newsletter(*add, "first-name").err
    assert "longer than 9" in newsletter(*add, "first-name=Bonaventure").err
    assert newsletter(*add, "first-name=Zoë").code == 0
    shown = newsletter("subscribers", "show", "zoe@example.org", "--json").json
    assert shown["subscriber"]["fields"] == {"first_name": "Zoë"}


@pytest.mark.parametrize(
    "words",
    [
        ["add", "nonsense"],
        ["add", "ana@example.org", "--tz", "Mars"],
        ["add", "ana@example.org", "--field", "first-name=Ana"],
        ["show", "x@example.org"],
        ["show", "x"],
        ["leave", "x@example.org"],
        ["add", "ana@example.org", "--language", "Klingon"],
        ["import", "nowhere.csv", "--basis", "Yes."],
    ],
)
def test_what_cannot_be_done_with_readers_is_said_in_words(
    newsletter: Command, words: list[str]
) -> None:
    answer = newsletter("subscribers", *words)

    assert answer.code == 2
    assert answer.err.startswith("error: ")


def test_a_mailing_is_scheduled_shown_paused_resumed_and_cancelled(newsletter: Command) -> None:
    newsletter("subscribers", "add", "ana@example.org")
    dry = newsletter("schedule", SAMPLE, *LATER, "--dry-run")
    assert "would go to 1 reader at 2027-01-05 08:00 Asia/Singapore" in dry.out
    assert newsletter("queue").out.startswith("The queue is empty")

    made = newsletter("schedule", SAMPLE, *LATER)
    again = newsletter("schedule", SAMPLE, *LATER)
    other = newsletter("schedule", SAMPLE, "--at", "2027-01-06 08:00")

    assert "mailing 1, at 2027-01-05 08:00 Asia/Singapore, 1 reader today" in made.out
    assert "was scheduled already" in again.out
    assert other.code == 2
    assert "cancel 1" in other.err
    assert "scheduled" in newsletter("queue").out
    assert newsletter("pause", "1", "--json").json["state"] == "paused"
    assert newsletter("pause", "1").code == 2
    assert newsletter("resume", "1").out.strip() == "mailing 1 is scheduled"
    assert newsletter("cancel", "1").code == 0
    assert newsletter("cancel", "1").code == 2
    assert newsletter("status", "7").code == 2


def test_the_same_schedule_in_json(newsletter: Command) -> None:
    made = newsletter("schedule", SAMPLE, *LATER, "--json").json
    queue = newsletter("queue", "--json").json["mailings"]

    assert made["at"] == {
        "local": "2027-01-05 08:00 Asia/Singapore",
        "utc": "2027-01-05T00:00:00+00:00",
    }
    assert queue[0]["mailing"]["id"] == made["mailing"]["id"] == 1


def test_sending_at_once_asks_first(newsletter: Command) -> None:
    answer = newsletter("schedule", SAMPLE, "--now")

    assert answer.code == 2
    assert "--yes" in answer.err
    assert newsletter("schedule", SAMPLE, "--now", "--yes").code == 0


@pytest.mark.parametrize(
    "words",
    [["--at", "soon"], ["--at", "2020-01-01 08:00"], ["--now", "--next-slot"],
     ["--at", "2027-01-05 08:00", "--tz", "Mars"], ["--provider", "none"]],
)  # fmt: skip
def test_a_schedule_that_cannot_be_is_a_usage_error(newsletter: Command, words: list[str]) -> None:
    answer = newsletter("schedule", SAMPLE, *words)

    assert answer.code == 2
    assert "error: " in answer.err


def test_an_issue_that_is_not_there_gets_the_nearest(newsletter: Command) -> None:
    answer = newsletter("schedule", "2026-12-01-tiny-bump", *LATER)

    assert answer.code == 2
    assert SAMPLE in answer.err


def test_the_calendar_lists_slots_and_what_fills_them(newsletter: Command) -> None:
    newsletter("schedule", SAMPLE, "--next-slot")

    listed = newsletter("calendar", "--weeks", "3")
    days = newsletter("calendar", "--weeks", "3", "--json").json["days"]

    assert f"{SAMPLE} (mailing 1, scheduled)" in listed.out
    assert "free" in listed.out
    assert len(days) >= 3


def test_an_empty_queue_says_how_to_fill_it(newsletter: Command) -> None:
    for words in (["queue"], ["status"]):
        assert "newsletter schedule" in newsletter(*words).out
    assert newsletter("verify").out.strip() == "0 mailings, all balance"


def test_a_broken_settings_file_names_the_line(newsletter: Command, workspace: Path) -> None:
    path = workspace / "newsletter.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("port = 1025", 'port = "x"'))
    answer = newsletter("queue")

    assert answer.code == 3
    assert re.search(r"newsletter\.toml:\d+: error: “port”", answer.err)


def test_a_fault_of_the_program_is_said_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    # A fault cannot be ordered from outside: break a table that a command will need.
    monkeypatch.chdir(workspace)
    run(["queue"])
    with sqlite3.connect(workspace / "newsletter.db") as connection:
        connection.execute("DROP TABLE delivery")
        connection.execute("DROP TABLE mailing")
    connection.close()
    code = run(["queue"])
    said = capsys.readouterr()

    assert code == 1
    assert "the database refused" in said.err
    assert "Traceback" not in said.err + said.out


@pytest.mark.parametrize(
    "words",
    [["check", "--jsn"], ["subscribers", "import"], ["status", "abc"], ["fly"],
     ["calendar", "--weeks", "0"], ["subscribers"]],
)  # fmt: skip
def test_a_program_gets_its_mistakes_in_json(newsletter: Command, words: list[str]) -> None:
    answer = newsletter(*words, "--json")

    assert answer.code == 2
    assert answer.json["error"]
    assert answer.json["remedy"]


def test_who_asks_again_comes_back(newsletter: Command) -> None:
    newsletter("subscribers", "add", "ana@example.org")
    newsletter("subscribers", "leave", "ana@example.org")

    refused = newsletter("subscribers", "add", "ana@example.org")
    back = newsletter(
        "subscribers", "add", "ana@example.org", "--asked-again", "--source", "letter of 3 May"
    )

    assert "--asked-again" in refused.err
    assert back.code == 0
    shown = newsletter("subscribers", "show", "ana@example.org").out
    assert "active" in shown
    assert "readmitted, letter of 3 May (by hand)" in shown


def test_the_letter_shows_the_day_on_which_it_goes(newsletter: Command, workspace: Path) -> None:
    newsletter("schedule", SAMPLE, *LATER)
    with sqlite3.connect(workspace / "newsletter.db") as connection:
        (content,) = connection.execute("SELECT content FROM letter").fetchone()
    connection.close()

    assert "5 January" in content
    assert "1 December" not in content


def test_a_zone_without_a_time_is_not_passed_over(newsletter: Command) -> None:
    answer = newsletter("schedule", SAMPLE, "--tz", "Asia/Tokyo")

    assert answer.code == 2
    assert "--at" in answer.err


def test_a_time_the_clock_skips_is_shown_as_it_will_be(newsletter: Command) -> None:
    answer = newsletter(
        "schedule", SAMPLE, "--at", "2027-03-28 01:30", "--tz", "Europe/London", "--dry-run"
    )

    assert "at 2027-03-28 02:30 Europe/London" in answer.out


def test_a_dry_run_refuses_what_scheduling_would_refuse(newsletter: Command) -> None:
    assert newsletter("schedule", SAMPLE, *LATER, "--provider", "mian", "--dry-run").code == 2


def test_a_spoilt_key_stops_scheduling(newsletter: Command, workspace: Path) -> None:
    (workspace / "newsletter.key").write_text("zzz\n", encoding="utf-8")

    assert newsletter("schedule", SAMPLE, *LATER).code == 2


def test_a_taken_port_is_said_in_words(newsletter: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = newsletter("serve", "--port", str(taken.getsockname()[1]))

    assert answer.code == 1
    assert "nobody can listen" in answer.err


def test_a_file_that_cannot_be_read_is_named(newsletter: Command, workspace: Path) -> None:
    (workspace / "newsletter.db-workers").write_text("in the way", encoding="utf-8")
    answer = newsletter("run", "--until-done")

    assert answer.code == 1
    assert "newsletter.db-workers" in answer.err
    assert "should not have happened" not in answer.err


def test_a_check_at_every_save_waits_for_no_server_to_be_imported() -> None:
    servers = {"aiosmtpd", "starlette", "uvicorn", "watchfiles"}
    code = "import sys, newsletter.cli.checking as _; print(*sys.modules)"
    imported = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert servers.isdisjoint(imported)


def test_a_command_lets_go_of_the_database_at_its_end(
    newsletter: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Desk] = []
    monkeypatch.setattr(Desk, "close", lambda desk: closed.append(desk))
    assert newsletter("queue").code == 0
    assert "engine" in vars(closed[0])
    closed[0].engine.dispose()
