"""How a sheet stands, in one word."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsletter.model import Approval, Decision, How, Location, Sheet, Standing
from newsletter.studio.standings import State, count_approved, state_of

DAY = date(2026, 11, 25)
SHEET = Sheet("milia", "tip", "Words.", Location(Path("issues/snippets/milia.md"), 1))
WORD = Approval(
    name="milia",
    reviewer="dr-hale",
    said_by="Dr Hale, dermatologist",
    decision=Decision.APPROVED,
    how=How.RECORDED,
    at=datetime(2026, 1, 1, tzinfo=UTC),
    sheet=SHEET.text,
)
GOOD = Standing(SHEET, WORD, until=DAY)
OTHER_WORDS = replace(WORD, sheet="Other words.")


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (GOOD, State.APPROVED),
        (Standing(SHEET, None), None),
        (Standing(SHEET, None, "nobody has"), State.MISSING),
        (Standing(SHEET, OTHER_WORDS, "changed"), State.STALE),
        (Standing(SHEET, OTHER_WORDS, "changed", until=date(2026, 1, 2)), State.STALE),
        (Standing(SHEET, WORD, "it ended", until=date(2026, 11, 24)), State.EXPIRED),
        (Standing(SHEET, WORD, "no reviewer", until=DAY), State.STALE),
        (Standing(SHEET, replace(WORD, decision=Decision.CHANGES), "no"), State.CHANGES),
        (Standing(SHEET, replace(WORD, decision=Decision.WITHDRAWN), "no"), State.WITHDRAWN),
    ],
)
def test_a_standing_has_one_word(standing: Standing, state: State | None) -> None:
    assert state_of(standing, DAY) == state


def test_only_what_somebody_has_to_read_is_counted() -> None:
    missing = Standing(SHEET, None, "nobody has")

    assert count_approved([GOOD, missing, GOOD]) == (2, 3)
    assert count_approved([Standing(SHEET, None)]) == (0, 0)
