"""A version works only with tables it knows."""

from __future__ import annotations

import psycopg
import pytest

from fixtures.commands import listina
from fixtures.database import TestDatabase
from listina.database.errors import NewerSchemaError, OlderSchemaError
from listina.database.roles import DatabaseRole
from listina.database.schema import require_no_newer_schema, require_this_schema, schema_state
from listina.site.doctor.ground import schema


def change(database: TestDatabase, statement: bytes) -> None:
    with psycopg.connect(database.dsn(DatabaseRole.OWNER)) as owner:
        owner.execute(statement)


@pytest.fixture
def newer(database: TestDatabase) -> TestDatabase:
    change(database, b"INSERT INTO django_migrations (app, name, applied) VALUES ('conversions', '9999_future', now())")
    return database


@pytest.fixture
def older(database: TestDatabase) -> TestDatabase:
    change(database, b"DELETE FROM django_migrations WHERE (app, name) = ('conversions', '0006_forgotten')")
    return database


def test_the_tables_of_this_version_are_accepted(database: TestDatabase) -> None:
    assert database.name
    require_this_schema()
    assert schema().well


def test_tables_of_a_newer_version_are_refused(newer: TestDatabase) -> None:
    assert newer.name
    with pytest.raises(NewerSchemaError, match=r"conversions\.9999_future"):
        require_this_schema()
    assert not schema().well


def test_tables_of_an_older_version_ask_for_the_migration(older: TestDatabase) -> None:
    assert older.name
    with pytest.raises(OlderSchemaError):
        require_this_schema()
    assert require_no_newer_schema().waiting == (("conversions", "0006_forgotten"),)
    assert "listina migrate" in (schema().advice or "")


def test_migrations_of_a_backup_are_compared_without_a_database_of_its_own(database: TestDatabase) -> None:
    assert database.name
    assert schema_state([("conversions", "0001_conversions")]).unknown == ()
    assert schema_state([("conversions", "9999_future")]).unknown == (("conversions", "9999_future"),)


@pytest.mark.parametrize(
    ("command", "role"),
    [
        (("serve",), DatabaseRole.APP),
        (("worker", "--until-idle"), DatabaseRole.APP),
        (("clause", "T1-1-261124043211", "--check-code", "RGWZZ47JP7"), DatabaseRole.APP),
        (("verify", __file__), DatabaseRole.APP),
        (("backup", "/nonexistent"), DatabaseRole.OWNER),
        (("retention",), DatabaseRole.RETENTION),
        (("migrate",), DatabaseRole.OWNER),
    ],
)
def test_no_command_touches_tables_of_a_newer_version(
    command: tuple[str, ...], role: DatabaseRole, newer: TestDatabase
) -> None:
    done = listina(*command, role=role, database=newer, LISTINA_BEHIND_PROXY="yes")
    assert done.returncode == 70
    assert "database.newer_schema" in done.stderr
