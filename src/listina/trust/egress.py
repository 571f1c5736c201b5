"""Fetching from the network under a policy: which hosts, which addresses, how long, how much.

Addresses in certificates are written by strangers. So only hosts the operator named are asked, their names are resolved
here and the connection goes to the address that was checked, nothing is redirected and no proxy is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from socket import SOCK_STREAM, gaierror, getaddrinfo
from time import monotonic

import httpx

from listina.trust.errors import EgressRefusedError

LONGEST_ANSWER = 20 * 1024 * 1024
DEFAULT_TIMEOUT_SECONDS = 5.0
_PORTS = {"http": 80, "https": 443}


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host. Raises OSError."""
    return tuple(dict.fromkeys(str(found[4][0]) for found in getaddrinfo(host, port, type=SOCK_STREAM)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """Whom this installation may ask.

    Attributes:
        hosts: lower-case names; all others are refused.
        private_hosts: those of them that may have an address that is not public.
        timeout_seconds: for the whole exchange.
        longest_answer: bytes.
        resolver: (host, port) to addresses.
    """

    hosts: frozenset[str]
    private_hosts: frozenset[str] = frozenset()
    timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS
    longest_answer: int = LONGEST_ANSWER
    resolver: Callable[[str, int], tuple[str, ...]] = resolve

    def get(self, url: str) -> bytes:
        """Return what is at an address; raises as `post`."""
        return self._exchange("GET", url, None, {})

    def post(self, url: str, content: bytes, content_type: str) -> bytes:
        """Send content and return the answer.

        Raises:
            EgressRefusedError: the address may not be asked, or it did not answer in time, well and briefly enough.
        """
        return self._exchange("POST", url, content, {"Content-Type": content_type})

    def _exchange(self, method: str, url: str, content: bytes | None, headers: dict[str, str]) -> bytes:
        try:
            asked = httpx.URL(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise EgressRefusedError(url=url, reason="it is no address") from error
        host, address = asked.host.lower(), self._permitted_address(asked)
        deadline = monotonic() + self.timeout_seconds
        request = httpx.Request(
            method,
            asked.copy_with(host=address),
            content=content,
            headers={"Host": asked.netloc.decode(), "Accept-Encoding": "identity", **headers},
            extensions={"sni_hostname": host, "timeout": httpx.Timeout(self.timeout_seconds).as_dict()},
        )
        try:
            with httpx.Client(trust_env=False, follow_redirects=False, timeout=self.timeout_seconds) as client:
                response = client.send(request, stream=True)
                try:
                    return self._read(url, response, deadline)
                finally:
                    response.close()
        except httpx.HTTPError as error:
            raise EgressRefusedError(url=url, reason=f"{type(error).__name__}: {error}") from error

    def _permitted_address(self, asked: httpx.URL) -> str:
        host = asked.host.lower()
        if asked.scheme not in _PORTS or asked.userinfo:
            raise EgressRefusedError(url=str(asked), reason="only plain http and https addresses are asked")
        if host not in self.hosts:
            raise EgressRefusedError(url=str(asked), reason="its host is not among those that may be asked")
        try:
            addresses = self.resolver(host, asked.port or _PORTS[asked.scheme])
        except (OSError, gaierror) as error:
            raise EgressRefusedError(url=str(asked), reason=f"its host is unknown: {error}") from error
        if not addresses:
            raise EgressRefusedError(url=str(asked), reason="its host has no address")
        if host not in self.private_hosts and not all(ip_address(found).is_global for found in addresses):
            raise EgressRefusedError(url=str(asked), reason="its host has an address that is not public")
        return addresses[0]

    def _read(self, url: str, response: httpx.Response, deadline: float) -> bytes:
        if response.status_code != httpx.codes.OK:
            raise EgressRefusedError(url=url, reason=f"HTTP status {response.status_code}")
        content = bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > self.longest_answer:
                raise EgressRefusedError(url=url, reason=f"the answer is longer than {self.longest_answer} bytes")
            if monotonic() > deadline:
                raise EgressRefusedError(url=url, reason="the answer did not end in time")
        return bytes(content)
