"""Files of readers as people and programs write them, and as nobody should."""

import tracemalloc
from pathlib import Path

import pytest

from newsletter.audience import Declared, Refusal, Row, inspect, parse_address, read_rows
from newsletter.audience.files.lines import LONGEST
from newsletter.audience.files.records import MOST_LINES
from newsletter.model import Field, FieldKind

FIELDS = (
    Field("name", default="reader"),
    Field("leave_url", FieldKind.URL),
    Field("first_name", default="reader", longest=10),
    Field("page", FieldKind.URL, default="https://example.org/"),
    Field("zone", default="nowhere"),
)
DECLARED = Declared(FIELDS, {"acne": "Acne", "sun": "Sun and skin"})


def read(tmp_path: Path, content: str | bytes, basis: str = "yes") -> list[Row | Refusal]:
    path = tmp_path / "readers.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_rows(path, inspect(path, DECLARED), DECLARED, basis))


def good(rows: list[Row | Refusal]) -> list[tuple[str, str]]:
    return [(row.address.mailed, row.name) for row in rows if isinstance(row, Row)]


def refused(rows: list[Row | Refusal]) -> list[tuple[int, str]]:
    return [(row.finding.at.line, row.finding.problem) for row in rows if isinstance(row, Refusal)]


@pytest.mark.parametrize(
    "content",
    [
        "email,name\nana@example.org,Ana\nbo@example.org,\n",
        "Name;E-Mail\nAna;ana@example.org\n;bo@example.org\n",
        "\ufeffemail\tname\r\nana@example.org\tAna\r\n\r\nbo@example.org\r\n",
        'name,address\n"Ana",ana@example.org\n"",bo@example.org',
    ],
)
def test_headers_delimiters_and_line_ends_are_found_out(tmp_path: Path, content: str) -> None:
    assert good(read(tmp_path, content)) == [("ana@example.org", "Ana"), ("bo@example.org", "")]


def test_addresses_alone_need_no_header(tmp_path: Path) -> None:
    rows = read(tmp_path, "ana@example.org\nbo@example.org\n")

    assert good(rows) == [("ana@example.org", ""), ("bo@example.org", "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    content = "email,name\nzoe@example.org,Zoë\n".encode(encoding)

    assert good(read(tmp_path, content)) == [("zoe@example.org", "Zoë")]


def test_everything_is_read(tmp_path: Path) -> None:
    content = (
        "email,name,time zone,language,topics,consent,first-name\n"
        "a@example.org,Ana,Asia/Singapore,en_gb,sun; acne,I said yes.,Ana\n"
    )

    assert read(tmp_path, content) == [
        Row(
            parse_address("a@example.org"),
            "Ana",
            "Asia/Singapore",
            "en-GB",
            {"first_name": "Ana"},
            ("acne", "sun"),
            "I said yes.",
        )
    ]


@pytest.mark.parametrize("column", ["first-name", "First Name", "FIRST_NAME"])
def test_a_declared_field_has_a_column(tmp_path: Path, column: str) -> None:
    content = f"email,{column},page,town\na@example.org, Zoë ,,Ulm\nb@example.org\n"
    first, second = read(tmp_path, content)

    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.fields == {"first_name": "Zoë"}
    assert second.fields == {}


def test_a_column_that_is_declared_is_no_other_column(tmp_path: Path) -> None:
    content = "email,zone,time zone,leave-url\na@example.org,North,UTC,https://x.test\n"
    (row,) = read(tmp_path, content)

    assert isinstance(row, Row)
    assert (row.time_zone, row.fields) == ("UTC", {"zone": "North"})


HEADER = "email,name,language,tz,topics,first-name,page,consent,state"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("not an address", "@-sign"),
        (",Ana", "@-sign"),
        (f"{'a' * 100_000}@example.org", "at most 254 characters"),
        (f"a@b.test,{'x' * 100_000}", "longer than 200 characters"),
        ("a@b.test,An\u202ea", "turns the direction"),
        ("a@b.test,An\u200ba", "no width"),
        ("a@b.test,An\x0ba", "a line break"),
        ("a@b.test,An\x07a", "a control character"),
        ("a@b.test,An\x00a", "NUL"),
        ('a@b.test,"An\na"', "a line break"),
        ("a@b.test,,Klingon", "“Klingon” is not the code of a language"),
        ("a@b.test,,xx", "“xx” is not the code of a language"),
        (f"a@b.test,,{'e' * 100_000}", "eee… is not".replace("…", "…”")),
        ("a@b.test,,,Mars/Base", "“Mars/Base” is not a time zone"),
        ("a@b.test,,,../../etc/passwd", "is not a time zone"),
        (f"a@b.test,,,{'x' * 100_000}", "is not a time zone"),
        ("a@b.test,,,\x1b[31mred", "is not a time zone"),
        ("a@b.test,,,,sun;acme", "“acme” is not one of [topics]. Did you mean “acne”?"),
        (f"a@b.test,,,,{'x' * 100_000}", "is not one of [topics]"),
        (f"a@b.test,,,,,{'x' * 11}", "“first-name” is longer than 10 characters"),
        ("a@b.test,,,,,a\u202eb", "“first-name” holds a line break"),
        ("a@b.test,,,,,,javascript:alert(1)", "“page” is not an address"),
        (f"a@b.test,,,,,,,{'x' * 2001}", "the basis for consent is longer"),
        ("a@b.test,,,,,,,I said\u2066 yes", "the basis for consent holds"),
        ("a@b.test,,,,,,,,left", "the file says “left”"),
        ("a@b.test,,,,,,,,,Lim, Ana", "the line has 11 cells for 9 columns"),
        ('a@b.test,"Ana" Lim', "the quotes of this line do not match"),
        ('a@b.test,"Ana', "the quotes of this line do not match"),
        (f'a@b.test,"{"x" * 140_000}"', "a cell is longer than 131,072 characters"),
        (f"a@b.test{',' * LONGEST}", "the line is longer than 1,000,000 characters"),
        (f"a@b.test{',' * (LONGEST - 20)}x", "cells for 9 columns"),
    ],
    ids=lambda text: text[:40],
)
def test_a_line_that_cannot_be_kept_is_named_and_the_others_are_kept(
    tmp_path: Path, line: str, problem: str
) -> None:
    after = "z@b.test,Zoë,fr,UTC,sun"
    rows = read(tmp_path, f"{HEADER}\n0@b.test\n{line}\n{after}\n")

    assert good(rows) == [("0@b.test", ""), ("z@b.test", "Zoë")]
    ((at, said),) = refused(rows)
    assert at == 3
    assert problem in said
    assert "a@b.test" not in said
    assert said.isprintable()
    assert len(said) < 200


def test_quotes_that_do_not_match_cost_their_own_line_alone(tmp_path: Path) -> None:
    lines = [f"r{number}@b.test,R{number},town" for number in range(MOST_LINES + 50)]
    lines[3] = 'q@b.test,"Q,town'
    lines[8] = 'p@b.test,"P" P,town'
    rows = read(tmp_path, "\n".join(["email,name,town", *lines]))

    assert len(good(rows)) == len(lines) - 2
    assert [line for line, _ in refused(rows)] == [5, 10]


def test_a_cell_that_swallows_other_readers_is_refused(tmp_path: Path) -> None:
    content = 'email,note,name\na@b.test,"no,A\nb@b.test,,B\nc@b.test,n",C\nd@b.test,,D\n'
    rows = read(tmp_path, content)

    assert good(rows) == [("d@b.test", "D")]
    assert refused(rows) == [
        (2, "a quote opens here and closes on line 4, after other addresses"),
    ]


def test_a_column_that_is_not_read_may_go_over_lines(tmp_path: Path) -> None:
    content = 'email,note,name\na@b.test,"two\r\nlines, ""so""",A\nb@b.test,x\n'

    assert read(tmp_path, content)[1:] == read(tmp_path, "email\nb@b.test\n")
    assert good(read(tmp_path, content)) == [("a@b.test", "A"), ("b@b.test", "")]


def test_line_ends_of_every_kind_stand_beside_each_other(tmp_path: Path) -> None:
    rows = read(tmp_path, "email,name\ra@b.test,A\r\nb@b.test,B\nbad\rc@b.test,C")

    assert good(rows) == [("a@b.test", "A"), ("b@b.test", "B"), ("c@b.test", "C")]
    assert [line for line, _ in refused(rows)] == [4]


def test_blank_lines_and_lines_of_delimiters_say_nothing(tmp_path: Path) -> None:
    rows = read(tmp_path, "\n\nemail,name\n\n,\n ,\na@b.test,A\n\n")

    assert good(rows) == [("a@b.test", "A")]
    assert refused(rows) == []


def test_a_line_that_is_in_no_encoding_is_named(tmp_path: Path) -> None:
    lines = ["email,name", *["zoe@b.test,Zoë"] * 5, "a@b.test,An", "bo@b.test,B"]
    content = "\n".join(lines).encode().replace(b"An", b"An\xe9")
    rows = read(tmp_path, content)

    assert len(good(rows)) == 6
    assert refused(rows) == [
        (7, "the line holds bytes that are no characters in this encoding"),
    ]


def test_a_basis_in_the_file_goes_before_the_one_for_everybody(tmp_path: Path) -> None:
    content = "email,consent\na@b.test,I said yes.\nb@b.test\n"
    bases = [row.basis for row in read(tmp_path, content, "all") if isinstance(row, Row)]

    assert bases == ["I said yes.", "all"]
    assert refused(read(tmp_path, content, "")) == [
        (3, "nothing says why this reader may be written to"),
    ]


def test_what_was_made_safe_for_spreadsheets_is_read_as_it_was(tmp_path: Path) -> None:
    rows = read(tmp_path, "email,name\n'=1@b.test,'=1+1\n'a@b.test,'Ana\n''@b.test,''-x\n")

    assert good(rows) == [("=1@b.test", "=1+1"), ("'a@b.test", "'Ana"), ("'@b.test", "'-x")]


def test_many_rows_are_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("email\n")
        for _ in range(40):
            file.write("x" * 1_000_000)
        file.write("\na@b.test\n")
    tracemalloc.start()
    rows = list(read_rows(path, inspect(path, DECLARED), DECLARED, "yes"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [type(row) for row in rows] == [Refusal, Row]
    assert peak < 20_000_000
