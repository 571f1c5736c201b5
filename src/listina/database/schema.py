"""Whether the tables are those of this version: older ones are migrated, newer ones are not touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from listina.database.errors import NewerSchemaError, OlderSchemaError

Migration = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaState:
    """How the database differs from this version.

    Attributes:
        unknown: (application, name) of migrations that were made and that this version does not have.
        waiting: those it has and that were not made.
    """

    unknown: tuple[Migration, ...]
    waiting: tuple[Migration, ...]


def schema_state(made: Iterable[Migration] | None = None) -> SchemaState:
    """Compare migrations with this version's.

    Args:
        made: the migrations made; None asks the connected database.
    """
    loader = MigrationLoader(connection)
    there = set(loader.applied_migrations if made is None else made)
    return SchemaState(
        unknown=tuple(sorted(there - loader.disk_migrations.keys() - loader.replacements.keys())),
        waiting=tuple(sorted(loader.disk_migrations.keys() - there)),
    )


def made_migrations() -> tuple[Migration, ...]:
    """Return the migrations that were made in the connected database, sorted."""
    return tuple(sorted(MigrationLoader(connection).applied_migrations))


def require_no_newer_schema(made: Iterable[Migration] | None = None) -> SchemaState:
    """Return the state unless a newer version has changed the tables: this one would misread or spoil them.

    Raises:
        NewerSchemaError: it has.
    """
    state = schema_state(made)
    if state.unknown:
        app, name = state.unknown[-1]
        raise NewerSchemaError(count=len(state.unknown), last=f"{app}.{name}")
    return state


def require_this_schema() -> None:
    """Return if the tables are exactly those of this version.

    Raises:
        NewerSchemaError: a newer version has changed them.
        OlderSchemaError: migrations wait.
    """
    state = require_no_newer_schema()
    if state.waiting:
        raise OlderSchemaError(count=len(state.waiting))
