"""Authorities are isolated by PostgreSQL itself (ADR 0002): outside its scope a row is not there."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection, transaction

from fixtures.database import TestDatabase, make_authority, make_official
from listina.accounts.actors import Actor
from listina.accounts.models import Authority, Grant, User
from listina.audit.models import Entry
from listina.database.errors import ScopeError
from listina.database.roles import DatabaseRole
from listina.database.scope import Scope, ScopeKind, authority_scope, current_scope, public_scope, system_scope

pytestmark = pytest.mark.usefixtures("database")

REFUSED = "violates row-level security policy"
Enter = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def ours() -> Actor:
    return make_official()


@pytest.fixture
def theirs(ours: Actor) -> Actor:
    actor = make_official()
    assert actor.authority_id != ours.authority_id
    return actor


def everything_visible() -> set[int]:
    """What code sees that forgot every filter."""
    found = {user.authority_id for user in User.objects.all()} | {grant.authority_id for grant in Grant.objects.all()}
    return found | {authority.id for authority in Authority.objects.all()}


def test_without_a_scope_no_row_is_visible(ours: Actor) -> None:
    assert everything_visible() == set()
    assert not User.objects.filter(id=ours.user_id).exists()


def test_without_a_scope_no_row_can_be_written(ours: Actor) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED):
        Entry.objects.create(action="test.entry", authority_id=ours.authority_id)
    assert User.objects.filter(id=ours.user_id).update(given_names="Jiná") == 0
    with system_scope("look whether anything changed"):
        assert User.objects.get(id=ours.user_id).given_names == "Jana"
        assert not Entry.objects.filter(action="test.entry").exists()


def test_code_that_forgets_its_filter_sees_its_own_authority_only(ours: Actor, theirs: Actor) -> None:
    with authority_scope(ours.authority_id):
        assert everything_visible() == {ours.authority_id}
        assert not User.objects.filter(id=theirs.user_id).exists()


def test_raw_sql_is_isolated_as_well(ours: Actor, theirs: Actor) -> None:
    with authority_scope(ours.authority_id), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user WHERE id = %s", [theirs.user_id])
        assert cursor.fetchone() == (0,)


def test_the_rows_of_another_authority_cannot_be_changed(ours: Actor, theirs: Actor) -> None:
    with authority_scope(ours.authority_id):
        assert User.objects.filter(id=theirs.user_id).update(given_names="Jiná") == 0
        assert User.objects.update(given_names="Naše") == 1
    with authority_scope(theirs.authority_id):
        assert User.objects.get().given_names == "Jana"


def test_no_row_can_be_written_for_another_authority(ours: Actor, theirs: Actor) -> None:
    with pytest.raises(ProgrammingError, match=REFUSED), authority_scope(ours.authority_id):
        Entry.objects.create(action="test.entry", authority_id=theirs.authority_id)
    with pytest.raises(ProgrammingError, match=REFUSED), authority_scope(ours.authority_id):
        Entry.objects.create(action="test.entry", authority_id=None)
    with pytest.raises(ProgrammingError, match=REFUSED), authority_scope(ours.authority_id):
        User.objects.filter(id=ours.user_id).update(authority_id=theirs.authority_id)
    with system_scope("look whether anything changed"):
        assert not Entry.objects.filter(action="test.entry").exists()
        assert User.objects.get(id=ours.user_id).authority_id == ours.authority_id


def test_a_locked_read_does_not_reach_another_authority(ours: Actor, theirs: Actor) -> None:
    with authority_scope(ours.authority_id):
        assert list(User.objects.select_for_update().filter(id=theirs.user_id)) == []


def test_the_system_scope_sees_all_and_logs_its_reason(
    ours: Actor, theirs: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "listina.database.scope"), system_scope("count the authorities"):
        assert everything_visible() == {ours.authority_id, theirs.authority_id}
    assert "system scope: count the authorities" in caplog.messages


def test_a_system_scope_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"), system_scope("  "):
        pass
    assert current_scope() is None


def test_the_public_scope_neither_sees_nor_writes_what_is_not_public(ours: Actor) -> None:
    with public_scope():
        assert everything_visible() == set()
    with pytest.raises(ProgrammingError, match=REFUSED), public_scope():
        Entry.objects.create(action="test.entry", authority_id=ours.authority_id)


def fail() -> None:
    raise RuntimeError


def fail_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nonsense FROM accounts_user")


@pytest.fixture(params=["leaves", "fails", "fails in the database"])
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_reused_connection_remembers_no_scope(ours: Actor, ending: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()
    work = {"leaves": everything_visible, "fails": fail, "fails in the database": fail_in_the_database}[ending]
    with contextlib.suppress(RuntimeError, ProgrammingError), authority_scope(ours.authority_id):
        work()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == backend
    assert current_scope() is None
    assert everything_visible() == set()


def test_a_scope_inside_a_plain_transaction_ends_before_the_transaction_does(ours: Actor) -> None:
    with transaction.atomic():
        with authority_scope(ours.authority_id):
            assert everything_visible() == {ours.authority_id}
        assert everything_visible() == set()


def test_an_inner_failure_leaves_the_outer_scope_as_it_was(ours: Actor, theirs: Actor) -> None:
    with system_scope("outer"):
        with pytest.raises(RuntimeError), authority_scope(ours.authority_id):
            fail()
        assert everything_visible() == {ours.authority_id, theirs.authority_id}


def test_a_scope_may_be_narrowed_and_comes_back(ours: Actor, theirs: Actor) -> None:
    with system_scope("outer"):
        with authority_scope(ours.authority_id), authority_scope(ours.authority_id):
            assert everything_visible() == {ours.authority_id}
            assert current_scope() == Scope(kind=ScopeKind.AUTHORITY, authority_id=ours.authority_id)
        with public_scope():
            assert everything_visible() == set()
        assert everything_visible() == {ours.authority_id, theirs.authority_id}


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (lambda: authority_scope(1), lambda: authority_scope(2)),
        (lambda: authority_scope(1), lambda: system_scope("widen")),
        (lambda: authority_scope(1), public_scope),
        (public_scope, lambda: authority_scope(1)),
        (public_scope, lambda: system_scope("widen")),
    ],
    ids=["other authority", "system in authority", "public in authority", "authority in public", "system in public"],
)
def test_a_scope_is_never_widened_or_changed_from_within(outer: Enter, inner: Enter) -> None:
    with outer():
        before = current_scope()
        with pytest.raises(ScopeError), inner():
            pytest.fail("the inner scope was entered")
        assert current_scope() == before


def test_another_thread_has_its_own_scope(ours: Actor) -> None:
    seen: list[object] = []

    def look() -> None:
        seen.extend([current_scope(), everything_visible()])
        connection.close()

    with authority_scope(ours.authority_id):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [None, set()]


def test_what_fails_in_a_scope_is_rolled_back(ours: Actor) -> None:
    with contextlib.suppress(RuntimeError), authority_scope(ours.authority_id):
        User.objects.filter(id=ours.user_id).update(given_names="Jiná")
        fail()
    with authority_scope(ours.authority_id):
        assert User.objects.get(id=ours.user_id).given_names == "Jana"


@pytest.mark.parametrize("setting", ["", "authority", "systemx", "SYSTEM"])
def test_settings_that_say_nothing_clear_let_nothing_through(ours: Actor, setting: str) -> None:
    assert ours.authority_id
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('listina.scope', %s, true), set_config('listina.authority', '', true)", [setting]
        )
        assert everything_visible() == set()


def test_the_retention_role_sees_every_authority_where_it_was_granted_something(
    ours: Actor, theirs: Actor, database: TestDatabase
) -> None:
    with database.acting_as(DatabaseRole.RETENTION):
        assert {ours.authority_id, theirs.authority_id} <= set(Entry.objects.values_list("authority_id", flat=True))
        assert {ours.user_id, theirs.user_id} <= set(User.objects.values_list("id", flat=True))
        with pytest.raises(ProgrammingError, match="permission denied"):
            Session.objects.count()


def test_an_authority_made_in_a_scope_is_not_seen_by_others(ours: Actor) -> None:
    other = make_authority(name="Jiný úřad")
    with authority_scope(ours.authority_id):
        assert not Authority.objects.filter(id=other.authority_id).exists()
