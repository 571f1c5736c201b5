"""What several tests of an installation need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql

from fixtures.database import TestDatabase, _connect_django
from listina.database.apply import prepare_database
from listina.database.roles import DatabaseRole


@pytest.fixture
def empty(database: TestDatabase, superuser: psycopg.Connection) -> Iterator[TestDatabase]:
    """A new database beside the first one, prepared as the operator's guide says."""
    name = f"{database.name}_restored"
    superuser.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(database.server.superuser_dsn(name), autocommit=True) as session:
        prepare_database(session)
    yield replace(database, name=name)
    _connect_django(database.server, database.name, DatabaseRole.APP)
    superuser.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
