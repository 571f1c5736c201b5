"""The web server: gunicorn with threads, TLS of its own or plain behind a proxy."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from listina.site.environment import Environment

# A silent connection holds a thread until the time-out: enough threads, and a short wait.
KEEP_ALIVE_SECONDS = 5
REQUEST_SECONDS = 120
STOP_SECONDS = 20


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn, set up by the environment alone."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        for name, value in gunicorn_settings(self._environment).items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """Return the application; called in each process of the server."""
        from listina.site.wsgi import application  # noqa: PLC0415  # Django starts in the serving process

        return application


def gunicorn_settings(environment: Environment) -> dict[str, Any]:
    """Return gunicorn's settings by name."""
    found: dict[str, Any] = {
        "bind": f"{environment.listen_address}:{environment.listen_port}",
        "workers": environment.server_processes,
        "threads": environment.server_threads,
        "worker_class": "gthread",
        "keepalive": KEEP_ALIVE_SECONDS,
        "timeout": REQUEST_SECONDS,
        "graceful_timeout": STOP_SECONDS,
        "control_socket_disable": True,
        "proc_name": "listina",
        "accesslog": None,  # the product writes its own line, without addresses
        "loglevel": "warning",
        "forwarded_allow_ips": "127.0.0.1,::1" if environment.behind_proxy else "",
    }
    if environment.tls_certificate_file is not None:
        found["certfile"] = os.fspath(environment.tls_certificate_file)
        found["keyfile"] = os.fspath(environment.tls_key_file or environment.tls_certificate_file)
        found["ssl_context"] = _modern
    return found


def _modern(_config: object, default_factory: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Refuse TLS below 1.2."""
    context = default_factory()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
