"""Records: written once, read as they were written, refused when they were not."""

import dataclasses
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.errors import FoundErrors, NewsletterError
from newsletter.model import Approval, Decision, Finding, How
from newsletter.review import date_word, read_records, render_record, write_record
from tests.review.making import NOON, make_approval

SAID = (
    "newsletter review 1\n"
    "sheet: milia\n"
    "reviewer: dr-hale\n"
    "as: Dr Robin Hale, Skin doctor\n"
    "decision: approved\n"
    "how: recorded\n"
    "at: 2026-11-21T12:00:00Z\n"
    "expires: 2027-11-21\n"
    "---\n"
    "# milia · explainer · en-GB\n\nMilia are harmless.\n"
)


def file_of(root: Path, name: str = "2026-11-21-dr-hale.txt") -> Path:
    return root / "reviews" / "milia" / name


def found_in(root: Path) -> list[Finding]:
    with pytest.raises(FoundErrors) as caught:
        read_records(root)
    return caught.value.findings


def test_a_record_is_a_file_that_people_can_read(tmp_path: Path) -> None:
    written = write_record(tmp_path, make_approval())

    assert written.path == "reviews/milia/2026-11-21-dr-hale.txt"
    assert (tmp_path / written.path).read_text(encoding="utf-8") == SAID


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    written = write_record(tmp_path, make_approval(note="Keep the line on babies."))

    assert read_records(tmp_path) == {"milia": [written]}
    assert len(written.digest) == 64
    assert dataclasses.replace(written, path="", digest="") == make_approval(
        note="Keep the line on babies."
    )


def test_a_second_word_on_the_same_day_never_overwrites_the_first(tmp_path: Path) -> None:
    paths = [write_record(tmp_path, make_approval(note=str(n))).path for n in range(11)]

    assert paths[1] == "reviews/milia/2026-11-21-dr-hale-2.txt"
    assert len(set(paths)) == 11
    assert [each.note for each in read_records(tmp_path)["milia"]] == [str(n) for n in range(11)]


def test_the_oldest_word_comes_first_whatever_its_file_is_called(tmp_path: Path) -> None:
    for day in (9, 10, 2):
        write_record(tmp_path, make_approval(at=NOON + timedelta(days=day)))

    said = read_records(tmp_path)["milia"]
    assert [each.at for each in said] == [NOON + timedelta(days=day) for day in (2, 9, 10)]


@pytest.mark.parametrize("no", [Decision.CHANGES, Decision.WITHDRAWN])
@pytest.mark.parametrize(("approves", "refuses"), [("dr-hale", "dr-two"), ("dr-two", "dr-hale")])
def test_of_two_words_in_one_second_a_no_decides(
    tmp_path: Path, no: Decision, approves: str, refuses: str
) -> None:
    write_record(tmp_path, make_approval(reviewer=refuses, decision=no))
    write_record(tmp_path, make_approval(reviewer=approves))

    assert read_records(tmp_path)["milia"][-1].decision is no


@pytest.mark.parametrize(
    ("last", "now", "later"),
    [
        (make_approval(), NOON, 0.0),
        (make_approval(), NOON - timedelta(hours=1), 3601.0),
        (make_approval(decision=Decision.CHANGES), NOON + timedelta(seconds=0.4), 0.6),
        (make_approval(decision=Decision.CHANGES), NOON + timedelta(seconds=1), 0.0),
    ],
)
def test_a_new_word_is_later_than_what_would_outweigh_it(
    last: Approval, now: datetime, later: float
) -> None:
    assert date_word(now, [last]) == now + timedelta(seconds=later)


def test_a_signature_lies_beside_its_record(tmp_path: Path) -> None:
    write_record(tmp_path, make_approval(), b"signed")

    assert file_of(tmp_path, "2026-11-21-dr-hale.txt.sig").read_bytes() == b"signed"
    assert len(read_records(tmp_path)["milia"]) == 1


def test_nothing_but_the_record_is_left_behind(tmp_path: Path) -> None:
    for _ in range(2):
        write_record(tmp_path, make_approval())

    names = sorted(path.name for path in (tmp_path / "reviews/milia").iterdir())
    assert names == ["2026-11-21-dr-hale-2.txt", "2026-11-21-dr-hale.txt"]


def test_a_workspace_without_reviews_has_no_records(tmp_path: Path) -> None:
    assert read_records(tmp_path) == {}


def test_line_ends_that_git_put_in_are_taken_back(tmp_path: Path) -> None:
    written = write_record(tmp_path, make_approval())
    file_of(tmp_path).write_bytes(SAID.replace("\n", "\r\n").encode())

    assert read_records(tmp_path) == {"milia": [written]}


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "reviews").write_text("a file", encoding="utf-8")
    with pytest.raises(NewsletterError) as caught:
        write_record(tmp_path, make_approval())

    assert "the review cannot be written" in str(caught.value)
    assert "Make sure that reviews/ is a folder" in caught.value.remedy


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old.encode(), new.encode(errors="surrogateescape"))


@pytest.mark.parametrize(
    ("edit", "line", "problem"),
    [
        (swap("newsletter review 1", "Dear all"), 1, "this is no review"),
        (swap("newsletter review 1", "newsletter review 2"), 1, "this is no review"),
        (swap("reviewer: dr-hale\n", ""), 8, "“reviewer:” is missing"),
        (swap("approved", "agreed"), 5, "“decision” cannot be “agreed”"),
        (swap("recorded", "guessed"), 6, "“how” cannot be “guessed”"),
        (swap("12:00:00Z", "noon"), 7, "“at” cannot be “2026-11-21Tnoon”"),
        (swap("2027-11-21", "2027-11-31"), 8, "“expires” cannot be “2027-11-31”"),
        (swap("how:", "why:"), 6, "“why: recorded” says nothing"),
        (swap("how: ", "how:"), 6, "“how:recorded” says nothing"),
        (swap("sheet: milia", "sheet: acne"), 2, "this speaks of “acne”"),
        (swap("\n---\n", "\n"), 0, "the file is cut off"),
        (swap("how: recorded\n", "how: recorded\nhow: relayed\n"), 1, "was edited"),
        (swap("as: Dr", "as:  Dr"), 1, "was edited"),
        (swap("2027-11-21", "20271121"), 1, "was edited"),
        (swap("Milia", "\udcff"), 0, "not text in UTF-8"),
        (swap(SAID, ""), 1, "this is no review"),
    ],
)
def test_a_file_that_was_edited_is_named_by_line(
    tmp_path: Path, edit: Callable[[bytes], bytes], line: int, problem: str
) -> None:
    write_record(tmp_path, make_approval())
    file_of(tmp_path).write_bytes(edit(SAID.encode()))

    (found,) = found_in(tmp_path)
    assert problem in found.problem
    assert (found.at.path, found.at.line) == (
        Path("reviews/milia/2026-11-21-dr-hale.txt"),
        line,
    )
    assert found.remedy.endswith(".")


@pytest.mark.parametrize("linked", ["record", "folder"])
def test_a_record_behind_a_link_is_refused(tmp_path: Path, linked: str) -> None:
    record = tmp_path / write_record(tmp_path, make_approval()).path
    moved = record if linked == "record" else record.parent
    elsewhere = moved.rename(tmp_path / "elsewhere")
    moved.symlink_to(elsewhere)

    with pytest.raises(FoundErrors) as caught:
        read_records(tmp_path)

    assert "a link leads to this record" in caught.value.findings[0].problem


def test_every_bad_file_is_named_at_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_record(tmp_path, make_approval())
        file_of(tmp_path, f"{name}.txt").write_text("Hello.", encoding="utf-8")

    assert [found.at.path.name for found in found_in(tmp_path)] == ["one.txt", "two.txt"]


LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=20
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
APPROVALS = st.builds(
    Approval,
    name=st.just("milia"),
    reviewer=st.sampled_from(["dr-hale", "kay"]),
    said_by=LINE,
    decision=st.sampled_from(Decision),
    how=st.sampled_from(How),
    at=st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC)),
    sheet=ANY_TEXT | st.sampled_from(["---\n", "\n---\n\r\n", "\r", "newsletter review 1\r\n"]),
    expires=st.none() | st.dates(date(2020, 1, 1), date(2090, 1, 1)),
    note=LINE | st.just(""),
)


@given(APPROVALS)
@examples(max_examples=200)
def test_any_sheet_survives_the_way_into_a_file_and_back(approval: Approval) -> None:
    with tempfile.TemporaryDirectory() as folder:
        written = write_record(Path(folder), approval)
        (read,) = read_records(Path(folder))["milia"]

    assert read == written
    assert dataclasses.replace(read, path="", digest="") == approval


@given(APPROVALS, ANY_TEXT)
@examples(max_examples=100)
def test_records_of_different_sheets_differ(approval: Approval, other: str) -> None:
    changed = dataclasses.replace(approval, sheet=other)

    assert (render_record(changed) == render_record(approval)) == (other == approval.sheet)
