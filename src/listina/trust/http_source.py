"""A timestamp authority over HTTP (RFC 3161, § 3.4)."""

from __future__ import annotations

from pathlib import Path
from ssl import create_default_context
from time import monotonic

import httpx

from listina.trust.errors import TimestampUnavailableError

QUERY_TYPE, REPLY_TYPE = "application/timestamp-query", "application/timestamp-reply"
LONGEST_REPLY = 256 * 1024
DEFAULT_TIMEOUT_SECONDS = 10.0


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
        ca_file: Path | None = None,
    ) -> None:
        """Make the client; neither redirects nor the environment's proxies are followed.

        Args:
            url: http or https; the token itself is signed, so http does no harm to it.
            name: what to call it in reports; the address if empty.
            timeout_seconds: for the whole exchange.
            username: for Basic authentication; empty for none.
            password: for Basic authentication.
            ca_file: PEM certificates to trust for https instead of the system's.
        """
        self.name = name or url
        self._url = url
        self._timeout_seconds = timeout_seconds
        self._client = httpx.Client(
            timeout=timeout_seconds,
            auth=(username, password) if username else None,
            verify=create_default_context(cafile=str(ca_file) if ca_file else None),
            follow_redirects=False,
            trust_env=False,
        )

    def request(self, request_der: bytes) -> bytes:
        """Send a request; see `TimestampSource.request`.

        Raises:
            TimestampUnavailableError: no connection, no answer in time, another status or content type, too long.
        """
        headers = {"Content-Type": QUERY_TYPE, "Accept": REPLY_TYPE, "Accept-Encoding": "identity"}
        deadline = monotonic() + self._timeout_seconds
        try:
            with self._client.stream("POST", self._url, content=request_der, headers=headers) as response:
                return _read(response, deadline)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TimestampUnavailableError(reasons=(f"{type(error).__name__}: {error}",)) from error

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _read(response: httpx.Response, deadline: float) -> bytes:
    if response.status_code != httpx.codes.OK:
        raise TimestampUnavailableError(reasons=(f"HTTP status {response.status_code}",))
    content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type != REPLY_TYPE:
        raise TimestampUnavailableError(reasons=(f"content type “{content_type}”",))
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > LONGEST_REPLY:
            raise TimestampUnavailableError(reasons=(f"the answer is longer than {LONGEST_REPLY} bytes",))
        if monotonic() > deadline:
            raise TimestampUnavailableError(reasons=("the answer did not end in time",))
    return bytes(content)
