"""Fetching from the network under a policy: which hosts, which addresses, how long, how much.

Addresses in certificates are written by strangers. So either only hosts the operator named are asked, or any host at
the usual ports if all its addresses are public. Names are resolved here and the connection goes to the address that was
checked; no proxy is asked. Nothing is redirected unless the policy says so, and then each address on the way is judged
like the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import SHUT_RDWR, SOCK_STREAM, getaddrinfo, socket
from threading import Timer
from time import monotonic
from typing import Any, Self

import httpx

from listina.trust.errors import EgressRefusedError

LONGEST_ANSWER = 20 * 1024 * 1024
DEFAULT_TIMEOUT_SECONDS = 5.0
_GRACE_SECONDS = 0.5
"""Those who fall silent are left by their own timeout first, whose error says so."""
_PORTS = {"http": 80, "https": 443}
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses behind which a translator reaches IPv4 (RFC 6052): what counts is the last 32 bits."""
_FIRST_HIGH_PORT = 1024
_MOVED = frozenset({301, 302, 303, 307, 308})
_LONGEST_VALIDATOR = 200
_COMPRESSED = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd"})
_ASKED_NETWORKS = (IPv6Network("2000::/3"), IPv6Network("::ffff:0:0/96"), _TRANSLATED)
"""Global unicast, and two ways to write IPv4; Python calls more of the rest global than is (RFC 4291)."""


def _address(url: str) -> httpx.URL:
    try:
        found = httpx.URL(url)
        found.host  # noqa: B018  # a name in Punycode is read only here
    except (httpx.InvalidURL, ValueError) as error:
        raise EgressRefusedError(url=url, reason="it is no address") from error
    return found


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host. Raises OSError."""
    return tuple(dict.fromkeys(str(found[4][0]) for found in getaddrinfo(host, port, type=SOCK_STREAM)))


@contextmanager
def _ended_after(seconds: float, request: httpx.Request) -> Iterator[None]:
    """End the connection of a request after so long: its own timeouts begin anew with every byte of a header."""
    connected: list[socket] = []

    def note(event: str, facts: Mapping[str, Any]) -> None:
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            connected.append(facts["return_value"].get_extra_info("socket"))

    def end() -> None:
        for each in connected:
            with suppress(OSError):
                each.shutdown(SHUT_RDWR)

    request.extensions["trace"] = note
    clock = Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the public internet, and so does any IPv4 address within it."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and not any(found in network for network in _ASKED_NETWORKS):
        return False
    return all(each.is_global and not each.is_multicast for each in (found, *_within(found)))


def _within(address: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses an IPv6 address leads to: mapped, 6to4, Teredo, translated."""
    if isinstance(address, IPv4Address):
        return ()
    last = IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), last)
    return tuple(each for each in found if each is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said of the state of an answer, to be told whether it has changed since (RFC 9110, § 8.8).

    Attributes:
        etag, last_modified: as they came; empty if they did not.
    """

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> Self:
        """Return those of an answer; long and strange ones are left out."""
        etag, last_modified = (
            found if len(found := headers.get(name, "")) <= _LONGEST_VALIDATOR and found.isascii() else ""
            for name in ("etag", "last-modified")
        )
        return cls(etag=etag, last_modified=last_modified)

    def headers(self) -> dict[str, str]:
        """Return what to ask with."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came from an address.

    Attributes:
        content: None if it is what it was when the validators that were sent had come.
        validators: of this answer.
    """

    content: bytes | None
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """Whom this installation may ask.

    Attributes:
        hosts: lower-case names; all others are refused. None permits any host, at the usual port of the scheme.
        private_hosts: those that may have an address that is not public, and any port.
        high_ports: whether any host may be asked at ports from 1024 up, too.
        most_redirects: how many are followed by `get` and `fetch`; 0: none.
        is_content_signed: whether what comes proves itself by a signature of its own; only then a redirect may leave
            https for http.
        timeout_seconds: for the whole exchange, redirects included.
        longest_answer: bytes.
        resolver: (host, port) to addresses.
    """

    hosts: frozenset[str] | None
    private_hosts: frozenset[str] = frozenset()
    high_ports: bool = False
    most_redirects: int = 0
    is_content_signed: bool = False
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    longest_answer: int = LONGEST_ANSWER
    resolver: Callable[[str, int], tuple[str, ...]] = resolve

    def get(self, url: str) -> bytes:
        """Return what is at an address; raises as `post`."""
        return self.fetch(url).content or b""

    def fetch(self, url: str, known: Validators = NO_VALIDATORS) -> Answer:
        """Return what is at an address, or that it has not changed since `known`; raises as `post`."""
        deadline, asked = monotonic() + self.timeout_seconds, _address(url)
        for step in range(self.most_redirects + 1):
            try:
                found = self._exchange("GET", asked, None, known.headers(), deadline)
            except EgressRefusedError as error:
                if step == 0:
                    raise
                raise EgressRefusedError(url=url, reason=f"it redirects, and then: {error.text('en')}") from error
            if isinstance(found, Answer):
                return found
            asked = self._redirected(asked, found)
        raise EgressRefusedError(url=url, reason=f"it redirects more than {self.most_redirects} times")

    def post(self, url: str, content: bytes, content_type: str) -> bytes:
        """Send content and return the answer.

        Raises:
            EgressRefusedError: the address may not be asked, or it did not answer in time, well and briefly enough.
        """
        deadline, asked = monotonic() + self.timeout_seconds, _address(url)
        found = self._exchange("POST", asked, content, {"Content-Type": content_type}, deadline)
        if isinstance(found, str):
            raise EgressRefusedError(url=url, reason="it redirects")
        return found.content or b""

    def _redirected(self, asked: httpx.URL, location: str) -> httpx.URL:
        """Return where a redirect leads; whether that may be asked is judged like any address."""
        try:
            found = asked.join(location)
            found.host  # noqa: B018  # as above
        except (httpx.InvalidURL, ValueError) as error:
            raise EgressRefusedError(url=str(asked), reason="it redirects to no address") from error
        if asked.scheme == "https" and found.scheme != "https" and not self.is_content_signed:
            raise EgressRefusedError(url=str(asked), reason="it redirects from https to another scheme")
        return found

    def _exchange(
        self, method: str, asked: httpx.URL, content: bytes | None, headers: dict[str, str], deadline: float
    ) -> Answer | str:
        """Return the answer of an address, or where it redirects to, if redirects are followed."""
        url, host, address = str(asked), asked.host.lower(), self._permitted_address(asked)
        seconds = deadline - monotonic()
        if seconds <= 0:
            raise EgressRefusedError(url=url, reason="the answer did not come in time")
        request = httpx.Request(
            method,
            asked.copy_with(host=address),
            content=content,
            headers={"Host": asked.netloc.decode(), "Accept-Encoding": "identity", **headers},
            extensions={"sni_hostname": host, "timeout": httpx.Timeout(seconds).as_dict()},
        )
        try:
            with (
                _ended_after(seconds + _GRACE_SECONDS, request),
                httpx.Client(trust_env=False, follow_redirects=False, timeout=seconds) as client,
            ):
                response = client.send(request, stream=True)
                try:
                    if self.most_redirects and response.status_code in _MOVED and "location" in response.headers:
                        return str(response.headers["location"])
                    if response.status_code == httpx.codes.NOT_MODIFIED and method == "GET" and headers:
                        return Answer(content=None, validators=Validators.of(response.headers))
                    return Answer(
                        content=self._read(url, response, deadline), validators=Validators.of(response.headers)
                    )
                finally:
                    response.close()
        except (httpx.HTTPError, UnicodeError) as error:
            raise EgressRefusedError(url=url, reason=f"{type(error).__name__}: {error}") from error

    def _permitted_address(self, asked: httpx.URL) -> str:
        host = asked.host.lower()
        if asked.scheme not in _PORTS or asked.userinfo:
            raise EgressRefusedError(url=str(asked), reason="only plain http and https addresses are asked")
        if self.hosts is not None and host not in self.hosts:
            raise EgressRefusedError(url=str(asked), reason="its host is not among those that may be asked")
        if self.hosts is None and host not in self.private_hosts and not self._is_permitted_port(asked.port):
            raise EgressRefusedError(url=str(asked), reason="its port is not a usual one")
        try:
            addresses = self.resolver(host, asked.port or _PORTS[asked.scheme])
        except (OSError, UnicodeError) as error:
            raise EgressRefusedError(url=str(asked), reason=f"its host is unknown: {error}") from error
        if not addresses:
            raise EgressRefusedError(url=str(asked), reason="its host has no address")
        if host not in self.private_hosts and not all(map(is_public, addresses)):
            raise EgressRefusedError(url=str(asked), reason="its host has an address that is not public")
        return addresses[0]

    def _is_permitted_port(self, port: int | None) -> bool:
        return port in {None, *_PORTS.values()} or (self.high_ports and (port or 0) >= _FIRST_HIGH_PORT)

    def _read(self, url: str, response: httpx.Response, deadline: float) -> bytes:
        if response.status_code != httpx.codes.OK:
            raise EgressRefusedError(url=url, reason=f"HTTP status {response.status_code}")
        codings = response.headers.get("content-encoding", "").lower().replace(",", " ").split()
        if not _COMPRESSED.isdisjoint(codings):
            # Compressed again and again, 300 bytes become gigabytes within one piece.
            raise EgressRefusedError(url=url, reason="the answer is compressed, though asked for as it is")
        content = bytearray()
        for chunk in response.iter_raw():
            content += chunk
            if len(content) > self.longest_answer:
                raise EgressRefusedError(url=url, reason=f"the answer is longer than {self.longest_answer} bytes")
            if monotonic() > deadline:
                raise EgressRefusedError(url=url, reason="the answer did not end in time")
        return bytes(content)
