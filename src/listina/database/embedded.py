"""The embedded PostgreSQL: nothing to install, a Unix socket only, SCRAM for every role, data in a folder of ours.

The server is PostgreSQL itself, run with `initdb` and `pg_ctl`; it survives a crash of ours and is taken over at the
next start. Production names a server of its own by the variables `LISTINA_DATABASE_…` and needs none of this.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from listina.database.apply import create_roles, prepare_database
from listina.database.errors import (
    FolderInUseError,
    FolderUnusableError,
    ForeignDataError,
    ServerStartError,
    ServerStopError,
)
from listina.database.processes import forget_dead_server, is_running
from listina.database.programs import MAJOR_VERSION, Programs, find_programs, server_user
from listina.database.roles import DatabaseRole
from listina.database.server_folder import PORT, SUPERUSER, ServerFolder, settle, write_private

_START_TIMEOUT_SECONDS = 60
_STOP_TIMEOUT_SECONDS = 60
_INITDB_TIMEOUT_SECONDS = 120
_LAST_CHILD_SECONDS = 10.0
_LONGEST_LOG_BYTES = 10_000_000
_LOG_LINES_SHOWN = 5
_SETTINGS = "listina.conf"
_FORGETFUL = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 128MB
"""


class EmbeddedPostgres:
    """A PostgreSQL server of one folder, with one database for the product.

    Use it as a context manager, or call `start` and `stop`. As root the server runs as an unprivileged system user.

    Args:
        folder: kept between starts; made if missing.
        database: name of the product's database.
        durable: False spares the disk (`fsync=off`); for tests only, a power cut may then destroy the data.
        max_connections: sessions at a time.
    """

    def __init__(
        self, folder: Path, *, database: str = "listina", durable: bool = True, max_connections: int = 100
    ) -> None:
        self.database = database
        self._durable = durable
        self._max_connections = max_connections
        self._folder = folder.absolute()
        self._places: ServerFolder | None = None
        self._programs: Programs | None = None
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def host(self) -> str:
        """Folder of the Unix socket, what PostgreSQL clients take as the host."""
        return str(self._settled().socket)

    @property
    def port(self) -> int:
        """Part of the socket's name; nothing listens on the network."""
        return PORT

    @property
    def log(self) -> Path:
        """The server's log."""
        return self._settled().log

    def password(self, role: DatabaseRole) -> str:
        """Return the role's password."""
        return self._settled().passwords()[role.value]

    def dsn(self, role: DatabaseRole, *, database: str | None = None) -> str:
        """Return a libpq connection string; it holds the password."""
        return self._conninfo(role.value, database or self.database)

    def superuser_dsn(self, database: str = "postgres") -> str:
        """Return the superuser's connection string, to make databases and take back-ups; it holds the password."""
        return self._conninfo(SUPERUSER, database)

    def variables(self, role: DatabaseRole = DatabaseRole.APP) -> dict[str, str]:
        """Return the environment variables by which the product connects as `role`."""
        return {
            "LISTINA_DATABASE_HOST": self.host,
            "LISTINA_DATABASE_PORT": str(self.port),
            "LISTINA_DATABASE_NAME": self.database,
            "LISTINA_DATABASE_ROLE": role.value,
            "LISTINA_DATABASE_PASSWORD": self.password(role),
        }

    def start(self) -> None:
        """Start the server and make what is missing: data folder, roles, database. Does nothing if we run it already.

        A server that an earlier process left behind is taken over.

        Raises:
            FolderInUseError: another living process runs it.
            FolderUnusableError, ServerUserMissingError, ProgramsMissingError: the machine must be put in order first.
            ForeignDataError: another major version made the data.
            ServerStartError: PostgreSQL did not start; the message holds the end of its log.
        """
        if self._lock is not None:
            return
        places = self._settled()
        programs = self._found_programs()
        self._lock = _take_lock(places)
        try:
            self._initialise(places, programs)
            if not is_running(places.data):
                self._launch(places, programs)
            self._prepare()
        except BaseException:
            self._release_lock()
            raise

    def stop(self) -> None:
        """Stop the server: sessions are ended, what they committed is kept. Does nothing if we do not run it.

        Raises:
            ServerStopError: it did not stop in time.
        """
        if self._lock is None:
            return
        places, programs = self._settled(), self._found_programs()
        try:
            if is_running(places.data):
                _control(programs, places, "stop", "--mode=fast", f"--timeout={_STOP_TIMEOUT_SECONDS}")
        except ServerStopError:
            if is_running(places.data):  # otherwise it died on its own meanwhile: stopped is stopped
                raise
        finally:
            self._release_lock()

    def erase(self) -> None:
        """Stop the server and delete its data for good.

        Raises:
            FolderInUseError: another living process runs it.
            ServerStopError: it did not stop in time; nothing is deleted.
        """
        if not self._folder.exists():
            return
        places = self._settled()
        if self._lock is None:
            self._lock = _take_lock(places)
        self.stop()
        places.erase()
        self._places = self._programs = None

    def _settled(self) -> ServerFolder:
        if self._places is None:
            self._places = settle(self._folder, server_user())
        return self._places

    def _found_programs(self) -> Programs:
        if self._programs is None:
            self._programs = find_programs(server_user(), self._settled().programs)
        return self._programs

    def _conninfo(self, user: str, database: str) -> str:
        return make_conninfo(
            host=self.host,
            port=self.port,
            user=user,
            password=self._settled().passwords()[user],
            dbname=database,
        )

    def _initialise(self, places: ServerFolder, programs: Programs) -> None:
        """Make the data folder, whole or not at all."""
        version = places.data / "PG_VERSION"
        if version.is_file():
            found = version.read_text().strip()
            if found != MAJOR_VERSION:
                raise ForeignDataError(folder=places.data, found=found, installed=MAJOR_VERSION)
            return
        unfinished, password = places.home / "data.new", places.home / "password"
        shutil.rmtree(unfinished, ignore_errors=True)
        write_private(password, places.passwords()[SUPERUSER].encode())
        if programs.user is not None:
            programs.user.owns(password)
        try:
            # The locale C and UTF-8 behave alike everywhere: texts are sorted by keys of our own (`text`).
            done = programs.run(
                "initdb",
                f"--pgdata={unfinished}",
                f"--username={SUPERUSER}",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions",
                *([] if self._durable else ["--no-sync"]),
                timeout_seconds=_INITDB_TIMEOUT_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise ServerStartError(log=places.home, lines=str(error)) from error
        finally:
            password.unlink()
        if done.returncode != 0:
            raise ServerStartError(log=places.home, lines=done.stderr.strip()[-500:])
        with (unfinished / "postgresql.conf").open("a") as settings:
            settings.write(f"include '{_SETTINGS}'\n")
        unfinished.rename(places.data)

    def _launch(self, places: ServerFolder, programs: Programs) -> None:
        forget_dead_server(places.data, places.socket_lock, patience_seconds=_LAST_CHILD_SECONDS)
        settings = places.data / _SETTINGS
        settings.write_text(self._settings(places), encoding="utf-8")
        if programs.user is not None:
            programs.user.owns(settings)
        if places.log.exists() and places.log.stat().st_size > _LONGEST_LOG_BYTES:
            places.log.replace(places.log.with_suffix(".old.log"))
        _control(programs, places, "start", f"--log={places.log}", f"--timeout={_START_TIMEOUT_SECONDS}")

    def _settings(self, places: ServerFolder) -> str:
        """Return the server's settings; no statement and no parameter gets into its log, they hold personal data."""
        socket = str(places.socket).replace('"', '""').replace("'", "''")
        durability = "" if self._durable else _FORGETFUL
        return (
            "# Written at every start; changes here are lost.\n"
            "listen_addresses = ''\n"
            f"port = {PORT}\n"
            f"unix_socket_directories = '\"{socket}\"'\n"
            "unix_socket_permissions = 0700\n"
            "password_encryption = 'scram-sha-256'\n"
            f"max_connections = {self._max_connections}\n"
            "timezone = 'UTC'\n"
            "log_timezone = 'UTC'\n"
            "log_min_messages = 'warning'\n"
            "log_min_error_statement = 'panic'\n"
            "log_statement = 'none'\n"
            "log_error_verbosity = 'terse'\n"
            f"{durability}"
        )

    def _prepare(self) -> None:
        """Make roles and database if a first start was interrupted or is this one."""
        passwords = self._settled().passwords()
        with self._superuser("postgres") as superuser:
            found = superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone()
            if found is None:
                create_roles(superuser, {role: passwords[role.value] for role in DatabaseRole})
                superuser.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.database)))
        with self._superuser(self.database) as superuser:
            prepare_database(superuser)

    @contextmanager
    def _superuser(self, database: str) -> Iterator[psycopg.Connection]:
        try:
            with psycopg.connect(self.superuser_dsn(database), autocommit=True) as connection:
                yield connection
        except psycopg.OperationalError as error:
            raise ServerStartError(log=self.log, lines=str(error)) from error

    def _release_lock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _take_lock(places: ServerFolder) -> int:
    """Hold the folder for the life of this process, so that nobody stops a server another one works with."""
    try:
        descriptor = os.open(places.lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise FolderUnusableError(folder=places.folder, reason=error.strerror) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise FolderInUseError(folder=places.folder) from error
    return descriptor


def _control(programs: Programs, places: ServerFolder, order: str, *options: str) -> None:
    """Run `pg_ctl` and wait until the order is carried out."""
    failure = ServerStartError if order == "start" else ServerStopError
    seconds = _START_TIMEOUT_SECONDS + _STOP_TIMEOUT_SECONDS
    try:
        done = programs.run(
            "pg_ctl", order, f"--pgdata={places.data}", "--wait", "--silent", *options, timeout_seconds=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise failure(log=places.log, lines=str(error), reason=str(error)) from error
    if done.returncode != 0:
        told = _end_of(places.log) or done.stderr.strip()
        raise failure(log=places.log, lines=told, reason=done.stderr.strip()[-500:])


def _end_of(log: Path) -> str:
    try:
        return " | ".join(log.read_text(errors="replace").splitlines()[-_LOG_LINES_SHOWN:])
    except OSError:
        return ""
