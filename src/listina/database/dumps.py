"""The database as one file and back: PostgreSQL's own `pg_dump` and `pg_restore`, as the role listina_owner.

The owner of the tables sees all rows; superusers are not needed. Sessions are left out: a restored installation has
nobody signed in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection, transaction

from listina.database.errors import DatabaseNotEmptyError, DumpFailedError, ProgramsMissingError
from listina.database.programs import installed_folder

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_LINES_SHOWN = 3


@contextmanager
def exported_snapshot() -> Iterator[str]:
    """Hold a view of the database still; what is read inside and what is dumped under its name agree."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def dump(target: Path, snapshot: str) -> None:
    """Write the database as a snapshot shows it, compressed, in PostgreSQL's custom format.

    Raises:
        DumpFailedError: `pg_dump` is missing, older than the server, or ended with an error.
    """
    _run(
        "pg_dump",
        "--format=custom",
        f"--snapshot={snapshot}",
        "--no-password",
        "--exclude-table-data=django_session",
        f"--file={target}",
    )


def load(source: Path) -> None:
    """Read a dump into the connected, empty database: all of it or nothing.

    Raises:
        DatabaseNotEmptyError: the database holds tables.
        DumpFailedError: `pg_restore` is missing or ended with an error.
    """
    require_empty()
    connection.close()
    _run(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-password",
        f"--dbname={_settings()['NAME']}",
        str(source),
    )


def require_empty() -> None:
    """Return if the connected database has no tables.

    Raises:
        DatabaseNotEmptyError: it has.
    """
    tables = len(connection.introspection.table_names())
    if tables:
        raise DatabaseNotEmptyError(tables=tables)


def _run(program: str, *arguments: str) -> None:
    settings = _settings()
    variables = {
        "PATH": os.environ.get("PATH", ""),
        "LC_ALL": "C",
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"]),
        "PGUSER": settings["USER"],
        "PGDATABASE": settings["NAME"],
        "PGPASSWORD": settings["PASSWORD"],
    }
    command = [str(_program(program)), *arguments]
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own programs, no shell
        command, env=variables, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        raise DumpFailedError(program=program, reason=" | ".join(done.stderr.strip().splitlines()[:_LINES_SHOWN]))


def _program(name: str) -> Path:
    """Return the oldest program that is not older than the server: newer ones may write what it cannot read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        server = int(cursor.fetchone()[0])
    installed = shutil.which(name)
    candidates = [Path(installed)] if installed else []
    with suppress(ProgramsMissingError):
        candidates.append(installed_folder() / "bin" / name)
    fitting = sorted((version, path) for path in candidates if (version := _version(path)) >= server)
    if not fitting:
        raise DumpFailedError(program=name, reason=f"{name} {server} or newer is not installed")
    return fitting[0][1]


def _version(program: Path) -> int:
    """Return the major version of a program of PostgreSQL; 0 if it does not run."""
    try:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    found = _VERSION.search(said.stdout)
    return int(found[1]) if found else 0


def _settings() -> dict[str, str]:
    return connection.settings_dict
