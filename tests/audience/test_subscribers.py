from pathlib import Path

import pytest

from newsletter.audience import Row, Subscribers, parse_address, read_csv
from newsletter.errors import UsageError
from newsletter.model import Field, FieldKind, Finding, Proof, SubscriberState
from tests.conftest import add_readers

FIELDS = (
    Field("name", default="reader"),
    Field("leave_url", FieldKind.URL),
    Field("first_name", default="reader", longest=10),
    Field("page", FieldKind.URL, default="https://example.org/"),
    Field("zone", default="nowhere"),
)


def read(tmp_path: Path, content: str | bytes) -> list[Row | Finding]:
    path = tmp_path / "readers.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_csv(path, FIELDS))


def good(rows: list[Row | Finding]) -> list[tuple[str, str]]:
    return [(row.address.mailed, row.name) for row in rows if isinstance(row, Row)]


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


def test_all_fields_are_read(tmp_path: Path) -> None:
    content = "email,name,time zone,language\na@example.org,Ana,Asia/Singapore,en\n"
    (row,) = read(tmp_path, content)

    assert row == Row(parse_address("a@example.org"), "Ana", "Asia/Singapore", "en")


@pytest.mark.parametrize("column", ["first-name", "First Name", "FIRST_NAME"])
def test_a_declared_field_has_a_column(tmp_path: Path, column: str) -> None:
    content = f"email,{column},page,town\na@example.org, Zoë ,,Ulm\nb@example.org\n"
    first, second = read(tmp_path, content)

    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert first.fields == {"first_name": "Zoë"}
    assert second.fields == {}


def test_a_column_that_is_declared_is_no_other_column(tmp_path: Path) -> None:
    (row,) = read(
        tmp_path, "email,zone,time zone,leave-url\na@example.org,North,UTC,https://x.test\n"
    )

    assert isinstance(row, Row)
    assert (row.time_zone, row.fields) == ("UTC", {"zone": "North"})


@pytest.mark.parametrize(
    ("first_name", "page", "problem"),
    [
        ("x" * 11, "", "“first-name” is longer than 10 characters"),
        ("a\u202eb", "", "“first-name” holds a line break"),
        ("a\x00b", "", "“first-name” holds a line break"),
        ("", "javascript:alert(1)", "“page” is not an address"),
    ],
)
def test_a_value_that_no_letter_could_print_is_a_bad_line(
    tmp_path: Path, first_name: str, page: str, problem: str
) -> None:
    (found,) = read(tmp_path, f"email,first-name,page\na@example.org,{first_name},{page}\n")

    assert isinstance(found, Finding)
    assert found.problem.startswith(f"a@example.org: {problem}")
    assert found.at.line == 2


def test_what_is_known_of_a_reader_is_kept(subscribers: Subscribers) -> None:
    fields = {"first_name": 'Zoë "O\'Brien" <script> 李小龍', "page": "https://example.org/"}
    subscribers.add([Row(parse_address("a@b.test"), "", "", "", fields)], "test", dry_run=False)

    assert subscribers.find(parse_address("a@b.test")).fields == fields


def test_bad_lines_are_named_and_the_others_kept(tmp_path: Path) -> None:
    content = (
        "email,name,tz\n"
        "ana@example.org,Ana,\n"
        "not an address,Bo,\n"
        "cy@example.org,Cy,Mars/Base\n"
        '"di@example.org","D\ni",\n'
        f"ed@example.org,{'E' * 300},\n"
        "fay@example.org,Fay,UTC\n"
    )
    rows = read(tmp_path, content)
    findings = [row for row in rows if isinstance(row, Finding)]

    assert good(rows) == [("ana@example.org", "Ana"), ("fay@example.org", "Fay")]
    assert [finding.at.line for finding in findings] == [3, 4, 5, 7]
    assert all(finding.problem and finding.remedy for finding in findings)


@pytest.mark.parametrize("content", ["", "name,town\nAna,Ulm\n", "a@example.org,b@example.org\n"])
def test_a_file_without_a_column_of_addresses_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UsageError, match="no column holds the addresses"):
        read(tmp_path, content)


def test_a_file_that_is_no_csv_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0")

    assert caught.value.remedy


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        list(read_csv(tmp_path / "nowhere.csv"))


def test_importing_again_changes_nothing_and_brings_nobody_back(subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 5)
    gone = subscribers.find(parse_address(addresses[0]))
    subscribers.leave(gone.id, Proof("one click"))
    rows = [Row(parse_address(address.upper()), "New", "", "") for address in addresses]

    result = subscribers.add(rows, "again", dry_run=False)

    assert (result.added, result.known, result.left) == (0, 4, 1)
    assert subscribers.find(parse_address(addresses[0])).state == SubscriberState.LEFT
    assert [event.kind for event in subscribers.history(gone.id)] == ["joined", "left"]


def test_the_same_address_twice_in_a_file_is_one_reader(subscribers: Subscribers) -> None:
    rows = [Row(parse_address(text), "", "", "") for text in ("a@b.test", "A@B.test")]

    result = subscribers.add(rows, "test", dry_run=False)

    assert (result.added, result.known) == (1, 1)
    assert len(list(subscribers.all())) == 1


def test_a_dry_run_counts_and_adds_nobody(subscribers: Subscribers) -> None:
    row = Row(parse_address("a@b.test"), "", "", "")

    assert subscribers.add([row], "test", dry_run=True).added == 1
    assert list(subscribers.all()) == []


def test_leaving_twice_is_leaving_once(subscribers: Subscribers) -> None:
    add_readers(subscribers, 1)

    assert subscribers.leave(1, Proof("one click"))
    assert not subscribers.leave(1, Proof("one click"))
    assert not subscribers.leave(99, Proof("one click"))
    assert subscribers.counts() == {SubscriberState.LEFT: 1}


def test_thousands_are_added_in_steps(subscribers: Subscribers) -> None:
    addresses = add_readers(subscribers, 6001)

    assert [each.address for each in subscribers.all()] == addresses
    assert subscribers.counts() == {SubscriberState.ACTIVE: 6001}


def test_who_was_never_on_the_list_is_said_so(subscribers: Subscribers) -> None:
    with pytest.raises(UsageError, match="not on the list"):
        subscribers.find(parse_address("nobody@example.org"))
