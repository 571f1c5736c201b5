"""Any public host may be asked where the operator says so, and nothing that leads elsewhere."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from listina.trust.egress import Egress, is_public
from listina.trust.errors import EgressRefusedError

PUBLIC = ("8.8.8.8", "2a00:1450:4014:80b::2003", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1")
ELSEWHERE = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "127.0.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104  # judged, not bound to
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "::",
    "::1",
    "::7f00:1",
    "::808:808",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fc00::1",
    "ff02::1",
    "ff0e::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "1.1",
    "localhost",
]


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        yield listening


def _refuses(egress: Egress, url: str, reason: str) -> None:
    with pytest.raises(EgressRefusedError, match=reason):
        egress.get(url)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_is_or_leads_to_a_special_address_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"])
def test_who_sends_byte_after_byte_gains_no_time(server: socket.socket, head: bytes) -> None:
    def drip() -> None:
        caller, _ = server.accept()
        with caller, suppress(OSError):
            caller.sendall(head)
            for _ in range(300):
                caller.sendall(b"a")
                time.sleep(0.1)

    server.settimeout(30)
    url = f"http://slow.test:{server.getsockname()[1]}/"
    slow = frozenset({"slow.test"})
    egress = Egress(hosts=slow, private_hosts=slow, timeout_seconds=0.5, resolver=lambda *_: ("127.0.0.1",))
    with ThreadPoolExecutor(1) as other_side:
        other_side.submit(drip)
        began = time.monotonic()
        with pytest.raises(EgressRefusedError):
            egress.get(url)
        assert time.monotonic() - began < 15


@pytest.mark.parametrize("codings", [b"gzip", b"GZIP , gzip", b"gzip\r\nContent-Encoding: gzip"])
def test_what_comes_compressed_is_refused_unread(server: socket.socket, codings: bytes) -> None:
    bomb = gzip.compress(gzip.compress(b"list"))
    hung_up: list[bool] = []

    def answer() -> None:
        caller, _ = server.accept()
        with caller:
            caller.recv(1 << 16)
            head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
            caller.sendall(head % (codings, len(bomb)))
            hung_up.append(caller.recv(1) == b"")

    server.settimeout(30)
    url = f"http://bomb.test:{server.getsockname()[1]}/"
    ours = frozenset({"bomb.test"})
    with ThreadPoolExecutor(1) as other_side:
        other_side.submit(answer)
        _refuses(Egress(hosts=ours, private_hosts=ours, resolver=lambda *_: ("127.0.0.1",)), url, "compressed")
    assert hung_up == [True]


def test_a_public_name_with_a_private_address_is_not_asked(server: socket.socket) -> None:
    for addresses in (("127.0.0.1",), ("8.8.8.8", "127.0.0.1"), ("::ffff:127.0.0.1",)):
        _refuses(Egress(hosts=None, resolver=lambda *_, a=addresses: a), "http://crl.example/", "not public")
    with pytest.raises(TimeoutError):
        server.accept()


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(server: socket.socket) -> None:
    """DNS rebinding: asked once, and where it was asked for, the connection goes; no second answer is looked at."""
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    egress = Egress(
        hosts=None,
        private_hosts=frozenset({"crl.example"}),
        resolver=lambda *_: next(answers),
        timeout_seconds=1,
    )
    _refuses(egress, f"http://crl.example:{server.getsockname()[1]}/", "Timeout")

    connection, _ = server.accept()
    with connection:
        assert b"Host: crl.example" in connection.recv(1000)
    assert next(answers) == ("10.0.0.1",)


@pytest.mark.parametrize("url", ["http://crl.example:22/", "http://crl.example:8080/x", "https://crl.example:25/"])
def test_a_stranger_s_port_must_be_a_usual_one(url: str) -> None:
    resolved: list[object] = []
    egress = Egress(hosts=None, resolver=lambda *asked: resolved.append(asked) or ("8.8.8.8",))  # type: ignore[func-returns-value]
    _refuses(egress, url, "port")
    assert resolved == []


@pytest.mark.parametrize("host", ["xn--0", "xn--a", "a..b", "a" * 70 + ".cz"])
def test_names_that_cannot_be_read_are_refused_like_others(host: str) -> None:
    with pytest.raises(EgressRefusedError):
        Egress(hosts=None).get(f"http://{host}/")


@pytest.mark.parametrize("url", ["ldap://crl.example/", "file:///etc/passwd", "http://a:b@crl.example/", "http://"])
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(EgressRefusedError):
        Egress(hosts=None, resolver=lambda *_: ()).get(url)


@pytest.mark.parametrize("host", ["127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0"])
def test_addresses_written_oddly_are_resolved_before_they_are_judged(host: str) -> None:
    with pytest.raises(EgressRefusedError):
        Egress(hosts=None, timeout_seconds=0.2).get(f"http://{host}/")
