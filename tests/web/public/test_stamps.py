from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.model import Keyring
from newsletter.web.public.stamps import (
    LATEST,
    SOONEST,
    is_timely,
    make_stamp,
    read_stamp,
    renew_stamp,
)
from tests.web.public.conftest import KEYS
from tests.web.public.invented import NOW

OTHER = Keyring(b"o" * 64)


def test_a_stamp_says_when_it_was_given_out() -> None:
    assert read_stamp(KEYS, make_stamp(KEYS, NOW)) == NOW


def test_a_stamp_outlives_the_key_that_it_was_made_with() -> None:
    assert read_stamp(Keyring(b"n" * 64, (KEYS.current,)), make_stamp(KEYS, NOW)) == NOW
    assert read_stamp(OTHER, make_stamp(KEYS, NOW)) is None


@given(st.text(max_size=60))
def test_nobody_makes_a_stamp_without_the_key(text: str) -> None:
    assert read_stamp(KEYS, text) is None


@given(st.integers(0, 10), st.characters(codec="ascii", exclude_characters="0123456789"))
def test_a_stamp_that_was_changed_is_none(place: int, character: str) -> None:
    stamp = make_stamp(KEYS, NOW)
    changed = stamp[:place] + character + stamp[place + 1 :]

    assert changed == stamp or read_stamp(KEYS, changed) is None


@pytest.mark.parametrize(
    ("age", "timely"),
    [
        (timedelta(0), False),
        (SOONEST - timedelta(seconds=1), False),
        (SOONEST, True),
        (LATEST, True),
        (LATEST + timedelta(seconds=1), False),
        (timedelta(seconds=-5), False),
    ],
)
def test_people_take_seconds_and_not_days(age: timedelta, timely: bool) -> None:
    assert is_timely(KEYS, make_stamp(KEYS, NOW), NOW + age) is timely


def test_who_was_too_fast_keeps_the_stamp_and_who_was_too_late_gets_another() -> None:
    stamp = make_stamp(KEYS, NOW)

    assert renew_stamp(KEYS, stamp, NOW + timedelta(seconds=1)) == stamp
    late = NOW + LATEST + timedelta(seconds=1)
    assert read_stamp(KEYS, renew_stamp(KEYS, stamp, late)) == late
    assert read_stamp(KEYS, renew_stamp(KEYS, "nonsense", NOW)) == NOW
