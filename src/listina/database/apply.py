"""Runs the SQL of this folder: roles once per server, database privileges once per database, grants after migrate."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import psycopg
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from listina.database.roles import DatabaseRole


def roles_sql() -> str:
    """Return the statements that make the three roles, for a superuser."""
    return _file("roles.sql")


def database_sql() -> str:
    """Return the statements that give one database to the three roles, for a superuser connected to it."""
    return _file("database.sql")


def grants_sql() -> str:
    """Return the grants and row policies of every table, for `listina_owner`."""
    return _file("grants.sql")


def create_roles(superuser: psycopg.Connection, passwords: Mapping[DatabaseRole, str]) -> None:
    """Make the three roles, if they are not there, and set their passwords.

    Args:
        superuser: any database of the server.
        passwords: one for each role; only their SCRAM verifiers reach the server and its log.
    """
    superuser.execute(roles_sql().encode())
    for role, password in passwords.items():
        verifier = superuser.pgconn.encrypt_password(password.encode(), role.value.encode(), b"scram-sha-256")
        superuser.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role.value), sql.Literal(verifier.decode()))
        )


def prepare_database(superuser: psycopg.Connection) -> None:
    """Give the connected database to the three roles and take it from everybody else."""
    superuser.execute(database_sql().encode())


def apply_grants(connection: BaseDatabaseWrapper) -> None:
    """Set the privileges and row policies of every table anew, in one transaction.

    Args:
        connection: as `listina_owner`, after all migrations ran. Fails if grants.sql names a table that is not there.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(grants_sql())


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
