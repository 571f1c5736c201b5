"""A PostgreSQL server of its own for the kill test, which is killed as well: one of its sessions, or all of it."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from django.core.management import call_command
from django.db import connections

from fixtures.database import _connect_django, _server_folder
from listina.database.embedded import EmbeddedPostgres
from listina.database.roles import DatabaseRole

SESSION_KILLS = 6
SERVER_KILLS = 3
RECOVERY_SECONDS = 120.0


@contextmanager
def migrated_server() -> Iterator[EmbeddedPostgres]:
    """Start a durable server, as an installation has it, with the product's tables, and connect Django to it."""
    server = EmbeddedPostgres(_server_folder() / "killed")
    server.start()
    try:
        _connect_django(server, server.database, DatabaseRole.OWNER)
        call_command("migrate", verbosity=0)
        _connect_django(server, server.database, DatabaseRole.APP)
        yield server
    finally:
        connections.close_all()
        server.erase()


@dataclass
class DatabaseKiller:
    """Kills the server at chosen shares of the work; it is started again at once, as a supervisor would.

    Attributes:
        deaths: of workers, after which a kill is due, with what is killed; the next one last.
    """

    server: EmbeddedPostgres
    chance: random.Random
    expected_deaths: int
    sessions_killed: int = 0
    servers_killed: int = 0
    deaths: list[tuple[int, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Spread the kills over the work."""
        moments = self.chance.sample(range(self.expected_deaths), SESSION_KILLS + SERVER_KILLS)
        kinds = [True] * SERVER_KILLS + [False] * SESSION_KILLS
        self.deaths = sorted(zip(moments, kinds, strict=True), reverse=True)

    def notice(self, deaths: int) -> None:
        """Kill what is due after so many deaths of workers."""
        while self.deaths and deaths >= self.deaths[-1][0]:
            if self.deaths.pop()[1]:
                self._kill_server()
            else:
                self._kill_session()

    def _kill_session(self) -> None:
        """Kill one session's process: PostgreSQL then ends all sessions and recovers by itself."""
        with _connected(self.server) as superuser:
            found = superuser.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend' ORDER BY pid",
                [self.server.database],
            ).fetchall()
        if not found:
            return
        os.kill(self.chance.choice(found)[0], signal.SIGKILL)
        self.sessions_killed += 1

    def _kill_server(self) -> None:
        """Kill the main process: its children end by themselves, what they had committed is there after the start."""
        pid_file = self.server.log.with_name("data") / "postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        self.servers_killed += 1
        self.server.stop()
        self.server.start()


def _connected(server: EmbeddedPostgres) -> psycopg.Connection:
    """Connect as the superuser, after the recovery from the kill before if that is still going on."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while True:
        try:
            return psycopg.connect(server.superuser_dsn())
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
