import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.requests import Request

from newsletter.web.public.origins import Networks, is_from_our_page

PUBLIC = "https://letter.example.org/desk"
NETWORKS = Networks.trusting(["127.0.0.1", "10.0.0.0/8", "fd00::/8"])


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ({}, True),
        ({"origin": "null"}, True),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"origin": "https://letter.example.org"}, True),
        ({"origin": "http://127.0.0.1:8025"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "http://letter.example.org"}, False),
        ({"origin": "https://letter.example.org.evil.example"}, False),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "https://letter.example.org", "sec-fetch-site": "same-site"}, False),
    ],
)
def test_a_form_comes_from_a_page_of_ours_or_not(headers: dict[str, str], ours: bool) -> None:
    assert is_from_our_page(Headers({"host": "127.0.0.1:8025"} | headers), PUBLIC) is ours


def find(peer: str, *forwarded: str) -> str:
    headers = [(b"x-forwarded-for", each.encode("latin-1")) for each in forwarded]
    scope = {"type": "http", "headers": headers, "client": (peer, 1) if peer else None}
    return NETWORKS.find_address(Request(scope))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", (), "192.0.2.1"),
        ("192.0.2.1", ("198.51.100.7",), "192.0.2.1"),
        ("127.0.0.1", ("198.51.100.7",), "198.51.100.7"),
        ("127.0.0.1", ("203.0.113.9, 198.51.100.7",), "198.51.100.7"),
        ("127.0.0.1", ("203.0.113.9, 198.51.100.7, 10.1.2.3",), "198.51.100.7"),
        ("127.0.0.1", ("203.0.113.9", "198.51.100.7, 10.1.2.3"), "198.51.100.7"),
        ("127.0.0.1", ("198.51.100.7, unknown",), "127.0.0.1"),
        ("127.0.0.1", (), "127.0.0.1"),
        ("::ffff:127.0.0.1", ("2001:db8::1",), "2001:db8::1"),
        ("fd00::2", ("[2001:db8::1]",), "2001:db8::1"),
        ("", ("198.51.100.7",), ""),
        ("testclient", ("198.51.100.7",), ""),
    ],
)
def test_only_a_trusted_proxy_is_believed(
    peer: str, forwarded: tuple[str, ...], address: str
) -> None:
    assert find(peer, *forwarded) == address


@given(st.text(max_size=100))
def test_what_a_stranger_says_of_himself_changes_nothing(said: str) -> None:
    spoken = said.encode("utf-8", "replace").decode("latin-1")

    assert find("192.0.2.1", spoken) == "192.0.2.1"
    assert find("127.0.0.1", f"{spoken}, 198.51.100.7") == "198.51.100.7"
