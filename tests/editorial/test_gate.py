"""Why a frozen letter may not go: people and records as they are by then."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from newsletter.editorial import Word, give_word, make_gate, reviewing, source_changed
from newsletter.model import Content, Decision, Mailing
from newsletter.review import write_record
from tests.conftest import ask_for_reviews
from tests.editorial.conftest import MOMENT, SAMPLE, START, ReviewDesk

SNIPPET = "sunscreen-label"
FILE = f"issues/snippets/{SNIPPET}.md"


@pytest.fixture
def desk(approved_desk: ReviewDesk) -> ReviewDesk:
    return approved_desk


def ask(desk: ReviewDesk, mailing: Mailing, when: datetime | None = None) -> str:
    return make_gate(desk.workspace, lambda: when or START.utc())(mailing)


def test_what_was_approved_may_go(desk: ReviewDesk, mailing: Mailing) -> None:
    assert {each.sheet for each in mailing.contents} > {SAMPLE, SNIPPET}
    assert all(each.record and each.record_digest for each in mailing.contents)
    assert ask(desk, mailing) == ""


def withdraw(desk: ReviewDesk) -> None:
    speak(desk, "withdrawn")


def ask_for_changes(desk: ReviewDesk) -> None:
    speak(desk, "changes")


def speak(desk: ReviewDesk, decision: str) -> None:
    table = desk.table(MOMENT + timedelta(hours=1))
    (sheet,) = table.find_sheets(SNIPPET)
    give_word(table, sheet, Word("nurse-kay", Decision(decision), note="Look again."))


def delete_record(desk: ReviewDesk) -> None:
    shutil.rmtree(desk.folder / "reviews" / SNIPPET)


def edit_record(desk: ReviewDesk) -> None:
    name = f"reviews/{SNIPPET}/2026-11-25-dr-hale.txt"
    desk.edit(name, "expires: 2027-11-25", "expires: 2027-11-24")


def spoil_record(desk: ReviewDesk) -> None:
    path = desk.folder / "reviews" / SNIPPET / "2026-11-26-dr-hale.txt"
    path.write_text("nonsense", encoding="utf-8")


def date_record_at_the_end_of_time(desk: ReviewDesk) -> None:
    folder = desk.folder / "reviews" / SNIPPET
    text = (folder / "2026-11-25-dr-hale.txt").read_text(encoding="utf-8")
    late = text.replace("at: 2026-11-25T", "at: 9999-11-25T")
    (folder / "9999-11-25-dr-hale.txt").write_text(late, encoding="utf-8")


def dismiss_reviewer(desk: ReviewDesk) -> None:
    desk.edit("issues/people.yml", "reviewer: true", "reviewer: false")


def change_role(desk: ReviewDesk) -> None:
    desk.edit("issues/people.yml", "registration: EXAMPLE-0000", "registration: EXAMPLE-0001")
    desk.edit("issues/people.yml", "name: Dr Robin Hale", "name: Dr Robin Hale-Smith")


def spoil_people(desk: ReviewDesk) -> None:
    desk.edit("issues/people.yml", "reviewer: true", "reviewre: true")


def ask_for_signatures(desk: ReviewDesk) -> None:
    ask_for_reviews(desk.folder, "signed")
    signers = desk.folder / "reviews" / "allowed_signers"
    signers.write_text("dr-hale ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ\n", encoding="utf-8")


def lose_signers(desk: ReviewDesk) -> None:
    ask_for_reviews(desk.folder, "signed")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (withdraw, "was withdrawn by Kay Morris on 2026-11-25: Look again."),
        (ask_for_changes, "were asked for by Kay Morris on 2026-11-25: Look again."),
        (delete_record, f"the approval of “{SNIPPET}” is gone: reviews/{SNIPPET}/"),
        (edit_record, f"the approval of “{SNIPPET}” was edited: reviews/{SNIPPET}/"),
        (spoil_record, f"approvals cannot be checked: reviews/{SNIPPET}/2026-11-26-dr-hale.txt:1:"),
        (date_record_at_the_end_of_time, f"of “{SNIPPET}” is dated 9999-11-25 09:00 UTC"),
        (dismiss_reviewer, "who is not a reviewer"),
        (change_role, "readers would be told “Dr Robin Hale-Smith"),
        (spoil_people, "approvals cannot be checked: issues/people.yml:"),
        (ask_for_signatures, "is not signed"),
        (lose_signers, "approvals cannot be checked: there is no list of reviewers' keys"),
    ],
)
def test_what_is_not_approved_any_more_may_not(
    desk: ReviewDesk, mailing: Mailing, spoil: Callable[[ReviewDesk], None], reason: str
) -> None:
    spoil(desk)

    assert reason in ask(desk, mailing)


def test_what_nobody_foresaw_stops_a_letter(
    desk: ReviewDesk, mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("out of range")

    monkeypatch.setattr(reviewing, "read_records", fail)

    assert ask(desk, mailing) == "approvals cannot be checked: ValueError: out of range"


def test_an_approval_ends_at_its_day(desk: ReviewDesk, mailing: Mailing) -> None:
    assert ask(desk, mailing, datetime(2027, 5, 25, 23, 59, tzinfo=MOMENT.tzinfo)) == ""

    reason = ask(desk, mailing, datetime(2027, 5, 26, tzinfo=MOMENT.tzinfo))
    assert reason.endswith("expired on 2027-05-25")


def test_an_approval_given_again_of_the_same_words_counts(
    desk: ReviewDesk, mailing: Mailing
) -> None:
    withdraw(desk)
    desk.approve(SNIPPET, when=MOMENT + timedelta(hours=2))

    assert ask(desk, mailing) == ""


def test_an_approval_in_the_second_of_a_no_counts_at_once(
    desk: ReviewDesk, mailing: Mailing
) -> None:
    soon = MOMENT + timedelta(hours=1)
    for _ in range(2):
        speak(desk, "withdrawn")
        assert ask(desk, mailing, soon)
        (again,) = desk.approve(SNIPPET, when=soon)
        assert again.at > soon
        assert ask(desk, mailing, soon) == ""


def test_an_author_cannot_overrule_the_reviewer_of_a_frozen_letter(
    desk: ReviewDesk, mailing: Mailing
) -> None:
    desk.mailings.cancel(mailing.id)
    desk.edit(FILE, "kind: tip\n", "kind: tip\nauthors: nurse-kay\n")
    (approval,) = desk.approve()
    again = desk.schedule()
    own = replace(
        approval,
        reviewer="nurse-kay",
        said_by="Kay Morris, Skin nurse (dermatology nurse)",
        at=MOMENT + timedelta(hours=1),
    )
    write_record(desk.folder, own)

    assert ask(desk, again) == (f"“{SNIPPET}” was approved by Kay Morris, whose own words it holds")


def test_an_approval_given_again_may_take_the_name_of_one_that_was_deleted(
    desk: ReviewDesk, mailing: Mailing
) -> None:
    delete_record(desk)
    (again,) = desk.approve(SNIPPET, when=MOMENT + timedelta(hours=2))

    assert again.path in {each.record for each in mailing.contents}
    assert ask(desk, mailing) == ""


def test_the_policy_for_a_kind_counts_for_letters_that_were_frozen_before(
    desk: ReviewDesk, mailing: Mailing
) -> None:
    policy = '[review]\nlevel = "recorded"\n'
    desk.edit("newsletter.toml", policy, policy + "months-for = { tip = 1 }\n")

    assert ask(desk, mailing) == ""
    reason = ask(desk, mailing, datetime(2026, 12, 26, tzinfo=MOMENT.tzinfo))
    assert reason.startswith(f"the approval of “{SNIPPET}” by Dr Robin Hale expired on 2026-12-25")


def test_other_files_may_be_wrong(desk: ReviewDesk, mailing: Mailing) -> None:
    desk.edit(FILE, "kind: tip", "kind: trick")
    (desk.folder / "issues" / SAMPLE / "issue.md").unlink()

    assert ask(desk, mailing) == ""


@pytest.mark.parametrize("contents", [(), (Content(SAMPLE, "ab12"),)])
def test_a_mailing_without_approvals_is_asked_for_them(
    desk: ReviewDesk, mailing: Mailing, contents: tuple[Content, ...]
) -> None:
    old = replace(mailing, contents=contents)

    assert "schedule it again" in ask(desk, old)
    ask_for_reviews(desk.folder, "off")
    assert ask(desk, old) == ""


def test_a_letter_that_nobody_asks_to_review_says_what_it_is_made_of(
    desk: ReviewDesk, mailing: Mailing
) -> None:
    desk.mailings.cancel(mailing.id)
    ask_for_reviews(desk.folder, "off")
    again = desk.schedule()

    assert SNIPPET in {each.sheet for each in again.contents}
    assert all(each.digest and not each.record for each in again.contents)


def change_text(desk: ReviewDesk) -> None:
    desk.edit(FILE, "SPF 30", "SPF 50")


def change_template(desk: ReviewDesk) -> None:
    path = desk.folder / "templates/blocks/footer.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")


def make_mistake(desk: ReviewDesk) -> None:
    desk.edit(FILE, "kind: tip", "kind: trick")


def delete_issue(desk: ReviewDesk) -> None:
    shutil.rmtree(desk.folder / "issues" / SAMPLE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_text, "the files have changed since it was frozen"),
        (change_template, "the files have changed since it was frozen"),
        (make_mistake, f"and have mistakes now: {FILE}:"),
        (delete_issue, "the files have changed since: there is no issue"),
    ],
)
def test_a_source_that_has_changed_since_is_told(
    desk: ReviewDesk, mailing: Mailing, change: Callable[[ReviewDesk], None], words: str
) -> None:
    change(desk)

    assert words in source_changed(desk.workspace, mailing, MOMENT)


@pytest.mark.parametrize("spoil", [withdraw, delete_record, dismiss_reviewer])
def test_an_approval_that_is_gone_is_no_change_of_the_source(
    desk: ReviewDesk, mailing: Mailing, spoil: Callable[[ReviewDesk], None]
) -> None:
    spoil(desk)

    assert source_changed(desk.workspace, mailing, MOMENT) == ""


def test_an_approval_of_later_words_says_nothing_against_the_frozen_ones(
    desk: ReviewDesk, mailing: Mailing
) -> None:
    desk.edit(FILE, "SPF 30", "SPF 50")
    desk.approve(SNIPPET, when=MOMENT + timedelta(hours=1))

    assert ask(desk, mailing) == ""
