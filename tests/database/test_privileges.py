"""Table × role × privilege, and whose rows: the matrix that grants.sql must produce (ADR 0003).

A new table fails here until it stands in grants.sql and in this matrix.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from fixtures.database import TestDatabase, make_official
from listina.audit.models import Entry
from listina.database.apply import apply_grants
from listina.database.roles import DatabaseRole
from listina.database.scope import system_scope

# Each table with what listina_app may do, what listina_retention may do, and whose its rows are. S is select, I insert,
# U update, D delete; u(…) is update of these columns only. Rows: "authority" is isolated, "public" is isolated but
# readable by everybody in the public scope, "shared" belongs to no authority.
_FORGOTTEN = (
    "certificate,certificate_chain,certificate_snapshot,composed,designation,drawn_up_on,file_mark,forgotten_at,"
    "grant_snapshot,official_snapshot,output_deleted_at,prepared,purpose,reference_number,renew_before,"
    "scans_deleted_at,search_text,signature_value,timestamp_token,untransferable,void_reason"
)
_UNNAMED = (
    "failed_sign_ins,family_name,given_names,is_active,locked_until,password,search_text,sort_key,title_after,"
    "title_before,username"
)
MATRIX: dict[str, tuple[str, str, str]] = {
    "django_content_type": ("", "", "shared"),
    "django_migrations": ("S", "S", "shared"),
    "django_session": ("SIUD", "", "shared"),
    "auth_group": ("", "", "shared"),
    "auth_group_permissions": ("", "", "shared"),
    "auth_permission": ("", "", "shared"),
    "procrastinate_events": ("SIUD", "", "shared"),
    "procrastinate_jobs": ("SIUD", "", "shared"),
    "procrastinate_periodic_defers": ("SIUD", "", "shared"),
    "procrastinate_workers": ("SIUD", "", "shared"),
    "audit_entry": ("SI", "SID", "authority"),
    "accounts_authority": ("SIU", "S", "authority"),
    "accounts_user": ("SIU", f"S u({_UNNAMED})", "authority"),
    "accounts_certificate": ("SI u(withdrawn_at)", "S u(der,key_location,subject)", "authority"),
    "accounts_grant": ("SI u(valid_until,withdrawn_at)", "S", "authority"),
    "accounts_failed_address": ("SIUD", "", "shared"),
    "conversion_case": ("SIU", f"S u({_FORGOTTEN})", "authority"),
    "conversion_page": ("SIU", "S u(device,filename)", "authority"),
    "conversion_received_file": ("SIU", "S u(filename)", "authority"),
    "conversion_paper_work": (
        "SIU",
        "S u(affirmed,consent,examined,integrity_decision,message,stated_message)",
        "authority",
    ),
    "conversion_artifact": ("SIUD", "", "authority"),
    "conversion_answer": ("SI", "SD", "authority"),
    "conversion_event": ("SI", "SD", "authority"),
    "conversion_correction_request": ("SI u(decided_at,decided_by_id,decision)", "SD", "authority"),
    "register_series": ("SIU", "", "shared"),
    "register_confirmation_order": ("SIU", "", "shared"),
    "register_reservation": ("SI u(state)", "", "authority"),
    "register_clause": ("SI", "S u(official_name,statements)", "public"),
    "register_clause_record": ("SI", "SD", "authority"),
    "register_clause_evidence": ("SI", "SD", "authority"),
    "register_page_digest": ("SI", "", "authority"),
    "register_leaf_outbox": ("SI", "", "authority"),
    "register_voiding": ("SI", "S u(reason)", "authority"),
    "register_correction": ("SI", "", "public"),
    "register_evidence_correction": ("SI", "SD", "authority"),
    "register_receipt": ("SI", "SD", "authority"),
}
_LETTERS = {"SELECT": "S", "INSERT": "I", "UPDATE": "U", "DELETE": "D"}
_FORBIDDEN = ("TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.fixture
def owner(database: TestDatabase) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.dsn(DatabaseRole.OWNER), autocommit=True) as session:
        yield session


def tables(owner: psycopg.Connection) -> list[str]:
    rows = owner.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    return sorted(row[0] for row in rows)


def privileges(owner: psycopg.Connection, table: str, role: DatabaseRole) -> str:
    held = "".join(
        letter
        for privilege, letter in _LETTERS.items()
        if owner.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, privilege]).fetchone() == (True,)
    )
    columns = owner.execute(
        "SELECT column_name FROM information_schema.column_privileges "
        "WHERE table_name = %s AND grantee = %s AND privilege_type = 'UPDATE' ORDER BY column_name",
        [table, role],
    ).fetchall()
    if columns and "U" not in held:
        held += f" u({','.join(column for (column,) in columns)})"
    return held


def rows_of(owner: psycopg.Connection, table: str) -> str:
    secured = owner.execute("SELECT relrowsecurity FROM pg_class WHERE relname = %s", [table]).fetchone()
    policies = {row[0] for row in owner.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])}
    if secured == (False,):
        return "shared"
    return "public" if "public_rows" in policies else "authority"


def test_every_table_gives_each_role_exactly_the_privileges_listed(owner: psycopg.Connection) -> None:
    found = {
        table: (
            privileges(owner, table, DatabaseRole.APP),
            privileges(owner, table, DatabaseRole.RETENTION),
            rows_of(owner, table),
        )
        for table in tables(owner)
    }
    assert found == MATRIX


def test_every_table_of_an_installed_application_is_listed(database: TestDatabase) -> None:
    assert database.name
    owned = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    assert owned - MATRIX.keys() == set()


def test_nobody_may_truncate_refer_or_trigger(owner: psycopg.Connection) -> None:
    for table in tables(owner):
        for role in (DatabaseRole.APP, DatabaseRole.RETENTION):
            for privilege in _FORBIDDEN:
                held = owner.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, privilege]).fetchone()
                assert held == (False,), f"{role} {privilege} {table}"


def test_every_table_with_an_authority_is_isolated(owner: psycopg.Connection) -> None:
    columns = owner.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'authority_id'"
    )
    assert {row[0] for row in columns} <= {table for table, row in MATRIX.items() if row[2] != "shared"}


def test_the_public_scope_only_reads(owner: psycopg.Connection) -> None:
    commands = owner.execute("SELECT DISTINCT cmd FROM pg_policies WHERE policyname = 'public_rows'").fetchall()
    assert {command for (command,) in commands} <= {"SELECT"}


def test_the_roles_are_neither_powerful_nor_able_to_pass_row_security(owner: psycopg.Connection) -> None:
    rows = owner.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'listina\\_%%' AND rolname <> 'listina_admin' AND "
        "NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication) AND rolcanlogin",
        [],
    )
    assert {row[0] for row in rows} == set(DatabaseRole)


def test_every_table_belongs_to_the_owner_role(owner: psycopg.Connection) -> None:
    rows = owner.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    assert [row[0] for row in rows] == [DatabaseRole.OWNER]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY",
        "DROP POLICY scope_rows ON audit_entry",
        "TRUNCATE audit_entry",
        "SELECT setval('accounts_public_number', 1)",
        "SET ROLE listina_owner",
        "ALTER ROLE listina_app BYPASSRLS",
    ],
)
def test_the_application_cannot_loosen_its_own_bonds(database: TestDatabase, statement: str) -> None:
    with (
        psycopg.connect(database.dsn(DatabaseRole.APP)) as session,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        session.execute(statement.encode())


def test_an_entry_of_the_audit_trail_cannot_be_changed_or_deleted_by_the_application(database: TestDatabase) -> None:
    assert database.name
    make_official()
    with pytest.raises(ProgrammingError, match="permission denied"), system_scope("try to change the trail"):
        Entry.objects.update(action="test.changed")
    with pytest.raises(ProgrammingError, match="permission denied"), system_scope("try to delete the trail"):
        Entry.objects.all().delete()
    with system_scope("look"):
        assert Entry.objects.exists()
        assert not Entry.objects.filter(action="test.changed").exists()


def test_the_retention_role_may_delete_entries_and_nothing_else(database: TestDatabase) -> None:
    make_official()
    with database.acting_as(DatabaseRole.RETENTION):
        deleted, _ = Entry.objects.all().delete()
        assert deleted
        with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_user")


def test_a_role_cannot_sign_in_with_the_password_of_another(database: TestDatabase) -> None:
    wrong = psycopg.conninfo.make_conninfo(
        database.dsn(DatabaseRole.OWNER), password=database.server.password(DatabaseRole.APP)
    )
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_grants_may_be_applied_again_and_give_the_same(database: TestDatabase, owner: psycopg.Connection) -> None:
    owner.execute("GRANT DELETE ON accounts_user TO listina_app")
    owner.execute("ALTER TABLE accounts_user DISABLE ROW LEVEL SECURITY")
    with database.acting_as(DatabaseRole.OWNER):
        apply_grants(connection)
    assert privileges(owner, "accounts_user", DatabaseRole.APP) == "SIU"
    assert rows_of(owner, "accounts_user") == "authority"
