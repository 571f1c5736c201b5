"""Migrations tell the whole of the models, and can be taken back."""

from __future__ import annotations

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from fixtures.database import TestDatabase, make_official
from listina.database.roles import DatabaseRole


@pytest.mark.usefixtures("database")
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_migrations_are_taken_back_and_made_again_with_their_grants(database: TestDatabase) -> None:
    with database.acting_as(DatabaseRole.OWNER):
        call_command("migrate", "audit", "zero", verbosity=0)
        call_command("migrate", "accounts", "zero", verbosity=0)
        assert not {"audit_entry", "accounts_user"} & set(connection.introspection.table_names())
        call_command("migrate", verbosity=0)
    assert make_official().user_id > 0


def test_looking_at_the_plan_changes_no_privilege(database: TestDatabase) -> None:
    with psycopg.connect(database.dsn(DatabaseRole.OWNER), autocommit=True) as owner:
        owner.execute("REVOKE SELECT ON django_session FROM listina_app")
        with database.acting_as(DatabaseRole.OWNER):
            call_command("migrate", plan=True, verbosity=0)
        held = owner.execute("SELECT has_table_privilege('listina_app', 'django_session', 'SELECT')").fetchone()
    assert held == (False,)
