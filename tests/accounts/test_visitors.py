"""Who is one visitor, by the address of the connection."""

from __future__ import annotations

import pytest

from listina.accounts.visitors import is_address, one_visitor


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:1::7", "2001:db8:0:1::/64"),
        ("2001:DB8:0:1:ffff::", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::7", "2001:db8:0:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_ipv4_counts_by_address_and_ipv6_by_network(address: str, visitor: str) -> None:
    assert one_visitor(address) == visitor


def test_addresses_of_ipv4_told_as_ipv6_are_not_one_network() -> None:
    assert one_visitor("::ffff:192.0.2.7") == "192.0.2.7"
    assert one_visitor("::ffff:192.0.2.8") == "192.0.2.8"


@pytest.mark.parametrize(
    "text", ["", "unknown", "192.0.2.7:443", "[2001:db8::1]", "192.0.2.7, 192.0.2.8", "1", "a" * 500]
)
def test_what_is_no_address_is_told_as_none(text: str) -> None:
    assert not is_address(text)
