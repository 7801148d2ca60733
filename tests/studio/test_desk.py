"""The lists of a workspace, with what is known at once."""

from newsletter.studio.desk import IssueRow, Progress, SnippetRow, list_issues, list_snippets
from newsletter.studio.standings import State
from tests.conftest import ask_for_reviews
from tests.studio.conftest import NOW, SAMPLE, Desk


def issue_row(desk: Desk) -> IssueRow:
    (row,) = list_issues(desk.studio, {})
    return row


def snippet_row(desk: Desk, id: str) -> SnippetRow:
    return next(row for row in list_snippets(desk.studio, NOW.date()) if row.id == id)


def test_lists_are_there_at_once_and_know_no_more_than_the_files(desk: Desk) -> None:
    row = issue_row(desk)

    assert (row.slug, row.state, row.errors, row.bytes) == (SAMPLE, "draft", None, None)
    assert row.send_at is not None
    assert row.send_at.isoformat() == "2026-12-01T00:00:00+00:00"
    assert row.send_at_local == "2026-12-01 08:00 Asia/Singapore"
    assert [row.id for row in list_snippets(desk.studio, NOW.date())] == list(
        desk.studio.library.snippets
    )
    assert snippet_row(desk, "sunscreen-label").issues == (SAMPLE,)
    assert snippet_row(desk, "milia-basics").issues == ()


def test_what_was_looked_at_is_known(desk: Desk) -> None:
    ask_for_reviews(desk.folder, "recorded")
    desk.edit("issues/snippets/sunscreen-label.md", "title: ", "title: Act NOWADAYS!!! ")
    desk.studio.refresh()
    desk.studio.view(SAMPLE)
    assert issue_row(desk).bytes is not None
    assert issue_row(desk).errors is None

    desk.studio.findings(SAMPLE)
    row, snippet = issue_row(desk), snippet_row(desk, "sunscreen-label")

    assert row.errors is not None
    assert snippet.errors is not None
    assert row.errors > snippet.errors > 0
    assert snippet.review is State.STALE
    assert row.sheets is not None
    assert row.approved is not None
    assert row.approved < row.sheets


def test_a_save_that_touches_a_letter_takes_its_badges(desk: Desk) -> None:
    desk.studio.findings(SAMPLE)
    desk.edit("issues/snippets/sunscreen-label.md", "title: ", "title: Really, ")
    desk.studio.refresh()

    assert issue_row(desk).errors is None
    assert snippet_row(desk, "sunscreen-label").errors is None


def test_a_broken_letter_shows_its_mistakes(desk: Desk) -> None:
    desk.edit("templates/layouts/digest.mjml", "{%", "{% wrong %}{%")
    desk.studio.refresh()
    desk.studio.findings(SAMPLE)

    assert issue_row(desk).errors == 1


def test_mailings_say_how_far_an_issue_is(desk: Desk) -> None:
    (row,) = list_issues(desk.studio, {SAMPLE: Progress("sending", 20, 5)})

    assert (row.state, row.planned, row.sent) == ("sending", 20, 5)
