"""vCards as address books write them."""

from pathlib import Path
from time import monotonic

import pytest

from newsletter.audience import Declared, Refusal, Row, inspect, read_rows
from newsletter.audience.files.cards import MOST_PROPERTIES

CARD = "BEGIN:VCARD\r\nVERSION:{}\r\n{}\r\nEND:VCARD\r\n"


def read(tmp_path: Path, content: str | bytes) -> list[Row | Refusal]:
    path = tmp_path / "readers.vcf"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    form = inspect(path, Declared())
    assert form.spelt.startswith("vCards in ")
    return list(read_rows(path, form, Declared(), "yes"))


def card(*lines: str, version: str = "4.0") -> str:
    return CARD.format(version, "\r\n".join(lines))


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@pytest.mark.parametrize(
    ("lines", "address", "name"),
    [
        (["FN:Ana Lim", "EMAIL:ana@example.org"], "ana@example.org", "Ana Lim"),
        (["fn:Ana", "email;type=home:ana@example.org"], "ana@example.org", "Ana"),
        (["N:Lim;Ana;María;Dr.;", "EMAIL:a@b.test"], "a@b.test", "Ana María Lim"),
        (["FN:Lim\\, Ana\\; Dr.", "EMAIL:a@b.test"], "a@b.test", "Lim, Ana; Dr."),
        (["FN:Zo", " ë L", "\tim", "EMAIL:a@b", " .test"], "a@b.test", "Zoë Lim"),
        (["item1.EMAIL;type=INTERNET:a@b.test", "FN:A"], "a@b.test", "A"),
        (['EMAIL;X-LABEL="a:b;c":a@b.test', "FN:A"], "a@b.test", "A"),
        (["EMAIL:x@b.test", "EMAIL;PREF=1:a@b.test", "FN:A"], "a@b.test", "A"),
        (["EMAIL;TYPE=home:x@b.test", "EMAIL;TYPE=work,pref:a@b.test"], "a@b.test", ""),
        (["EMAIL:mailto:a@b.test", "", "PHOTO:" + "x" * 50_000], "a@b.test", ""),
        (["EMAIL:a@bücher.de", "NOTE:BEGIN\\:VCARD\\n=1"], "a@xn--bcher-kva.de", ""),
    ],
)
def test_name_and_address_of_a_card_are_read(
    tmp_path: Path, lines: list[str], address: str, name: str, version: str
) -> None:
    (row,) = read(tmp_path, card(*lines, version=version))

    assert isinstance(row, Row)
    assert (row.address.mailed, row.name, row.basis) == (address, name, "yes")


def test_language_and_time_zone_of_a_card_are_read(tmp_path: Path) -> None:
    (row,) = read(tmp_path, card("EMAIL:a@b.test", "LANG:fr", "TZ:Europe/Paris"))
    (other,) = read(tmp_path, card("EMAIL:a@b.test", "TZ:-0500"))

    assert isinstance(row, Row)
    assert (row.language, row.time_zone) == ("fr", "Europe/Paris")
    assert isinstance(other, Row)
    assert other.time_zone == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (card("FN:A", version="2.1"), "not a vCard 3.0 or 4.0"),
        ("BEGIN:VCARD\nFN:A\nEND:VCARD\n", "not a vCard 3.0 or 4.0"),
        (card("FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB", "EMAIL:a@b.test"), "quoted-printable"),
        (card("FN:A"), "has no EMAIL"),
        (card("FN:A", "EMAIL:"), "has no EMAIL"),
        (card("FN:A", "EMAIL:no address"), "@-sign"),
        (card("FN:A\\nBcc: x@y.test", "EMAIL:a@b.test"), "a line break"),
        (card("FN:A\u202eb", "EMAIL:a@b.test"), "turns the direction"),
        (card("FN:A", "rubbish", "EMAIL:a@b.test"), "no name before a colon"),
        (card("FN:A\0", "EMAIL:a@b.test"), "NUL"),
        (card(*["X-A:1"] * MOST_PROPERTIES, "EMAIL:a@b.test"), "more than 1,000 lines"),
        ("BEGIN:VCARD\nVERSION:4.0\nEMAIL:a@b.test\n", "no END:VCARD"),
    ],
)
def test_a_card_that_cannot_be_read_is_named_by_its_first_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    good = card("EMAIL:z@b.test")
    first, bad, last = read(tmp_path, f"{good}{text}{good}")

    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert isinstance(bad, Refusal)
    assert bad.finding.at.line == 5
    assert problem in bad.finding.problem


def test_what_stands_outside_of_cards_is_named(tmp_path: Path) -> None:
    good = card("EMAIL:z@b.test")
    _, bad, _ = read(tmp_path, f"{good}\r\nhello\r\n{good}")

    assert isinstance(bad, Refusal)
    assert (bad.finding.at.line, bad.finding.problem) == (6, "this line stands outside of a card")


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.vcf"
    lines = ("TEL:1", "ADR:;;;", "UID:7", "EMAIL:a@b.test", "EMAIL:b@b.test")
    path.write_text(card(*lines), encoding="utf-8")

    assert inspect(path, Declared()).unread == ("ADR", "TEL", "further EMAIL")


def test_a_long_line_without_a_colon_is_refused_at_once(tmp_path: Path) -> None:
    before = monotonic()

    (refused,) = read(tmp_path, card("x" * 10_000, "EMAIL:ana@example.org"))

    assert isinstance(refused, Refusal)
    assert refused.finding.problem == "a line of the card has no name before a colon"
    assert monotonic() - before < 2
