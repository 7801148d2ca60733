import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.audience.attempts import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", ""),
        ("testclient", ""),
        ("999.1.1.1", ""),
    ],
)
def test_a_network_is_what_one_household_has(address: str, network: str) -> None:
    assert network_of(address) == network


@given(st.ip_addresses())
def test_every_address_lies_in_its_network(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    found = ipaddress.ip_network(network_of(str(address)))

    assert (getattr(address, "ipv4_mapped", None) or address) in found
    assert found.prefixlen in (24, 64)
