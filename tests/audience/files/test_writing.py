"""Readers as CSV: nothing runs, nothing is lost."""

import codecs
import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.audience import (
    Declared,
    Refusal,
    Row,
    divert_refusals,
    inspect,
    parse_address,
    read_rows,
    write_readers,
)
from newsletter.audience.names import check_name
from newsletter.errors import UsageError
from newsletter.model import Field, Subscriber, SubscriberState

TOWN = Field("town", default="here", longest=200)
DECLARED = Declared((TOWN,), {"acne": "Acne", "sun": "Sun"})


def is_name(text: str) -> bool:
    try:
        check_name(text)
        TOWN.check(text)
    except ValueError:
        return False
    return text == text.strip()


ODD = st.sampled_from(list("'\"=+-@,;\t|\r\n ＝a"))
NAMES = st.text(st.one_of(ODD, st.characters()), max_size=12).filter(is_name)
LOCALS = st.sampled_from(["a", "=a", "'=a", "+1", "-b", "'c", "ana.lim"])
READERS = st.builds(
    lambda local, number, name, town, topics, language: Subscriber(
        number,
        f"{local}{number}@b.test",
        name,
        SubscriberState.ACTIVE,
        "Europe/Paris",
        language,
        {"town": town} if town else {},
        topics,
    ),
    LOCALS,
    st.integers(0, 99),
    NAMES,
    NAMES,
    st.sampled_from([(), ("acne",), ("acne", "sun")]),
    st.sampled_from(["", "en", "pt-BR"]),
)


@given(st.lists(READERS, max_size=5))
def test_what_is_written_is_read_again(readers: list[Subscriber]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "readers.csv"
        assert write_readers(path, readers, [TOWN]) == len(readers)
        rows = list(read_rows(path, inspect(path, DECLARED), DECLARED, "yes"))
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]

    assert rows == [
        Row(
            parse_address(each.address),
            each.name,
            each.time_zone,
            each.language,
            each.fields,
            each.topics,
            "yes",
        )
        for each in readers
    ]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []


def test_every_cell_stands_between_quotes_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "readers.csv"
    path.write_text("old")
    path.chmod(0o644)
    write_readers(path, [], [TOWN])

    header = b'"email","name","state","language","time zone","topics","joined","town"\r\n'
    assert path.read_bytes() == codecs.BOM_UTF8 + header
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_readers(tmp_path / "nowhere" / "a.csv", [], [])


def divert(tmp_path: Path, content: str) -> tuple[list[Row | Refusal], list[list[str]]]:
    path, refused = tmp_path / "a.csv", tmp_path / "refused.csv"
    path.write_text(content, encoding="utf-8")
    form = inspect(path, DECLARED)
    rows = list(divert_refusals(read_rows(path, form, DECLARED, "yes"), form, refused))
    if not refused.exists():
        return rows, []
    with refused.open(encoding="utf-8-sig", newline="") as file:
        return rows, list(csv.reader(file))


def test_refused_rows_are_written_with_line_and_reason(tmp_path: Path) -> None:
    rows, written = divert(tmp_path, "email,note\na@b.test,x\nbad,=1+1\n")

    assert [type(row) for row in rows] == [Row, Refusal]
    assert written == [
        ["line", "reason", "email", "note"],
        ["3", "An email address must have an @-sign.", "bad", "'=1+1"],
    ]


def test_a_file_without_headings_gets_some(tmp_path: Path) -> None:
    _, written = divert(tmp_path, "Ana;a@b.test\nBo;bad\n")

    assert written[0] == ["line", "reason", "column 1", "email"]
    assert written[1][2:] == ["Bo", "bad"]


def test_refused_cards_are_written_by_address_and_name(tmp_path: Path) -> None:
    _, written = divert(tmp_path, "BEGIN:VCARD\nVERSION:2.1\nFN:A\nEMAIL:a@b.test\nEND:VCARD\n")

    assert written[0] == ["line", "reason", "email", "name"]
    assert written[1][2:] == ["a@b.test", "A"]


def test_long_rows_are_cut_and_there_is_no_file_where_none_is_refused(tmp_path: Path) -> None:
    assert divert(tmp_path, "email\na@b.test\n")[1] == []
    _, (_, row) = divert(tmp_path, f"email\n{'x' * 90_000}{',' * 900}\n")

    assert len(row[2]) == 1000
    assert len(row) == 102
