from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.conftest import ask_for_reviews

SAMPLE = "2026-12-01-tiny-bumps"
LATER = ("--at", "2027-01-05 08:00", "--tz", "Asia/Singapore")
SNIPPET = "sunscreen-label"
APPROVE = ("review", "approve", SNIPPET, "--by", "nurse-kay")


@pytest.fixture(autouse=True)
def _reviews_are_asked_for(workspace: Path) -> None:
    ask_for_reviews(workspace, "recorded")


def edit(workspace: Path, old: str = "SPF 30", new: str = "SPF 50") -> None:
    path = workspace / "issues" / "snippets" / f"{SNIPPET}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sheet_is_printed_with_what_names_it(newsletter: Command) -> None:
    shown = newsletter("review", "sheet", SNIPPET)
    (sheet,) = newsletter("review", "sheet", SNIPPET, "--json").json["sheets"]

    assert shown.out.startswith(f"# {SNIPPET}: {sheet['digest'][:8]}\n")
    assert "SPF 30" in shown.out
    assert sheet["text"] in shown.out


def test_approving_asks_first_and_shows_what_is_new(newsletter: Command, workspace: Path) -> None:
    edit(workspace)
    asked = newsletter(*APPROVE)
    assert asked.code == 2
    assert "Say --yes" in asked.err

    done = newsletter(*APPROVE, "--yes", "--note", "Read twice.")

    assert done.code == 0
    assert "SPF 50" in done.out
    assert f"{SNIPPET}: approved by Kay Morris, Skin nurse (dermatology nurse), until" in done.out
    (record,) = (workspace / "reviews" / SNIPPET).glob("*-nurse-kay.txt")
    text = record.read_text(encoding="utf-8")
    assert "note: Read twice." in text
    assert "how: recorded" in text


def test_who_may_not_approve_hears_it_before_reading_and_no_part_is_written(
    newsletter: Command, workspace: Path
) -> None:
    edit(workspace, "kind: tip\n", "kind: tip\nauthors: dr-hale\n")
    issue = workspace / "issues" / SAMPLE / "issue.md"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("One question", "A question"), encoding="utf-8")
    before = sorted((workspace / "reviews").rglob("*.txt"))

    refused = newsletter("review", "approve", SAMPLE, SNIPPET, "--by", "dr-hale", "--yes")

    assert refused.code == 2
    assert "holds words of dr-hale" in refused.err
    assert refused.out == ""
    assert sorted((workspace / "reviews").rglob("*.txt")) == before


def test_of_an_approved_issue_nothing_needs_it(newsletter: Command) -> None:
    everything = ("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")
    newsletter(*everything)

    assert (
        newsletter(*everything).out.strip()
        == "Nothing needs it: all of it is approved as it stands."
    )
    assert newsletter(*everything, "--json").json == {"records": []}


def test_a_reviewer_may_name_the_digest_from_afar(newsletter: Command, workspace: Path) -> None:
    edit(workspace)
    (sheet,) = newsletter("review", "sheet", SNIPPET, "--json").json["sheets"]
    for wrong in ("12345678", sheet["digest"][:7], ""):
        answer = newsletter(*APPROVE, "--relayed", wrong or "x", "--yes")
        assert answer.code == 2
        assert "is not the digest of this sheet" in answer.err

    record = newsletter(*APPROVE, "--relayed", sheet["digest"][:8], "--yes", "--json").json

    path = workspace / record["records"][0]
    assert "how: relayed" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["approve", "nothing", "--by", "dr-hale", "--yes"], "no snippet and no issue"),
        (["approve", SNIPPET, "--by", "dr-rao", "--yes"], "is not a reviewer"),
        (["withdraw", "nothing", "--by", "dr-hale", "--note", "No."], "no approval of"),
        (["withdraw", SNIPPET, "--by", "dr-rao", "--note", "No."], "is not a reviewer"),
        (["due", "--within", "soon"], "is not a number of days"),
        (["diff", "nothing"], "no snippet and no issue"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    newsletter: Command, words: list[str], problem: str
) -> None:
    answer = newsletter("review", *words)

    assert answer.code == 2
    assert problem in answer.err


def test_an_unapproved_issue_is_built_and_not_scheduled(
    newsletter: Command, workspace: Path
) -> None:
    newsletter("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")
    edit(workspace)

    assert newsletter("build", SAMPLE).code == 0
    refused = newsletter("schedule", SAMPLE, *LATER)
    assert refused.code == 3
    assert f"“{SNIPPET}” has changed since" in refused.err
    assert newsletter("check", SAMPLE).code == 3
    newsletter(*APPROVE, "--yes")
    assert newsletter("schedule", SAMPLE, *LATER).code == 0


def test_changes_asked_for_stop_an_issue(newsletter: Command) -> None:
    newsletter("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")
    asked = newsletter("review", "changes", SNIPPET, "--by", "nurse-kay", "--note", "Which SPF?")

    assert asked.code == 0
    assert asked.out.startswith(f"{SNIPPET}: changes asked for by Kay Morris")
    assert "Which SPF?" in newsletter("schedule", SAMPLE, *LATER).err


def test_what_has_changed_is_shown_as_a_diff(newsletter: Command, workspace: Path) -> None:
    newsletter(*APPROVE, "--yes")
    assert "nothing has changed" in newsletter("review", "diff", SNIPPET).out
    edit(workspace)

    shown = newsletter("review", "diff", SNIPPET)

    assert shown.code == 0
    assert any(each.startswith("-") and "SPF 30" in each for each in shown.out.splitlines())
    lines = newsletter("review", "diff", SNIPPET, "--json").json["changes"][SNIPPET]
    assert any(each.startswith("+") and "SPF 50" in each for each in lines)


def test_what_ends_soon_is_listed(newsletter: Command) -> None:
    newsletter("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")

    assert SNIPPET in newsletter("review", "due", "--within", "400d").out
    assert newsletter("review", "due", "--within", "400d", "--json").json["due"]


def test_verify_wants_a_history(newsletter: Command) -> None:
    answer = newsletter("review", "verify")

    assert answer.code == 3
    assert "git cannot tell" in answer.err
    assert newsletter("review", "verify", "--json").json["findings"]


def test_withdrawing_holds_what_is_scheduled_and_resume_waits_for_an_approval(
    newsletter: Command,
) -> None:
    newsletter("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")
    newsletter("schedule", SAMPLE, *LATER)
    take_back = ("review", "withdraw", SNIPPET, "--by", "nurse-kay", "--note", "Retracted.")
    answer = newsletter(*take_back)

    assert f"held: mailing 1 ({SAMPLE})" in answer.out
    status = newsletter("status")
    assert status.code == 1
    assert "held" in status.out
    assert "Retracted." in status.out
    report = newsletter("status", "1", "--json")
    assert report.code == 1
    assert report.json["mailings"][0]["mailing"]["state"] == "held"
    refused = newsletter("resume", "1")
    assert refused.code == 1
    assert "Retracted." in refused.err
    newsletter(*APPROVE, "--yes")
    assert newsletter("resume", "1").out.strip() == "mailing 1 is scheduled"
    assert newsletter("status").code == 0
    again = newsletter(*take_back, "--json").json
    assert (again["held"], again["sent"]) == ([1], [])
    assert newsletter("cancel", "1").code == 0


def test_a_held_mailing_whose_time_has_come_says_why_before_it_asks(newsletter: Command) -> None:
    newsletter("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")
    newsletter("schedule", SAMPLE, "--now", "--yes")
    newsletter("review", "withdraw", SNIPPET, "--by", "nurse-kay", "--note", "Retracted.")

    asked = newsletter("resume", "1")

    assert asked.code == 2
    assert "Kay Morris: Retracted. Send it now?" in " ".join(asked.err.split())


def test_status_and_calendar_say_that_the_source_has_changed(
    newsletter: Command, workspace: Path
) -> None:
    newsletter("review", "approve", SAMPLE, "--all", "--by", "dr-hale", "--yes")
    newsletter("schedule", SAMPLE, "--next-slot")
    for words in ("status", "calendar"):
        assert "changed since" not in newsletter(words).out
    edit(workspace)

    for words in ("status", "calendar"):
        said = " ".join(newsletter(words).out.split())
        assert "the files have changed since it was frozen" in said
        assert (
            f"newsletter cancel 1, have the change approved, then newsletter schedule {SAMPLE}"
            in said
        )
    assert newsletter("status", "--json").json["mailings"][0]["source"]
    assert newsletter("calendar", "--json").json["changed"]


def test_the_library_is_listed_and_narrowed_down(newsletter: Command) -> None:
    everything = newsletter("snippets", "--json").json["snippets"]
    names = {each["id"] for each in everything}

    assert {SNIPPET, "syringoma"} < names
    assert SNIPPET in newsletter("snippets").out
    topic = newsletter("snippets", "--topic", "sun-protection", "--json").json["snippets"]
    assert SNIPPET in {each["id"] for each in topic} < names
    assert len(newsletter("snippets", "--unused", "--json").json["snippets"]) == len(everything)
    due = newsletter("snippets", "--due", "4000d", "--json").json["snippets"]
    assert SNIPPET in {each["id"] for each in due}
    assert newsletter("snippets", "--topic", "nothing").out.strip() == "No snippet is like that."


def test_the_library_takes_one_line_a_snippet_in_80_columns(
    newsletter: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    names = [each["id"] for each in newsletter("snippets", "--json").json["snippets"]]

    rows = newsletter("snippets").out.splitlines()[1:]

    assert [row.split()[0] for row in rows] == names


def test_a_name_that_is_too_long_for_its_column_is_folded_and_not_cut(
    newsletter: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    first = [line.split("  ")[0].strip() for line in newsletter("snippets").out.splitlines()]

    assert "microneedling-what-happens" in "".join(first)
