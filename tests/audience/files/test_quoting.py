import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.audience.files.quoting import defuse, restore, shown

CELLS = st.text(st.one_of(st.sampled_from("'=+-@\t\r\n＝ a"), st.characters()), max_size=8)


@given(CELLS)
def test_a_cell_comes_back_as_it_was_and_is_never_a_formula(cell: str) -> None:
    safe = defuse(cell)

    assert restore(safe) == cell
    assert safe[:1] not in set("=+-@\t\r\n＝＋－＠")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_made_text(cell: str) -> None:
    assert defuse(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ana", "O'Neill", "'Ana'", "a=b", "1-2"])
def test_what_it_would_not_run_is_left_alone(cell: str) -> None:
    assert defuse(cell) == restore(cell) == cell


@given(st.text(max_size=200))
def test_what_is_shown_is_one_short_line(text: str) -> None:
    assert shown(text).isprintable()
    assert len(shown(text)) <= 61
