from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.retry import LONGEST_WAIT, wait_before


def test_waits_double_from_the_second_try_on() -> None:
    assert [wait_before(attempt, 300) for attempt in range(2, 6)] == [300, 600, 1200, 2400]


@given(st.integers(1, 1000), st.integers(1, 100_000))
def test_waits_never_shrink_and_have_an_end(attempt: int, first: int) -> None:
    wait = wait_before(attempt, first)

    assert wait <= wait_before(attempt + 1, first) <= LONGEST_WAIT
