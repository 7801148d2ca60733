"""Reviewers' words written down, taken back, looked through; and the library as a shelf."""

import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from newsletter.audience import Subscribers
from newsletter.database import delivery, transaction
from newsletter.database import mailing as mailing_table
from newsletter.editorial import (
    Place,
    Word,
    audit,
    compare,
    find_due,
    give_word,
    look_at_shelf,
    withdraw,
)
from newsletter.errors import FoundErrors, NewsletterError, UsageError
from newsletter.model import Approval, Decision, DeliveryState, How, Mailing, MailingState
from tests.conftest import add_readers, ask_for_reviews, open_gate
from tests.editorial.conftest import MOMENT, SAMPLE, ReviewDesk
from tests.editorial.test_gate import SNIPPET, change_text

LATER = MOMENT + timedelta(hours=1)


def approve(desk: ReviewDesk, name: str, by: str = "dr-hale", **more: object) -> Approval:
    table = desk.table()
    (sheet,) = table.find_sheets(name)
    return give_word(table, sheet, Word(by, Decision.APPROVED, **more))  # type: ignore[arg-type]


def test_an_issue_is_approved_sheet_by_sheet_and_only_where_it_needs_it(desk: ReviewDesk) -> None:
    issue = desk.table().library.issues[SAMPLE]
    names = [SAMPLE, *(snippet.id for snippet in issue.snippets)]

    assert [record.name for record in desk.approve()] == names
    assert desk.approve() == []
    change_text(desk)
    assert [record.name for record in desk.approve(when=LATER)] == [SNIPPET]


def test_a_record_says_how_long_it_holds_by_what_it_is_about(desk: ReviewDesk) -> None:
    medicine = desk.folder / "issues/snippets/a-cream.md"
    words = "---\nkind: tip\ntitle: A cream\ntopics: [acne]\n---\nAsk about adapalene cream.\n"
    medicine.write_text(words, encoding="utf-8")

    assert approve(desk, SNIPPET).expires == date(2027, 11, 25)
    assert approve(desk, "microneedling-milia").expires == date(2027, 5, 25)
    assert approve(desk, "a-cream").expires == date(2027, 5, 25)


@pytest.mark.parametrize(
    ("by", "problem", "remedy"),
    [
        ("dr-hael", "people.yml names no “dr-hael”", "dr-hale"),
        ("dr-rao", "“dr-rao” is not a reviewer", "reviewer: true"),
    ],
)
def test_only_a_reviewer_can_approve(desk: ReviewDesk, by: str, problem: str, remedy: str) -> None:
    with pytest.raises(UsageError, match=problem) as caught:
        approve(desk, SNIPPET, by)

    assert remedy in caught.value.remedy


def test_nobody_approves_of_their_own_words(desk: ReviewDesk) -> None:
    desk.edit(f"issues/snippets/{SNIPPET}.md", "kind: tip\n", "kind: tip\nauthors: dr-hale\n")

    with pytest.raises(UsageError, match="holds words of dr-hale, who cannot approve them"):
        approve(desk, SNIPPET)
    assert approve(desk, SNIPPET, "nurse-kay").reviewer == "nurse-kay"


def test_a_name_that_nothing_has_gets_the_nearest(desk: ReviewDesk) -> None:
    with pytest.raises(UsageError, match="no snippet and no issue") as caught:
        desk.table().find_sheets("sunscren-label")
    assert SNIPPET in caught.value.remedy
    with pytest.raises(UsageError, match=r"no translation “sunscreen-label\.fr”"):
        desk.table().find_sheets(f"{SNIPPET}.fr")


def test_what_has_changed_since_an_approval_is_shown(desk: ReviewDesk) -> None:
    (sheet,) = desk.table().find_sheets(SNIPPET)
    assert all(line[0] in "-+@" for line in compare(None, sheet))
    desk.approve(SNIPPET)
    assert compare(desk.table().last_approved(sheet), sheet) == []

    change_text(desk)
    table = desk.table()
    (changed,) = table.find_sheets(SNIPPET)
    lines = compare(table.last_approved(changed), changed)

    assert any(line.startswith("-") and "SPF 30" in line for line in lines)
    assert any(line.startswith("+") and "SPF 50" in line for line in lines)
    assert changed.digest[:8] in lines[1]


def test_a_forged_approval_hides_no_change(desk: ReviewDesk) -> None:
    change_text(desk)
    approve(desk, SNIPPET)
    ask_for_reviews(desk.folder, "signed")
    (desk.folder / "reviews" / "allowed_signers").write_text("", encoding="utf-8")
    table = desk.table()
    (sheet,) = table.find_sheets(SNIPPET)

    assert table.last_approved(sheet) is None


def test_approvals_that_end_soon_are_listed_the_soonest_first(desk: ReviewDesk) -> None:
    desk.approve()
    issues = list(desk.table().library.issues.values())

    def due(days: int) -> list[str]:
        return [
            standing.sheet.name
            for standing, _ in find_due(desk.table(), issues, timedelta(days=days))
        ]

    assert due(180) == []
    assert due(181) == ["microneedling-milia"]
    assert due(365)[0] == "microneedling-milia"
    assert SAMPLE in due(365)


def make_key(folder: Path, name: str) -> Path:
    key = folder / name
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True
    )
    return key


def test_where_signatures_are_asked_for_an_approval_needs_a_key(
    desk: ReviewDesk, tmp_path: Path
) -> None:
    key = make_key(tmp_path, "dr-hale")
    ask_for_reviews(desk.folder, "signed")
    signers = desk.folder / "reviews" / "allowed_signers"
    signers.parent.mkdir()
    public = key.with_suffix(".pub").read_text(encoding="utf-8")
    signers.write_text(f"dr-hale {public}", encoding="utf-8")

    with pytest.raises(UsageError, match="is signed by its reviewer"):
        approve(desk, SNIPPET)
    record = approve(desk, SNIPPET, how=How.SIGNED, key=key)

    table = desk.table()
    (standing,) = table.judge(table.find_sheets(SNIPPET))
    assert standing.approved
    assert (desk.folder / f"{record.path}.sig").exists()
    (desk.folder / f"{record.path}.sig").unlink()
    assert [each.problem for each in audit(desk.workspace, MOMENT)[1]][-1] == (
        "this approval is not signed"
    )
    with pytest.raises(NewsletterError, match="cannot sign"):
        approve(desk, SNIPPET, how=How.SIGNED, key=tmp_path / "nobody")


def take_back(desk: ReviewDesk, name: str = SNIPPET) -> tuple[list[int], list[tuple[int, int]]]:
    accounts, note = desk.accounts, "A study was retracted."
    done = withdraw(desk.folder, desk.mailings, accounts, name, "nurse-kay", note, LATER)
    held = [each.id for each in done.held]
    return held, [(each.mailing.id, each.readers) for each in done.sent]


def send_to(desk: ReviewDesk, mailing: Mailing, readers: int, in_doubt: int = 0) -> None:
    """Write down that the first readers of the list have had a letter."""
    rows = [
        {"mailing_id": mailing.id, "subscriber_id": number, "state": state, "changed_at": 0.0}
        | {"attempts": 1, "reply": ""}
        for number, state in enumerate(
            [DeliveryState.SENT] * readers + [DeliveryState.IN_DOUBT] * in_doubt, 1
        )
    ]
    with transaction(desk.mailings.engine) as connection:
        connection.execute(insert(delivery), rows)


def test_what_carries_a_withdrawn_sheet_is_held_with_the_reason(
    approved_desk: ReviewDesk, mailing: Mailing
) -> None:
    approved_desk.edit(f"issues/snippets/{SNIPPET}.md", "kind: tip", "kind: trick")

    assert take_back(approved_desk) == ([mailing.id], [])

    found = approved_desk.mailings.find(mailing.id)
    assert found.state == MailingState.HELD
    assert found.note.endswith("was withdrawn by Kay Morris: A study was retracted.")
    record = approved_desk.folder / "reviews" / SNIPPET / "2026-11-25-nurse-kay.txt"
    assert "decision: withdrawn" in record.read_text(encoding="utf-8")


def test_a_sheet_that_a_mailing_does_not_carry_leaves_it_alone(
    approved_desk: ReviewDesk, mailing: Mailing
) -> None:
    approved_desk.approve("syringoma")

    assert take_back(approved_desk, "syringoma") == ([], [])
    assert approved_desk.mailings.find(mailing.id).state == MailingState.SCHEDULED


def test_what_has_gone_out_is_named_for_a_correction(
    approved_desk: ReviewDesk, mailing: Mailing
) -> None:
    add_readers(Subscribers(approved_desk.mailings.engine), 5)
    send_to(approved_desk, mailing, 3)
    approved_desk.mailings.cancel(mailing.id)
    second = approved_desk.schedule()

    assert take_back(approved_desk) == ([second.id], [(mailing.id, 3)])


def test_a_withdrawal_is_the_newest_word_whatever_clock_the_approval_had(
    approved_desk: ReviewDesk, mailing: Mailing
) -> None:
    ahead = MOMENT + timedelta(days=2)
    change_text(approved_desk)
    approved_desk.approve(SNIPPET, when=ahead)
    approved_desk.mailings.cancel(mailing.id)
    take_back(approved_desk)

    (standing,) = approved_desk.table().judge(approved_desk.table().find_sheets(SNIPPET))
    assert standing.approval
    assert standing.approval.decision is Decision.WITHDRAWN
    assert standing.approval.at == ahead + timedelta(seconds=1)


@pytest.mark.parametrize("name", [SNIPPET, "nothing"])
def test_what_nobody_has_approved_cannot_be_withdrawn(desk: ReviewDesk, name: str) -> None:
    with pytest.raises(UsageError, match=f"there is no approval of “{name}” to withdraw"):
        take_back(desk, name)


def test_where_changes_were_asked_for_the_same_name_is_not_proposed_again(
    desk: ReviewDesk,
) -> None:
    table = desk.table()
    (sheet,) = table.find_sheets(SNIPPET)
    give_word(table, sheet, Word("dr-hale", Decision.CHANGES, note="Say how often."))

    with pytest.raises(UsageError, match="no approval of") as caught:
        take_back(desk)
    assert "newsletter review changes sunscreen-label" in caught.value.remedy


def git(desk: ReviewDesk, *arguments: str) -> None:
    name = ("-c", "user.name=Desk", "-c", "user.email=desk@example.org")
    subprocess.run(["git", *name, *arguments], cwd=desk.folder, check=True, capture_output=True)


def problems(desk: ReviewDesk) -> list[str]:
    return [f"{each.at}: {each.problem}" for each in audit(desk.workspace, MOMENT)[1]]


def test_records_that_were_left_alone_can_be_believed(desk: ReviewDesk) -> None:
    records = desk.approve()
    git(desk, "init", "--quiet")
    git(desk, "add", ".")
    git(desk, "commit", "-qm", "all")

    assert audit(desk.workspace, MOMENT) == (len(records), [])


def test_what_was_done_to_records_is_found(desk: ReviewDesk) -> None:
    first, second, *_ = desk.approve()
    git(desk, "init", "--quiet")
    git(desk, "add", ".")
    git(desk, "commit", "-qm", "all")

    (desk.folder / first.path).unlink()
    assert problems(desk) == [f"{first.path}: this record was deleted since the last commit"]
    git(desk, "checkout", "--", ".")
    desk.edit(second.path, "reviewer: dr-hale", "reviewer: dr-nobody")
    assert problems(desk) == [
        f"{second.path}: this record was edited since the last commit",
        f"{second.path}: “dr-nobody” is not in people.yml",
    ]
    desk.edit(second.path, "decision: approved", "decision: fine")
    assert f"{second.path}:5: “decision” cannot be “fine”" in problems(desk)


def test_without_a_history_records_cannot_be_believed(desk: ReviewDesk) -> None:
    desk.approve()

    (problem,) = problems(desk)
    assert problem.startswith("reviews: git cannot tell what was done to reviews")


def look(desk: ReviewDesk) -> dict[str, Place]:
    shelf = look_at_shelf(desk.workspace, desk.mailings, desk.accounts, LATER)
    return {each.snippet: each for each in shelf}


def test_the_shelf_tells_last_use_readers_and_review(
    approved_desk: ReviewDesk, mailing: Mailing
) -> None:
    add_readers(Subscribers(approved_desk.mailings.engine), 5)
    assert look(approved_desk)[SNIPPET].last_used is None
    send_to(approved_desk, mailing, 3, in_doubt=1)

    shelf = look(approved_desk)

    used = shelf[SNIPPET]
    assert (used.last_used, used.readers) == (date(2026, 12, 1), 3)
    assert (used.kind, used.review, used.due) == ("tip", "approved", date(2027, 11, 25))
    unused = shelf["syringoma"]
    assert (unused.last_used, unused.readers, unused.review) == (None, 0, "not reviewed")
    assert list(shelf) == list(approved_desk.table().library.snippets)


def test_readers_who_had_a_snippet_twice_are_counted_once(
    approved_desk: ReviewDesk, mailing: Mailing
) -> None:
    add_readers(Subscribers(approved_desk.mailings.engine), 5)
    send_to(approved_desk, mailing, 3)
    approved_desk.mailings.cancel(mailing.id)
    send_to(approved_desk, approved_desk.schedule(), 4)

    assert look(approved_desk)[SNIPPET].readers == 4


def say_changes(desk: ReviewDesk) -> None:
    table = desk.table()
    (sheet,) = table.find_sheets(SNIPPET)
    give_word(table, sheet, Word("dr-hale", Decision.CHANGES, note="No."))


def take_it_back(desk: ReviewDesk) -> None:
    take_back(desk)


def let_reviewer_go(desk: ReviewDesk) -> None:
    desk.edit("issues/people.yml", "reviewer: true", "reviewer: false")


def ask_nobody(desk: ReviewDesk) -> None:
    ask_for_reviews(desk.folder, "off")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (change_text, "changed since"),
        (say_changes, "changes asked for"),
        (take_it_back, "withdrawn"),
        (let_reviewer_go, "void"),
        (ask_nobody, "not asked for"),
    ],
)
def test_the_shelf_names_each_state_of_review(
    desk: ReviewDesk, change: Callable[[ReviewDesk], None], state: str
) -> None:
    desk.approve(SNIPPET)
    change(desk)

    assert look(desk)[SNIPPET].review == state


def test_a_mailing_of_an_earlier_version_counts_by_its_issue(
    approved_desk: ReviewDesk, mailing: Mailing
) -> None:
    add_readers(Subscribers(approved_desk.mailings.engine), 2)
    send_to(approved_desk, mailing, 2)
    with transaction(approved_desk.mailings.engine) as connection:
        connection.execute(update(mailing_table).values(contents=[]))

    assert look(approved_desk)[SNIPPET].readers == 2


def test_nothing_is_scheduled_that_is_not_approved_as_it_stands(desk: ReviewDesk) -> None:
    with pytest.raises(FoundErrors) as caught:
        desk.schedule()
    assert {each.rule for each in caught.value.findings if each.level == "error"} == {"reviewed"}

    desk.approve()
    change_text(desk)
    with pytest.raises(FoundErrors) as caught:
        desk.schedule()
    (error,) = [each for each in caught.value.findings if each.level == "error"]
    assert error.problem == f"“{SNIPPET}” has changed since Dr Robin Hale approved it on 2026-11-25"

    desk.approve(when=MOMENT)
    mailing = desk.schedule()
    desk.mailings.start_due(open_gate)
    assert desk.mailings.letter(mailing.letter).main.text.texts
