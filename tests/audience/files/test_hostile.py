"""Whatever bytes there are: a file error, or rows that are a reader or a reason; nothing lost."""

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from io import StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.audience import Declared, Refusal, Row, inspect, read_rows
from newsletter.errors import UsageError
from newsletter.model import Field

DECLARED = Declared((Field("town", default="here"),), {"acne": "Acne"})


Read = Callable[[bytes], list[Row | Refusal]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Write bytes to a file, always the same, and read it."""
    path = tmp_path_factory.mktemp("hostile") / "readers.csv"

    def write_and_read(content: bytes) -> list[Row | Refusal]:
        path.write_bytes(content)
        return list(read_rows(path, inspect(path, DECLARED), DECLARED, "yes"))

    return write_and_read


PIECES = st.sampled_from(
    [b"email", b"name", b"a@b.test", b"BEGIN:VCARD", b"END:VCARD", b"VERSION:4.0", b"FN", b":",
     b"EMAIL:a@b.test", b" ", b",", b";", b"\t", b"|", b'"', b'""', b"\r", b"\n", b"\r\n", b"\0",
     b"'", b"=1", b"@", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\xa9", b"\xe9", b"\x85",
     b"\xe2\x80\xa8", b"sep=;\n"]
)  # fmt: skip
FILES = st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=25).map(b"".join))


@settings(max_examples=200)
@given(content=FILES)
@example(content=b'email\n"')
@example(content=b'sep="\nemail')
@example(content=b"sep=\nemail\n")
@example(content=b",mail\r\x01")
@example(content=b"BEGIN:VCARD\n \n\t:\nEND:VCARD")
def test_any_bytes_are_rows_or_are_refused_in_words(read: Read, content: bytes) -> None:
    rows: list[Row | Refusal] = []
    with suppress(UsageError):
        rows = read(content)

    findings = [row.finding for row in rows if isinstance(row, Refusal)]
    assert findings == sorted(findings, key=lambda finding: finding.at)
    assert all(finding.problem for finding in findings)


ODD = st.sampled_from("\"';,\n\r=é ")
WHOLE = st.characters(codec="utf-8", exclude_characters="\0\ufffd")
CELLS = st.text(st.one_of(ODD, WHOLE), max_size=6)
NAMES = st.lists(CELLS, min_size=1, max_size=8)


@settings(max_examples=200)
@given(
    names=NAMES,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_no_row_of_a_table_is_lost(
    read: Read, names: list[str], delimiter: str, end: str, encoding: str
) -> None:
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["email", "name", "town"])
    for number, name in enumerate(names):
        writer.writerow([f"r{number}@b.test", name, "Ulm"])
    rows = read(file.getvalue().encode(encoding))

    assert len(rows) == len(names)
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        if isinstance(row, Row):
            assert row.address.mailed == f"r{number}@b.test"
            assert row.fields == {"town": "Ulm"}
            assert row.name.strip("'") == name.strip().strip("'")
        else:
            assert re.search("the name holds|a quote opens here", row.finding.problem)


LINES = ("a@b.test,A,x", 'b@b.test,"B,x', "c@b.test,C,x", 'd@b.test,D"')


@given(lines=st.lists(st.sampled_from(LINES), max_size=8))
def test_a_quote_too_many_leaves_every_line_a_reader_or_a_refused_one(
    read: Read, lines: list[str]
) -> None:
    rows = read("\n".join(["email,name,note", *lines]).encode())

    good = [row.address.mailed for row in rows if isinstance(row, Row)]
    refused = "\n".join("\n".join(row.cells) for row in rows if isinstance(row, Refusal))
    for letter in "abcd":
        address = f"{letter}@b.test"
        stood = sum(line.startswith(address) for line in lines)
        assert good.count(address) + refused.count(address) == stood
    assert LINES[1] in lines or len(rows) == len(lines)
