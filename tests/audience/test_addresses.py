import pytest
from email_validator import SPECIAL_USE_DOMAIN_NAMES
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.audience import parse_address
from newsletter.audience.addresses import _parse_any, _parse_plain


@pytest.mark.parametrize(
    ("typed", "mailed", "canonical"),
    [
        ("ana@example.org", "ana@example.org", "ana@example.org"),
        ("  Ana.Lim@Example.ORG ", "Ana.Lim@example.org", "ana.lim@example.org"),
        ("o'neill+news@example.co.uk", "o'neill+news@example.co.uk", "o'neill+news@example.co.uk"),
        ("ana@bücher.de", "ana@xn--bcher-kva.de", "ana@xn--bcher-kva.de"),
        ("ana@BÜCHER.de", "ana@xn--bcher-kva.de", "ana@xn--bcher-kva.de"),
        ("ana@bu\u0308cher.de", "ana@xn--bcher-kva.de", "ana@xn--bcher-kva.de"),
        ("ana@XN--BCHER-KVA.de", "ana@xn--bcher-kva.de", "ana@xn--bcher-kva.de"),
        ("ana@example。org", "ana@example.org", "ana@example.org"),
        ("Postmaster@example.org", "postmaster@example.org", "postmaster@example.org"),
        ("reader@desk.test", "reader@desk.test", "reader@desk.test"),
        ("=cmd@example.org", "=cmd@example.org", "=cmd@example.org"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
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
     "ana@[127.0.0.1]", f"{'a' * 65}@example.org", "Ana <ana@example.org>", "ana@example.org\0",
     "ana@example.org.", ".ana@example.org", "ana.@example.org", "a..b@example.org",
     '"ana"@example.org', "ana(comment)@example.org", "ana@-example.org", "ana@example-.org",
     "ana@ex_ample.org", "ana@ab--cd.org", "ana@xn--a.org", "ana@example.123", "ana@example.local",
     "ana@printer.localhost", "ana@site.onion", "ana@example.invalid", "ana@@example.org",
     "ana@exam\u200bple.org", "ana\u202e@example.org", "ana＠example.org", "ana@example.org\x85b",
     f"ana@{'a' * 64}.org", f"ana@{'a.' * 125}org", "a" * 100_000, "@" * 100_000],
)  # fmt: skip
def test_what_cannot_be_mailed_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w{3}"):
        parse_address(typed)


PARTS = st.one_of(
    st.text("aAzZ09.-_+'=!#/@ éß\u0130\u200b\"(,\\", max_size=8),
    st.sampled_from(["xn--", "a--b", "ab--c", "xn--bcher-kva", "a" * 63, "a" * 64, "a" * 65]),
    st.sampled_from([*CASE_INSENSITIVE_MAILBOX_NAMES, *SPECIAL_USE_DOMAIN_NAMES]),
    st.sampled_from(["example", "org", "Org", "test", "1", "1a", "a1", "co.uk"]),
)
LOCALS = st.lists(PARTS, min_size=1, max_size=3).map(".".join)
DOMAINS = st.one_of(
    st.lists(PARTS, min_size=1, max_size=4).map(".".join),
    st.lists(st.sampled_from(["a" * 61, "a" * 62, "b" * 63]), min_size=3, max_size=4).map(
        lambda labels: f"{'.'.join(labels)}.org"
    ),
)
SPELLINGS = st.sampled_from([str, str.upper, str.title])


def _from_library(text: str) -> str:
    try:
        return _parse_any(text)
    except ValueError:
        return "refused"


@settings(max_examples=400)
@given(LOCALS, DOMAINS, SPELLINGS)
@example("a", "b.c", str)
@example("a" * 64, f"{'b' * 63}.{'c' * 63}.{'d' * 57}.org", str)
@example("POSTMASTER", "example.org", str)
@example("a", "b.arpa", str.upper)
def test_what_is_read_the_short_way_is_what_the_library_reads(
    local: str, domain: str, spelling: object
) -> None:
    assert callable(spelling)
    text = spelling(f"{local}@{domain}")[:254]
    plain = _parse_plain(text)

    assert plain in ("", _from_library(text))


@pytest.mark.parametrize("typed", ["ana.lim@example.org", "o'neill+1@Mail.Example.co.uk", "a1@b.c"])
def test_usual_addresses_take_the_short_way(typed: str) -> None:
    assert _parse_plain(typed) == _from_library(typed)
