"""Tables in Markdown, as far as the library's own do not do."""

from xml.etree.ElementTree import Element, fromstring

import pytest
from markdown import Markdown

from newsletter.compose.markdown.limits import MOST_COLUMNS, TooMuch
from newsletter.compose.markdown.tables import ROOM_ON_A_PHONE, Tables


def table_of(markdown: str) -> Element:
    return fromstring(Markdown(extensions=[Tables()]).convert(markdown))


def make_table(*header: str, cell: str = "a") -> str:
    rows = (header, ["---"] * len(header), [cell] * len(header))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def test_header_cells_say_so() -> None:
    table = table_of(make_table("Day", "Do"))
    assert [cell.attrib for cell in table.iter("th")] == [{"scope": "col"}] * 2
    assert [cell.attrib for cell in table.iter("td")] == [{}] * 2


def test_six_columns_fit_and_seven_do_not() -> None:
    assert table_of(make_table(*"abcdef")).tag == "table"
    assert MOST_COLUMNS == 6
    with pytest.raises(TooMuch, match="7 columns") as caught:
        table_of(make_table(*"abcdefg"))
    assert str(caught.value.where).startswith("| a | b")


@pytest.mark.parametrize("words", ["a b c d e f g h i j k l m n", "Moisturiser", "皮 " * 30])
def test_words_stay_whole_where_a_phone_has_room(words: str) -> None:
    table = table_of(make_table("Day", words))
    assert table.attrib == {}
    assert [cell.get("width") for cell in table.iter("th")] == [None] * 2


def test_words_may_break_where_they_do_not_fit_and_long_ones_get_more_room() -> None:
    longest = "w" * (ROOM_ON_A_PHONE // 8)
    table = table_of(make_table("Day", longest))
    assert table.attrib == {"class": "tight"}
    assert [cell.get("width") for cell in table.iter("th")] == ["13%", "86%"]


def test_chinese_may_be_folded_anywhere() -> None:
    assert table_of(make_table("日", "皮肤科医生" * 10)).attrib == {}


@pytest.mark.parametrize(
    "text", ["a | b", "a | b\nc | d", "a | b\n\n- | -", "|", "a\n---", "a | b\n--- | --- | ---"]
)
def test_what_has_no_rule_below_its_header_is_no_table(text: str) -> None:
    assert "<table" not in Markdown(extensions=[Tables()]).convert(text)


@pytest.mark.parametrize("rule", ["|-|-|", "-|-", ":-:|-:", "| --- | :--- |", " | - | - | "])
def test_the_rule_may_be_written_in_many_ways(rule: str) -> None:
    assert "<table" in Markdown(extensions=[Tables()]).convert(f"| a | b |\n{rule}\n| c | d |")
