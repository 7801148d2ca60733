"""What a file is: its encoding, its delimiter, its columns."""

from pathlib import Path

import pytest

from newsletter.audience import Declared, Form, inspect
from newsletter.audience.files.forms import MOST_COLUMNS
from newsletter.errors import UsageError
from newsletter.model import Field

DECLARED = Declared((Field("first_name", default="reader"), Field("town", default="here")))
LINES = "email,name\nzoe@example.org,Zoë\n"


def look(tmp_path: Path, content: str | bytes) -> Form:
    path = tmp_path / "readers.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return inspect(path, DECLARED)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (LINES.encode(), "UTF-8"),
        (LINES.encode("utf-8-sig"), "UTF-8 with a byte order mark"),
        (b"\xff\xfe" + LINES.encode("utf-16-le"), "UTF-16, little-endian"),
        (b"\xfe\xff" + LINES.encode("utf-16-be"), "UTF-16, big-endian"),
        (LINES.encode("cp1252"), "Windows-1252"),
        (b"email\nana@example.org\n", "UTF-8"),
        # Characters that fall on the edge of a block.
        (b"email" + b" " * ((1 << 18) - 7) + "\né@é.test".encode(), "UTF-8"),
    ],
)
def test_the_encoding_is_found_out_and_told(tmp_path: Path, content: bytes, name: str) -> None:
    assert look(tmp_path, content).encoding.name == name


@pytest.mark.parametrize(
    ("content", "spelt"),
    [
        ("email,name\n", "comma"),
        ("email;name\n", "semicolon"),
        ("email\tname\n", "tab"),
        ("email|name\n", "bar"),
        ("email\n", "comma"),
        ("name, as printed, or not;email;tz\n", "semicolon"),
        ('"email";"name, first"\n', "semicolon"),
        ("sep=;\nemail;name\n", "semicolon"),
        ('"sep=^"\nemail^name\n', "“^”"),
        ("a@b.test;Ana, the first\n", "semicolon"),
    ],
)
def test_the_delimiter_is_found_out_and_told(tmp_path: Path, content: str, spelt: str) -> None:
    assert look(tmp_path, content).spelt == f"CSV in UTF-8, delimited by {spelt}"


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("E-Mail", "address"), ("e_mail address", "address"), ("Courriel", "address"),
        ("ADRESSE E-MAIL", "address"), ("Adresse électronique", "address"), ("Nom", "name"),
        ("Langue", "language"), ("Fuseau horaire", "time_zone"), ("time_zone", "time_zone"),
        ("Thèmes", "topics"), ("The\u0300mes", "topics"), ("Consentement", "consent"),
        ("First Name", "first_name"), ("first_name", "first_name"), ("TOWN", "town"),
        ("state", "state"),
    ],
)  # fmt: skip
def test_headings_are_understood_in_english_and_french(
    tmp_path: Path, heading: str, meaning: str
) -> None:
    mail = "" if meaning == "address" else ",mail"
    form = look(tmp_path, f"x,{heading}{mail}\n")

    assert form.columns[meaning] == heading


def test_columns_that_mean_nothing_are_told(tmp_path: Path) -> None:
    form = look(tmp_path, "email,Phone,name,,Last \x1b[1mName\n")

    assert form.columns == {"address": "email", "name": "name"}
    assert form.unread == ("Phone", "Last �[1mName")
    assert form.before == 1


def test_of_two_columns_that_could_be_the_address_the_clearer_one_is(tmp_path: Path) -> None:
    form = look(tmp_path, "address,email\n1 Road,a@b.test\n")

    assert form.columns["address"] == "email"
    assert form.unread == ("address",)


def test_a_file_without_headings_is_read_by_its_addresses_alone(tmp_path: Path) -> None:
    form = look(tmp_path, "Ana,a@b.test\nBo,b@b.test\n")

    assert form.columns == {"address": "column 2"}
    assert form.unread == ("column 1",)
    assert (form.before, form.named) == (0, False)


def test_without_headings_nobody_takes_their_place(tmp_path: Path) -> None:
    for above, before in (("\n\n", 2), ("sep=;\n", 1)):
        form = look(tmp_path, f"{above}a@b.test;Ana\n")

        assert (form.header, form.before) == (("column 1", "column 2"), before)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "no column holds the addresses"),
        ("\n\n\n", "no column holds the addresses"),
        ("name,town\nAna,Ulm\n", "no column holds the addresses"),
        ("a@example.org,b@example.org\n", "no column holds the addresses"),
        ("email,name,E-Mail\n", "two columns are called “email”"),
        ("email,email\n", "two columns are called “email”"),
        ("email,town,Town\n", "two columns are called “town”"),
        ("email" + ",x" * MOST_COLUMNS, "there are 1,001 columns"),
        ("email" + ",x" * 10**6, "the line is longer"),
        ("x" * 2_000_000, "the line is longer"),
        ("email,name\n".encode("utf-16-le"), "NUL"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no characters|NUL|no column"),
        (b"PK\x03\x04\x14\0\x06\0", "NUL"),
        ('"email\n' + "x\n" * 300, "quotes"),
    ],
    ids=lambda text: str(text)[:30],
)
def test_what_is_no_list_is_refused_with_the_line_and_a_remedy(
    tmp_path: Path, content: str | bytes, problem: str
) -> None:
    with pytest.raises(UsageError, match=problem) as caught:
        look(tmp_path, content)

    assert caught.value.remedy
    assert caught.value.at is not None


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(UsageError, match="cannot be read"):
            inspect(path, DECLARED)
