"""Which requests come from one visitor: the address of the connection, as limits count it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

MOST_FAILURES = 30
"""Failed sign-ins of one visitor in one window, if the installation says nothing else."""
WINDOW_MINUTES = 15


def one_visitor(address: str) -> str:
    """Return what one visitor has: an address of IPv4, or a whole network of 64 bits of IPv6.

    Args:
        address: as the connection or the proxy tells it; what is no address is one visitor by itself.
    """
    if not is_address(address):
        return address
    told = ip_address(address)
    if not isinstance(told, IPv6Address):
        return str(told)
    # A server that listens on both tells addresses of IPv4 in this form; they are not one network.
    if told.ipv4_mapped is not None:
        return str(told.ipv4_mapped)
    return str(ip_network((told.packed, 64), strict=False))


def is_address(text: str) -> bool:
    """Tell whether a text is an address of IPv4 or IPv6."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
