import json
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.localtime import LocalTime
from newsletter.model import Finding, Level, Location
from newsletter.web.preview.answers import as_json, refuse, write_json


@dataclass(frozen=True)
class Told:
    from_: str
    as_: tuple[Path, ...]
    send_at: datetime | LocalTime | None


def test_a_view_is_written_field_by_field_without_the_underscores_of_keywords() -> None:
    view = Told("desk@example.org", (PurePosixPath("issues/a.md"),), None)  # type: ignore[arg-type]  # posix everywhere

    assert as_json(view) == {"from": "desk@example.org", "as": ["issues/a.md"], "send_at": None}


def test_moments_are_told_in_utc() -> None:
    singapore = timezone(timedelta(hours=8))
    at = datetime(2026, 12, 1, 8, tzinfo=singapore)

    assert as_json(at) == "2026-12-01T00:00:00+00:00"
    assert as_json(at.astimezone(UTC)) == as_json(at)


def test_a_local_time_is_told_on_the_clock_of_its_place() -> None:
    at = "2026-12-01 08:00 Asia/Singapore"

    assert as_json(LocalTime.parse(at)) == at


def test_days_have_no_hour() -> None:
    assert as_json(date(2026, 12, 1)) == "2026-12-01"


def test_choices_nouns_sets_and_maps_are_plain_data() -> None:
    class Kind(Enum):
        TIP = 1

    finding = Finding("rule", Level.ERROR, Location(Path("a.md"), 3), "wrong", "mend it")

    assert as_json({Kind.TIP: Kind.TIP, Path("a"): frozenset("ba")}) == {
        "Kind.TIP": 1,
        "a": ["a", "b"],
    }
    assert as_json(finding) == {
        "rule": "rule",
        "level": "error",
        "at": {"path": "a.md", "line": 3},
        "problem": "wrong",
        "remedy": "mend it",
        "allowed": "",
    }


def test_what_is_no_plain_data_is_an_error() -> None:
    with pytest.raises(TypeError, match="object cannot be written"):
        as_json([object()])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_plain_data_stays_as_it_is_and_on_one_line(value: object) -> None:
    assert as_json(value) == value
    assert b"\n" not in write_json(value)
    assert b"\r" not in write_json(value)


def test_a_refusal_says_what_is_wrong_and_what_to_do() -> None:
    answer = refuse(404, "there is no such issue", "Choose another.")

    assert answer.status_code == 404
    assert answer.body == b'{"problem":"there is no such issue","remedy":"Choose another."}'


def test_a_name_that_is_no_text_is_told_as_far_as_it_can_be_read() -> None:
    name = os.fsdecode(b"caf\xe9.md")

    assert json.loads(write_json({"file": Path(name)})) == {"file": "caf?.md"}
