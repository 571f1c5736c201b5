"""How many timestamp tokens a second: the own authority over HTTP and without it, beside the raw key and OpenSSL.

The key is P-256. Over HTTP the product's own server is asked with its defaults (two processes, threads, log) over a few
open connections; the clients work on the same cores. The floor is the raw key operation on one core. The peer is the
program `openssl ts -reply`, started for each request, because OpenSSL has no server for timestamps.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from bench.rows import Row
from listina.trust.demo_making import make
from listina.trust.demo_pki import TIMESTAMP_POLICY, DemoPki
from listina.trust.tokens import Asked, check_token, granted_token

SECONDS = 4.0
CONNECTIONS = 8
PIN = "1234"
UNIT = "tokens/s"
PEER = "openssl ts -reply"
_ASKED = Asked(imprint_sha256=bytes(range(32)), nonce=1 << 64 | 77)
_START_SECONDS = 30.0

_OPENSSL_SETTINGS = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.pem
signer_digest = sha256
default_policy = {policy}
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def measure() -> list[Row]:
    """Return a row for the authority in its process and one for it over HTTP."""
    with tempfile.TemporaryDirectory(prefix="listina-bench-") as name:
        folder = Path(name)
        pki = make(folder / "pki", officials=(), pin=PIN)
        authority = pki.timestamp_authority(PIN)
        request = _ASKED.request()
        floor = _rate(lambda: authority._signer.sign(b"x" * 200))
        peer = _openssl_rate(folder, pki, request)
        return [
            _row("in the process, one core", _rate(lambda: authority.respond(request)), floor, peer),
            _row(f"over HTTP, {CONNECTIONS} connections", _served_rate(folder, pki), floor, peer),
        ]


def _row(case: str, value: float, floor: float, peer: float | None) -> Row:
    return Row(
        case=case,
        measure="tokens",
        unit=UNIT,
        value=value,
        floor=floor,
        peer=None if peer is None else PEER,
        peer_value=peer,
    )


def _rate(act: Callable[[], object]) -> float:
    """Return how often the act is done in a second of the clock."""
    act()
    count, started = 0, monotonic()
    while (spent := monotonic() - started) < SECONDS:
        act()
        count += 1
    return count / spent


def _served_rate(folder: Path, pki: DemoPki) -> float:
    with _server(folder, pki) as port:
        connections = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(CONNECTIONS)]
        try:
            answer = _exchange(connections[0])
            check_token(granted_token(answer), _ASKED, policy=pki.policy(), source_name="bench")
            return _asking_rate(connections)
        finally:
            for connection in connections:
                connection.close()


def _asking_rate(connections: list[socket.socket]) -> float:
    """Keep a request under way on every connection; return the answers a second."""
    for connection in connections:
        connection.sendall(_HTTP_REQUEST)
    count, started = 0, monotonic()
    while (spent := monotonic() - started) < SECONDS:
        for connection in connections:
            _read_answer(connection)
            connection.sendall(_HTTP_REQUEST)
        count += len(connections)
    for connection in connections:
        _read_answer(connection)
    return count / spent


def _exchange(connection: socket.socket) -> bytes:
    connection.sendall(_HTTP_REQUEST)
    return _read_answer(connection)


def _read_answer(connection: socket.socket) -> bytes:
    """Return the body of an answer; anything but 200 ends the measurement."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _received(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise RuntimeError(head.decode("latin-1"))
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += _received(connection)
    return body


def _received(connection: socket.socket) -> bytes:
    chunk = connection.recv(65536)
    if not chunk:
        raise ConnectionError("the server closed the connection")
    return chunk


def _http_request() -> bytes:
    body = _ASKED.request()
    head = (
        "POST /tsa/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/timestamp-query\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


_HTTP_REQUEST = _http_request()


@contextmanager
def _server(folder: Path, pki: DemoPki) -> Iterator[int]:
    """Run the product's server; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    (folder / "storage").mkdir()
    variables = {
        "LISTINA_SECRET_KEY": "x" * 40,
        "LISTINA_DATABASE_PASSWORD": "unused",
        "LISTINA_DATABASE_HOST": str(folder),
        "LISTINA_PKI_PIN": PIN,
        "LISTINA_PKI_FOLDER": str(pki.folder),
        "LISTINA_STORAGE_FOLDER": str(folder / "storage"),
        "LISTINA_BASE_URL": "https://localhost",
        "LISTINA_LISTEN_PORT": str(port),
        "LISTINA_BEHIND_PROXY": "yes",
    }
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "bench.timestamp_server"]
        server = subprocess.Popen(command, env={**os.environ, **variables}, stderr=log)
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=_START_SECONDS)


def _wait_for(port: int) -> None:
    deadline = monotonic() + _START_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=_START_SECONDS) as connection:
                _exchange(connection)
                return
        except OSError:
            if monotonic() > deadline:
                raise
            sleep(0.1)


def _openssl_rate(folder: Path, pki: DemoPki, request: bytes) -> float | None:
    """Return how many tokens a second OpenSSL's program makes; None where it is not installed."""
    if shutil.which("openssl") is None:
        return None
    convert = ["openssl", "pkcs12", "-in", str(pki.timestamp_key_path), "-noenc", "-passin", f"pass:{PIN}"]
    subprocess.run([*convert, "-clcerts", "-out", "tsa.pem"], cwd=folder, check=True, capture_output=True)
    (folder / "serial").write_text("01")
    (folder / "tsa.cnf").write_text(_OPENSSL_SETTINGS.format(folder=folder, policy=TIMESTAMP_POLICY))
    (folder / "q.tsq").write_bytes(request)
    command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "q.tsq", "-out", "r.tsr"]

    def act() -> None:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)

    return _rate(act)
