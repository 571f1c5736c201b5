"""A web server on the loopback with a timestamp authority behind it, which does wrong as told."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from listina.trust.authority import TimestampAuthority


@dataclass(slots=True, kw_only=True)
class Server:
    """A web server with a timestamp authority behind it, and what it is told to do wrong.

    Attributes:
        ended: set at the end, so that nobody waits for what was slow on purpose.
    """

    authority: TimestampAuthority
    address: str = ""
    status: int = 200
    content_type: str = "application/timestamp-reply"
    padding: int = 0
    pause_seconds: float = 0.0
    drip: bool = False
    head_drip: bool = False
    authorization: str = ""
    seen: list[dict[str, str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    told: Server

    def do_POST(self) -> None:  # the name http.server looks for
        told = self.told
        told.seen.append(dict(self.headers))
        answer = told.authority.respond(self.rfile.read(int(self.headers["Content-Length"])))
        answer += bytes(told.padding)
        told.ended.wait(told.pause_seconds)
        permitted = told.authorization in {"", self.headers.get("Authorization", "")}
        self.send_response(told.status if permitted else 401)
        self.send_header("Content-Type", told.content_type)
        self.send_header("Content-Length", str(len(answer)))
        try:
            while told.head_drip and not told.ended.wait(0.05):
                self.wfile.write(b"X-More: and more\r\n")
            self.end_headers()
            for byte in answer if told.drip else ():
                self.wfile.write(bytes((byte,)))
                self.wfile.flush()
                told.ended.wait(0.05)
            if not told.drip:
                self.wfile.write(answer)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def serve(told: Server, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve on the loopback; yields once the address is known."""
    handler = type("Handler", (_Handler,), {"told": told})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        told.address = f"{'http' if tls is None else 'https'}://localhost:{server.server_port}/tsa/"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield told
        told.ended.set()
        server.shutdown()
