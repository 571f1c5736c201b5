"""Migrations tell the whole of the models, and can be taken back."""

from __future__ import annotations

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from fixtures.conversions import House
from fixtures.database import TestDatabase, make_official
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.verification import Verdict, verify_file
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


FIRST_RELEASE = (("register", "0001_register"), ("conversions", "0002_one_bit_declaration"))
"""The tables of the version that made the first conversions."""


def test_an_installation_that_holds_data_is_upgraded(house: House, database: TestDatabase) -> None:
    done, waiting, unfinished = house.finished(house.ready_case(pages=2)), house.signed_case(), house.ready_case()
    before = house.view(done)
    with database.acting_as(DatabaseRole.OWNER):
        for app, name in reversed(FIRST_RELEASE):
            call_command("migrate", app, name, verbosity=0)
        assert "original_sha256" not in _columns("conversion_page")
        call_command("migrate", verbosity=0)

    after = house.view(done)
    assert (after.number, after.output, after.events) == (before.number, before.output, before.events)
    assert [page.sha256 for page in after.pages] == [page.sha256 for page in before.pages]
    path = queries.output_path(house.service, house.actor, done)
    assert verify_file(path, policy=house.service.policy, at=house.clock()).verdict is Verdict.VERIFIED
    assert house.service.finish(house.actor.authority_id, waiting) is CaseState.REGISTERED
    assert house.finished(unfinished)


def _columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}
