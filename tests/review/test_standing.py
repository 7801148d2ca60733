"""The newest word on a sheet decides, as long as it still holds."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from newsletter.model import Approval, Decision, Sheet, Standing
from newsletter.review import expires_on, judge, lasts_until, reviews_for, said_of
from newsletter.settings import ReviewLevel, ReviewPolicy
from tests.review.making import NOON, TEXT, make_approval, make_people, make_sheet

POLICY = ReviewPolicy()
NEWER = TEXT.replace("harmless", "tiny")
SOON = NOON + timedelta(days=10)


def stand(
    *said: Approval,
    sheet: Sheet | None = None,
    when: datetime = SOON,
    level: ReviewLevel = ReviewLevel.RECORDED,
    signature: str = "",
    **person: object,
) -> Standing:
    """How a sheet stands after these words of reviewers."""
    policy = POLICY.model_copy(update={"level": level})
    people, records = make_people(**person), {"milia": list(said)}
    (standing,) = judge([sheet or make_sheet()], records, people, policy, when, lambda _: signature)
    return standing


def test_what_was_approved_may_go_out() -> None:
    standing = stand(make_approval())

    assert standing.approved
    assert (standing.problem, standing.remedy) == ("", "")
    assert standing.approval == make_approval()
    assert standing.until == date(2027, 11, 21)


def test_where_nobody_has_to_review_everything_may_go_out() -> None:
    assert stand(level=ReviewLevel.OFF) == Standing(make_sheet(), None)
    withdrawn = make_approval(decision=Decision.WITHDRAWN)
    assert stand(withdrawn, level=ReviewLevel.OFF).approved


ASKED = make_approval(decision=Decision.CHANGES, note="Say where.")
WITHDRAWN = make_approval(decision=Decision.WITHDRAWN, note="It was retracted.")
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "problem", "remedy"),
    [
        ([], "nobody has reviewed “milia” yet", "“newsletter review sheet milia”"),
        ([], "nobody has reviewed “milia” yet", "“newsletter review approve milia --by REVIEWER”"),
        (
            [make_approval(NEWER)],
            "“milia” has changed since Dr Robin Hale approved it on 2026-11-21",
            "See “newsletter review diff milia”",
        ),
        (
            [make_approval(), make_approval(NEWER, at=LATER + timedelta(days=1))],
            "“milia” is back at the older text of 2026-11-21: since then, Dr Robin Hale approved"
            " it on 2026-11-22 in newer words",
            "“newsletter review diff milia”",
        ),
        (
            [make_approval(), dataclasses.replace(ASKED, at=LATER)],
            "changes to “milia” were asked for by Dr Robin Hale on 2026-11-21: Say where.",
            "Make them.",
        ),
        (
            [make_approval(), dataclasses.replace(WITHDRAWN, at=LATER)],
            "the approval of “milia” was withdrawn by Dr Robin Hale on 2026-11-21:"
            " It was retracted.",
            "Settle it with Dr Robin Hale.",
        ),
        (
            [make_approval(expires=date(2026, 11, 30))],
            "the approval of “milia” by Dr Robin Hale expired on 2026-11-30",
            "Have it read again.",
        ),
        (
            [make_approval(at=SOON + timedelta(hours=1))],
            "the approval of “milia” is dated 2026-12-01 13:00 UTC, later than it is to be sent",
            "Set the clock right",
        ),
        (
            [make_approval(reviewer="kay")],
            "“milia” was approved by Kay Morris, who is not a reviewer",
            "“reviewer: true”",
        ),
        (
            [make_approval(reviewer="dr-who")],
            "“milia” was approved by dr-who, who is not a reviewer",
            "“reviewer: true”",
        ),
        (
            [make_approval(reviewer="dr-two")],
            "“milia” was approved by Dr Kim Two as “Dr Robin Hale, Skin doctor”; readers would be"
            " told “Dr Kim Two, Skin doctor”",
            "“newsletter review approve milia --by REVIEWER”",
        ),
    ],
)
def test_each_reason_against_a_sheet_is_told(
    said: list[Approval], problem: str, remedy: str
) -> None:
    standing = stand(*said)

    assert not standing.approved
    assert standing.problem == problem
    assert remedy in standing.remedy
    assert standing.remedy.endswith(".")


def test_only_an_approval_has_a_last_day() -> None:
    assert stand(make_approval(), dataclasses.replace(WITHDRAWN, at=LATER)).until is None


def test_words_that_came_back_after_all_that_may_go_out() -> None:
    asked = dataclasses.replace(ASKED, at=NOON + timedelta(hours=1))
    assert stand(make_approval(), asked, make_approval(at=NOON + timedelta(hours=2))).approved


def test_a_clock_that_is_a_little_ahead_keeps_no_letter_back() -> None:
    assert stand(make_approval(at=SOON + timedelta(seconds=1))).approved


def test_nobody_approves_words_of_their_own() -> None:
    standing = stand(make_approval(), sheet=make_sheet(TEXT, "explainer", "dr-hale"))

    assert standing.problem == "“milia” was approved by Dr Robin Hale, whose own words it holds"


@pytest.mark.parametrize("change", [{"role": "Nurse"}, {"name": "Dr R Hale"}])
def test_a_reviewer_of_whom_readers_would_be_told_otherwise_has_to_approve_again(
    change: dict[str, Any],
) -> None:
    assert "readers would be told" in stand(make_approval(), **change).problem


def test_a_reviewer_without_a_name_is_none() -> None:
    assert "who is not a reviewer" in stand(make_approval(), name=None).problem


def test_a_signature_counts_where_it_is_asked_for() -> None:
    standing = stand(make_approval(), level=ReviewLevel.SIGNED, signature="is not signed")

    assert standing.problem == "the approval of “milia” is not signed"
    assert standing.remedy == (
        "Let Dr Robin Hale sign it: “newsletter review approve milia --by dr-hale --key KEY”."
    )


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (datetime(2026, 11, 30, 23, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 1, 0, 0, tzinfo=UTC), False),
    ],
)
def test_an_approval_holds_on_its_last_day_and_no_longer(when: datetime, holds: bool) -> None:
    assert stand(make_approval(expires=date(2026, 11, 30)), when=when).approved == holds


def test_no_record_holds_longer_than_the_policy_says() -> None:
    forever = make_approval(expires=date(2099, 1, 1))

    assert lasts_until(forever, POLICY, "explainer") == date(2027, 11, 21)
    assert lasts_until(forever, POLICY, "evidence") == date(2027, 5, 21)
    assert stand(forever, when=datetime(2028, 1, 1, tzinfo=UTC)).problem.endswith("2027-11-21")


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 11, 30), 36, date(2029, 11, 30)),
    ],
)
def test_months_are_counted_on_the_calendar(day: date, months: int, until: date) -> None:
    assert expires_on(ReviewPolicy(months=months), "tip", day) == until


def standing_of(approval: Approval | None, until: date | None = None) -> Standing:
    return Standing(make_sheet(), approval, until=until)


def test_each_reviewer_is_named_once_with_the_last_day_and_the_first_end() -> None:
    people = make_people()
    first = make_approval()
    second = make_approval(at=NOON + timedelta(days=2))
    other = make_approval(reviewer="dr-two", at=NOON + timedelta(days=1))
    reviews = reviews_for(
        [
            standing_of(first, date(2027, 5, 21)),
            standing_of(other, date(2027, 4, 1)),
            standing_of(second, date(2027, 11, 23)),
        ],
        people,
    )

    assert [(each.person, each.on, each.until) for each in reviews] == [
        (people["dr-hale"], date(2026, 11, 23), date(2027, 5, 21)),
        (people["dr-two"], date(2026, 11, 22), date(2027, 4, 1)),
    ]


def test_nobody_is_named_while_a_part_of_the_issue_is_unread() -> None:
    read = standing_of(make_approval(), date(2027, 5, 21))
    refused = dataclasses.replace(read, problem="it has changed")

    assert reviews_for([read, standing_of(None)], make_people()) == ()
    assert reviews_for([read, refused], make_people()) == ()
    assert reviews_for([], make_people()) == ()


def test_readers_are_told_of_a_reviewer_by_name_and_role() -> None:
    assert said_of(make_people()["dr-hale"]) == "Dr Robin Hale, Skin doctor"
