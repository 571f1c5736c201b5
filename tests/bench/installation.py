"""The database a measurement works in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections

from fixtures.database import FOLDER, _connect_django
from listina.database.embedded import EmbeddedPostgres
from listina.database.roles import DatabaseRole


@contextmanager
def running_installation() -> Iterator[None]:
    """Run an embedded server with durable writes, as in production, and connect Django as `listina_app`."""
    server = EmbeddedPostgres(FOLDER / "bench")
    server.start()
    try:
        _connect_django(server, server.database, DatabaseRole.OWNER)
        call_command("migrate", verbosity=0)
        _connect_django(server, server.database, DatabaseRole.APP)
        yield
    finally:
        connections.close_all()
        server.erase()
