"""A timestamp authority over HTTP (RFC 3161, § 3.4)."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext, create_default_context
from time import monotonic
from typing import Any

import httpcore

from listina.trust.errors import TimestampUnavailableError

QUERY_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"
LONGEST_REPLY = 256 * 1024
DEFAULT_TIMEOUT_SECONDS = 10.0
_OK = 200
_NO_ANSWER = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    ValueError,  # an address that is none
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """With what we show the authority's web server who we are.

    Attributes:
        certificate_file: PEM with the certificate and its chain.
        key_file: PEM with the key, without a password; None if it stands in the certificate's file.
    """

    certificate_file: Path
    key_file: Path | None = None


class HttpTimestampSource:
    """A timestamp authority at an address; keeps its connections open."""

    def __init__(
        self,
        url: str,
        *,
        name: str = "",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        username: str = "",
        password: str = "",
        client_certificate: ClientCertificate | None = None,
        ca_file: Path | None = None,
    ) -> None:
        """Make the client; neither redirects nor the environment's proxies are followed.

        Args:
            url: http or https; the token itself is signed, so http does no harm to it.
            name: what to call it in reports; the address if empty.
            timeout_seconds: for the whole exchange.
            username: for Basic authentication; empty for none.
            password: for Basic authentication.
            client_certificate: for TLS with a client's certificate; None for none.
            ca_file: PEM certificates to trust for https instead of the system's.

        Raises:
            OSError: a certificate or key file cannot be read, or the key is not the certificate's (`ssl.SSLError`).
        """
        self.name = name or url
        self._url = url
        self._timeout_seconds = timeout_seconds
        self._headers: dict[bytes | str, bytes | str] = {
            "Content-Type": QUERY_TYPE,
            "Accept": REPLY_TYPE,
            "Accept-Encoding": "identity",
        }
        if username:
            self._headers["Authorization"] = "Basic " + b64encode(f"{username}:{password}".encode()).decode()
        self._network = _Network()
        self._connections = httpcore.ConnectionPool(
            ssl_context=_tls(ca_file, client_certificate), network_backend=self._network
        )

    def request(self, request_der: bytes) -> bytes:
        """Send a request; see `TimestampSource.request`.

        Raises:
            TimestampUnavailableError: no connection, no answer in time, another status or content type, too long.
        """
        wait = dict.fromkeys(("connect", "read", "write", "pool"), self._timeout_seconds)
        try:
            with (
                self._network.until(monotonic() + self._timeout_seconds),
                self._connections.stream(
                    "POST", self._url, headers=self._headers, content=request_der, extensions={"timeout": wait}
                ) as response,
            ):
                return _read(response)
        except _NO_ANSWER as error:
            raise TimestampUnavailableError(reasons=(f"{type(error).__name__}: {error}",)) from error

    def close(self) -> None:
        """Close the connections."""
        self._connections.close()


def _read(response: httpcore.Response) -> bytes:
    if response.status != _OK:
        raise TimestampUnavailableError(reasons=(f"HTTP status {response.status}",))
    headers = {name.lower(): value for name, value in response.headers}
    content_type = headers.get(b"content-type", b"").partition(b";")[0].strip().lower().decode("latin-1")
    if content_type != REPLY_TYPE:
        raise TimestampUnavailableError(reasons=(f"content type “{content_type[:100]}”",))
    content = bytearray()
    for chunk in response.iter_stream():
        content += chunk
        if len(content) > LONGEST_REPLY:
            raise TimestampUnavailableError(reasons=(f"the answer is longer than {LONGEST_REPLY} bytes",))
    return bytes(content)


def _tls(ca_file: Path | None, client: ClientCertificate | None) -> SSLContext:
    context = create_default_context(cafile=str(ca_file) if ca_file else None)
    if client is not None:
        # Without a password here OpenSSL would ask for one at the terminal.
        context.load_cert_chain(client.certificate_file, client.key_file, password="")
    return context


class _Deadline(threading.local):
    """Until when this thread's exchange must be over, on the scale of `monotonic`."""

    at: float = 0.0

    def left(self) -> float:
        """Return the seconds left. Raises httpcore.ReadTimeout when there are none."""
        left = self.at - monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer did not end in time")
        return left


class _Network(httpcore.NetworkBackend):
    """The network with one deadline for a whole exchange: a library's time-outs begin anew with each byte."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = _Deadline()

    @contextmanager
    def until(self, moment: float) -> Iterator[None]:
        """Let what this thread does here end at a moment on the scale of `monotonic`."""
        self._deadline.at = moment
        yield

    def connect_tcp(  # httpcore's
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        stream = self._inner.connect_tcp(host, port, self._deadline.left(), local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    """A connection on which nobody is waited for beyond the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        del timeout
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
