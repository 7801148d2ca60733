"""Tables in the plain text."""

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from newsletter.compose.markdown.folding import columns, pieces
from newsletter.compose.markdown.texttable import TextTable

DOSES = TextTable(
    header=["Cream", "Strength", "When"],
    rows=[["Retinoid", "0.05 %", "at night"], ["Moisturiser", "10 %", "often"]],
    sides=["left", "right", "center"],
)


def test_columns_stand_side_by_side_where_they_fit() -> None:
    assert DOSES.write(72).split("\n") == [
        "Cream        Strength    When",
        "-----------  --------  --------",
        "Retinoid       0.05 %  at night",
        "Moisturiser      10 %   often",
    ]


def test_the_last_column_of_a_line_is_used() -> None:
    assert DOSES.write(31).startswith("Cream  ")
    assert DOSES.write(30).startswith("Cream: ")


def test_what_is_too_wide_has_one_cell_a_line_and_an_empty_line_between_rows() -> None:
    assert DOSES.write(20) == (
        "Cream: Retinoid\nStrength: 0.05 %\nWhen: at night\n"
        "\n"
        "Cream: Moisturiser\nStrength: 10 %\nWhen: often"
    )


def test_a_long_cell_goes_on_below_its_words() -> None:
    table = TextTable(["What"], [["many words " * 4]], ["left"])
    assert table.write(20) == "What: many words\n  many words many\n  words many words"


def test_wide_characters_count_double() -> None:
    lines = TextTable(["皮肤", "b"], [["a", "c"]], ["left", "left"]).write(72).split("\n")
    assert lines == ["皮肤  b", "----  -", "a     c"]


def test_an_empty_cell_still_says_what_it_would_hold() -> None:
    wide = "w" * 69
    table = TextTable(["A", wide, ""], [["", "x", "y"], ["", "", ""]], ["left"] * 3)
    assert table.write(72) == f"A:\n{wide}: x\ny\n\nA:\n{wide}:"


def test_a_table_without_rows_says_its_columns() -> None:
    assert TextTable(["A", "B"], [], ["left"] * 2).write(72) == "A  B\n-  -"
    wide = "w" * 40
    assert TextTable([wide, wide], [], ["left"] * 2).write(72) == f"{wide}:\n{wide}:"


CELL = st.text(alphabet="ab 漢é", max_size=30).map(str.strip)
SIDE = st.sampled_from(["left", "right", "center"])


@given(st.data(), st.integers(1, 6), st.integers(0, 4), st.integers(24, 72))
@examples(max_examples=150)
def test_every_cell_is_there_and_no_line_is_too_wide(
    data: st.DataObject, count: int, height: int, width: int
) -> None:
    row = st.lists(CELL, min_size=count, max_size=count)
    header, rows = data.draw(row), data.draw(st.lists(row, min_size=height, max_size=height))
    sides = data.draw(st.lists(SIDE, min_size=count, max_size=count))
    text = TextTable(header, rows, sides).write(width)
    said = "".join(text.split())
    for cell in (*header, *(cell for each in rows for cell in each)):
        assert "".join(cell.split()) in said
    for line in text.split("\n"):
        assert columns(line) <= width or len(pieces(line)) == 1
