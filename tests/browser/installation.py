"""A whole installation for Chromium: server and worker as processes of their own, over TLS, on a fresh database."""

from __future__ import annotations

import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where it is, and who may sign in.

    Attributes:
        base_url: such as `https://localhost:40123`.
        username: of the official.
        colleague: the name by which a second official of the same authority signs in.
        password: to sign in.
        pin: of the official's signing key.
        scans: three files of one page each.
    """

    base_url: str
    username: str
    colleague: str
    password: str
    pin: str
    scans: tuple[Path, ...]


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(variables: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Run server and worker with these settings until the block ends.

    Raises:
        AssertionError: the server did not answer in time; its output is shown.
    """
    log = folder / "server.log"
    own = {name: value for name, value in os.environ.items() if not name.startswith("LISTINA_")}
    command = (sys.executable, "-m", "listina.site.cli", "serve", "--with-worker")
    with log.open("wb") as output:
        process = subprocess.Popen(command, env={**own, **variables}, cwd=folder, stdout=output, stderr=output)
        try:
            _wait_until_it_answers(process, variables["LISTINA_BASE_URL"], log)
            yield
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def variables_for(*, port: int, storage: Path, pki: Path, pin: str, tls: Path) -> dict[str, str]:
    """Return the settings of an installation, those of its database excepted."""
    return {
        "LISTINA_SECRET_KEY": secrets.token_urlsafe(48),
        "LISTINA_STORAGE_FOLDER": str(storage),
        "LISTINA_PKI_FOLDER": str(pki),
        "LISTINA_PKI_PIN": pin,
        "LISTINA_BASE_URL": f"https://localhost:{port}",
        "LISTINA_LISTEN_PORT": str(port),
        "LISTINA_TLS_CERTIFICATE_FILE": str(tls),
        "LISTINA_SERVER_PROCESSES": "1",
        "LISTINA_LOG_FORMAT": "console",
    }


def _wait_until_it_answers(process: subprocess.Popen[bytes], base_url: str, log: Path) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base_url}/overeni/", timeout=5, context=context) as answer:  # noqa: S310  # our own https address
                if answer.status == HTTPStatus.OK:
                    return
        except OSError:
            time.sleep(0.2)
    message = f"the server does not answer:\n{log.read_text(errors='replace')}"
    raise AssertionError(message)
