"""A timestamp authority over HTTP: asked as the standard says, never believed, never waited for without end."""

from __future__ import annotations

import base64
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from fixtures.pki import PIN
from listina.trust.authority import TimestampAuthority
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import TimestampUnavailableError
from listina.trust.policy import TrustPolicy
from listina.trust.timestamps import HttpTimestampSource, TimestampClient

IMPRINT = sha256(b"data").digest()


@dataclass(slots=True, kw_only=True)
class Server:
    """A web server with a timestamp authority behind it, and what it is told to do wrong."""

    authority: TimestampAuthority
    address: str = ""
    status: int = 200
    content_type: str = "application/timestamp-reply"
    padding: int = 0
    pause_seconds: float = 0.0
    drip: bool = False
    seen: list[dict[str, str]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    told: Server

    def do_POST(self) -> None:  # the name http.server looks for
        told = self.told
        told.seen.append(dict(self.headers))
        answer = told.authority.respond(self.rfile.read(int(self.headers["Content-Length"])))
        answer += bytes(told.padding)
        time.sleep(told.pause_seconds)
        self.send_response(told.status)
        self.send_header("Content-Type", told.content_type)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        try:
            for byte in answer if told.drip else ():
                self.wfile.write(bytes((byte,)))
                self.wfile.flush()
                time.sleep(0.05)
            if not told.drip:
                self.wfile.write(answer)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _serve(told: Server, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    handler = type("Handler", (_Handler,), {"told": told})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        told.address = f"{'http' if tls is None else 'https'}://localhost:{server.server_port}/tsa/"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield told
        server.shutdown()


@pytest.fixture
def server(demo_pki: DemoPki) -> Iterator[Server]:
    yield from _serve(Server(authority=demo_pki.timestamp_authority(PIN)))


@pytest.fixture
def tls_server(demo_pki: DemoPki) -> Iterator[Server]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(demo_pki.tls_path)
    yield from _serve(Server(authority=demo_pki.timestamp_authority(PIN)), context)


def _refusal(source: HttpTimestampSource, policy: TrustPolicy) -> str:
    with pytest.raises(TimestampUnavailableError) as refusal:
        TimestampClient(sources=(source,), policy=policy).token(IMPRINT)
    source.close()
    return str(refusal.value.values["reasons"])


def test_a_token_comes_over_http_with_the_standards_headers(server: Server, trust_policy: TrustPolicy) -> None:
    source = HttpTimestampSource(server.address, name="městská", username="listina", password="heslo")
    token = TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT)
    source.close()
    assert token.source_name == "městská"
    headers = server.seen[0]
    assert headers["Content-Type"] == "application/timestamp-query"
    assert headers["Accept"] == "application/timestamp-reply"
    assert base64.b64decode(headers["Authorization"].removeprefix("Basic ")) == b"listina:heslo"


def test_without_a_username_no_password_is_sent(server: Server, trust_policy: TrustPolicy) -> None:
    source = HttpTimestampSource(server.address)
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).source_name == server.address
    source.close()
    assert "Authorization" not in server.seen[0]


def test_a_token_comes_over_https_from_a_server_of_the_demo(
    tls_server: Server, demo_pki: DemoPki, trust_policy: TrustPolicy
) -> None:
    source = HttpTimestampSource(tls_server.address, ca_file=demo_pki.root_path)
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number
    source.close()


def test_a_server_nobody_knows_is_refused(tls_server: Server, trust_policy: TrustPolicy) -> None:
    assert "CERTIFICATE_VERIFY_FAILED" in _refusal(HttpTimestampSource(tls_server.address), trust_policy)
    assert tls_server.seen == []


def test_another_status_or_content_type_is_refused(server: Server, trust_policy: TrustPolicy) -> None:
    server.status = 401
    assert "401" in _refusal(HttpTimestampSource(server.address), trust_policy)
    server.status, server.content_type = 200, "text/html"
    assert "text/html" in _refusal(HttpTimestampSource(server.address), trust_policy)
    server.content_type = "Application/Timestamp-Reply; charset=binary"
    source = HttpTimestampSource(server.address)
    assert TimestampClient(sources=(source,), policy=trust_policy).token(IMPRINT).serial_number
    source.close()


def test_a_redirection_is_not_followed(server: Server, trust_policy: TrustPolicy) -> None:
    server.status = 307
    assert "307" in _refusal(HttpTimestampSource(server.address), trust_policy)


def test_an_answer_without_end_is_not_read_to_its_end(server: Server, trust_policy: TrustPolicy) -> None:
    server.padding = 1_000_000
    assert "longer than" in _refusal(HttpTimestampSource(server.address), trust_policy)


def test_a_silent_server_is_not_waited_for(server: Server, trust_policy: TrustPolicy) -> None:
    server.pause_seconds = 1.0
    started = time.monotonic()
    assert "Timeout" in _refusal(HttpTimestampSource(server.address, timeout_seconds=0.2), trust_policy)
    assert time.monotonic() - started < 0.9


def test_a_server_that_answers_drop_by_drop_is_not_waited_for(server: Server, trust_policy: TrustPolicy) -> None:
    server.drip = True
    assert "in time" in _refusal(HttpTimestampSource(server.address, timeout_seconds=0.3), trust_policy)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "nonsense", "ftp://localhost/"])
def test_an_address_where_nobody_answers_is_told(url: str, trust_policy: TrustPolicy) -> None:
    assert url in _refusal(HttpTimestampSource(url, timeout_seconds=1), trust_policy)
