"""The sheets of an issue, as their writers and reviewers see them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.checks import Proof
from newsletter.editorial import Word, give_word, lay_out
from newsletter.model import Decision
from newsletter.review import read_records
from newsletter.studio.reading import SheetView, read_sheets
from newsletter.studio.revisions import Studio
from newsletter.workspace import open_workspace
from tests.conftest import ask_for_reviews
from tests.studio.conftest import NOW, SAMPLE

SNIPPET = "sunscreen-label"
FILE = f"issues/snippets/{SNIPPET}.md"


@pytest.fixture
def folder(workspace: Path) -> Path:
    """A workspace that asks for reviews, of which there are none."""
    ask_for_reviews(workspace, "recorded")
    shutil.rmtree(workspace / "reviews")
    return workspace


def say(folder: Path, decision: Decision, note: str = "") -> None:
    """Let a reviewer have a word on the sample snippet."""
    table = lay_out(open_workspace(folder), NOW)
    (sheet,) = table.find_sheets(SNIPPET)
    give_word(table, sheet, Word("dr-hale", decision, note=note))


def proof_of(folder: Path) -> Proof:
    return Studio(folder, lambda: NOW).view(SAMPLE).proof


def see(folder: Path) -> SheetView:
    """The sheet of the sample snippet."""
    sheets = read_sheets(proof_of(folder), read_records(folder))
    (found,) = (each for each in sheets if each.name == SNIPPET)
    return found


def test_what_nobody_has_read_is_missing_and_says_how_to_have_it_read(folder: Path) -> None:
    sheet = see(folder)

    assert (sheet.state, sheet.diff, sheet.until) == ("missing", None, None)
    assert sheet.problem == f"nobody has reviewed “{SNIPPET}” yet"
    assert sheet.command == f"newsletter review approve {SNIPPET} --by dr-hale"
    assert sheet.sheet.startswith(f"[{SNIPPET}") or SNIPPET in sheet.sheet.splitlines()[0]


def test_what_is_approved_has_an_end_and_nothing_to_do(folder: Path) -> None:
    say(folder, Decision.APPROVED)

    sheet = see(folder)

    assert (sheet.state, sheet.problem, sheet.command) == ("approved", "", "")
    assert (sheet.reviewer, sheet.diff) == ("dr-hale", ())
    assert sheet.said_by
    assert sheet.until
    assert sheet.until > NOW.date()


def test_after_a_change_the_diff_shows_it(folder: Path) -> None:
    say(folder, Decision.APPROVED)
    path = folder / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("shade too", "hats too"), "utf-8")

    sheet = see(folder)

    changed = [(sign, line) for sign, line in sheet.diff or () if sign != "="]
    assert sheet.state == "stale"
    assert [sign for sign, _ in changed] == ["-", "+"]
    assert "hats too" in changed[1][1]
    assert sheet.command.endswith("--by dr-hale")


@pytest.mark.parametrize("decision", [Decision.CHANGES, Decision.WITHDRAWN])
def test_a_later_word_is_shown_beside_what_was_approved_before(
    folder: Path, decision: Decision
) -> None:
    say(folder, Decision.APPROVED)
    say(folder, decision, "Say how much.")

    sheet = see(folder)

    assert (sheet.state, sheet.diff) == (decision.value, ())
    assert "Say how much." in sheet.problem


def test_whoever_wrote_it_is_not_asked_to_approve_it(folder: Path) -> None:
    proof = proof_of(folder)
    everybody = frozenset(proof.background.library.people)
    standings = (
        replace(each, sheet=replace(each.sheet, authors=everybody)) for each in proof.standings
    )

    sheets = read_sheets(replace(proof, standings=tuple(standings)), {})

    assert {each.command.rpartition(" ")[2] for each in sheets} == {"PERSON"}


def test_where_nobody_asks_for_reviews_there_is_no_state(workspace: Path) -> None:
    sheets = read_sheets(proof_of(workspace), {})

    assert {(each.state, each.command, each.problem) for each in sheets} == {(None, "", "")}
    assert sheets[0].name == SAMPLE
