"""What an address says of itself."""

import pytest

from newsletter.checks.addresses import (
    find_fault,
    host_of,
    is_same_place,
    is_shortened,
    is_unencrypted,
    trackers_in,
)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org/a/page?with=words#there",
        "http://example.org",
        "https://sub_domain.example.org:8443/",
        "https://bücher.example/",
        "https://8.8.8.8/",
        "https://web.archive.org/web/2020/https://example.org/",
        "https://doi.org/10.1097/01.dss.0000790428.70373.f6",
        "mailto:desk@example.org",
        "mailto:desk@example.org?subject=Hello",
        "tel:+65 6123 4567",
        "tel:112",
    ],
)
def test_an_address_that_readers_can_reach_has_no_fault(address: str) -> None:
    assert find_fault(address) == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "leads nowhere"),
        (" ", "leads nowhere"),
        ("#", "leads nowhere"),
        ("#below", "leads nowhere"),
        ("https://", "no host"),
        ("https://page", "no host"),
        ("https://https://example.org", "no host"),
        ("https://example..org", "no host"),
        ("https://-example.org", "no host"),
        ("https://example.org/https://example.org", "not written as addresses are"),
        ("https://example.org/a page", "not written as addresses are"),
        ("https://localhost/", "cannot reach"),
        ("https://127.0.0.1:8000/", "cannot reach"),
        ("https://[::1]/", "cannot reach"),
        ("https://[::ffff:10.0.0.1]/", "cannot reach"),
        ("https://192.168.1.4/", "cannot reach"),
        ("https://169.254.169.254/", "cannot reach"),
        ("https://desk.local/", "cannot reach"),
        ("https://wiki.internal/", "cannot reach"),
        ("https://nhs.uk@example.org/", "names a user"),
        ("https://[bad", "not an address"),
        ("https://example.org:port/", "not an address"),
        ("example.org/page", "not an address"),
        ("/page", "not an address"),
        ("javascript:alert(1)", "not an address"),
        ("file:///etc/passwd", "not an address"),
        ("ftp://example.org/", "not an address"),
        ("mailto:desk", "to write to"),
        ("mailto:", "to write to"),
        ("mailto:desk@page", "to write to"),
        ("mailto:a@example.org,b@example.org", "to write to"),
        ("tel:", "telephone"),
        ("tel:12", "telephone"),
        ("tel:call-us", "telephone"),
        ("tel:1234567890123456", "telephone"),
    ],
)
def test_an_address_that_leads_nowhere_says_why(address: str, fault: str) -> None:
    assert fault in find_fault(address)


@pytest.mark.parametrize(
    ("address", "trackers"),
    [
        ("https://example.org/?utm_source=letter&page=2", ["utm_source"]),
        ("https://example.org/?page=2&GCLID=x&mc_eid=", ["GCLID", "mc_eid"]),
        ("https://example.org/?fbclid=1&mtm_campaign=2", ["fbclid", "mtm_campaign"]),
        ("https://example.org/?id=3&page=utm_source", []),
        ("https://example.org/utm_source=letter", []),
        ("https://example.org/", []),
        ("mailto:desk@example.org?subject=utm_source", []),
    ],
)
def test_parameters_that_follow_readers_are_known(address: str, trackers: list[str]) -> None:
    assert trackers_in(address) == trackers


def test_an_address_is_shortened_where_its_host_is_a_shortener() -> None:
    assert is_shortened("https://bit.ly/3abc")
    assert is_shortened("https://www.tinyurl.com/skin")
    assert not is_shortened("https://orbit.ly/3abc")
    assert not is_shortened("https://example.org/bit.ly")


def test_only_http_is_not_encrypted() -> None:
    assert is_unencrypted("HTTP://example.org")
    assert not is_unencrypted("https://example.org")
    assert not is_unencrypted("mailto:desk@example.org")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org:443/a", "example.org"),
        ("mailto:Desk@Example.org?subject=x", "example.org"),
        ("mailto:nobody", ""),
        ("words", ""),
    ],
)
def test_the_host_is_read_from_pages_and_mailboxes(address: str, host: str) -> None:
    assert host_of(address) == host


def test_a_host_within_another_is_the_same_place() -> None:
    assert is_same_place("nhs.uk", "111.nhs.uk")
    assert is_same_place("111.nhs.uk", "nhs.uk")
    assert not is_same_place("nhs.uk", "mynhs.uk")
