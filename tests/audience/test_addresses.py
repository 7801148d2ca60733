import pytest

from newsletter.audience import parse_address


@pytest.mark.parametrize(
    ("typed", "mailed", "canonical"),
    [
        ("ana@example.org", "ana@example.org", "ana@example.org"),
        ("  Ana.Lim@Example.ORG ", "Ana.Lim@example.org", "ana.lim@example.org"),
        ("o'neill+news@example.co.uk", "o'neill+news@example.co.uk", "o'neill+news@example.co.uk"),
        ("ana@bücher.de", "ana@xn--bcher-kva.de", "ana@xn--bcher-kva.de"),
        ("reader@desk.test", "reader@desk.test", "reader@desk.test"),
    ],
)
def test_an_address_is_mailed_in_ascii_and_compared_without_case(
    typed: str, mailed: str, canonical: str
) -> None:
    address = parse_address(typed)

    assert (address.mailed, address.canonical) == (mailed, canonical)


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "ana@", "@example.org", "ana@example", "a b@example.org", "ana@example..org",
     "ana@example.org, bo@example.org", "ana@example.org\r\nBcc: x@y.test", "ána@example.org",
     "ana@[127.0.0.1]", f"{'a' * 65}@example.org", "Ana <ana@example.org>", "ana@example.org\0"],
)  # fmt: skip
def test_what_cannot_be_mailed_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w{3}"):
        parse_address(typed)
