"""Whether what everything stands on is in order: database, schema, storage, room on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.db import OperationalError, connection

from listina.database.schema import schema_state
from listina.site.composition import Services
from listina.site.doctor.diagnosis import Diagnosis, first_line

OLDEST_SERVER = 150000
"""PostgreSQL 15, as the server numbers its versions."""
LEAST_FREE_BYTES = 2 * 1024**3


def database() -> Diagnosis:
    """Whether the server answers, is young enough, and lets us in with the right role."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int, current_user, rolsuper OR rolbypassrls "
                "FROM pg_roles WHERE rolname = current_user"
            )
            number, role, overrides = cursor.fetchone()
    except OperationalError as error:
        return Diagnosis(
            subject="database",
            well=False,
            found=f"no connection: {first_line(error)}",
            advice="start PostgreSQL, or correct LISTINA_DATABASE_HOST, _PORT, _NAME, _ROLE and _PASSWORD",
        )
    if number < OLDEST_SERVER:
        return Diagnosis(
            subject="database",
            well=False,
            found=f"PostgreSQL {number // 10000} is too old",
            advice="use PostgreSQL 15 or newer",
        )
    if overrides:
        return Diagnosis(
            subject="database",
            well=False,
            found=f"the role {role} stands above the isolation of authorities",
            advice="serve with LISTINA_DATABASE_ROLE=listina_app",
        )
    return Diagnosis(subject="database", well=True, found=f"PostgreSQL {number // 10000}, role {role}")


def schema() -> Diagnosis:
    """Whether the migrations of this version were made, and no others."""
    state = schema_state()
    if state.unknown:
        return Diagnosis(
            subject="schema",
            well=False,
            found=f"a newer version made {len(state.unknown)} migrations this one does not know",
            advice="start the newer version, or restore a backup from before it",
        )
    if state.waiting:
        return Diagnosis(
            subject="schema",
            well=False,
            found=f"{len(state.waiting)} migrations were not made",
            advice="run: LISTINA_DATABASE_ROLE=listina_owner LISTINA_DATABASE_PASSWORD=… listina migrate",
        )
    return Diagnosis(subject="schema", well=True, found="all migrations were made")


def storage(services: Services) -> Diagnosis:
    """Whether files can be written, read and deleted."""
    problems = services.objects.check()
    folder = services.environment.storage_folder
    if problems:
        return Diagnosis(
            subject="storage",
            well=False,
            found="; ".join(problem.en for problem in problems),
            advice=f"make {folder} writable for the user of the service",
        )
    return Diagnosis(subject="storage", well=True, found=f"{folder} can be written to")


def disk_space(folder: Path) -> Diagnosis:
    """Whether there is room for files."""
    free = shutil.disk_usage(folder).free
    found = f"{free / 1024**3:.1f} GiB free at {folder}"
    if free < LEAST_FREE_BYTES:
        advice = f"free some space: below {LEAST_FREE_BYTES // 1024**3} GiB conversions may fail"
        return Diagnosis(subject="disk space", well=False, found=found, advice=advice)
    return Diagnosis(subject="disk space", well=True, found=found)
