"""What stays of people who left: the name as long as a kept conversion names them, then only their number."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from fixtures.conversions import House
from fixtures.database import GOOD_PASSWORD, TestDatabase, make_official
from listina.accounts.actors import Actor
from listina.accounts.models import Certificate, User
from listina.audit import keeping as audit_keeping
from listina.audit.models import Entry
from listina.conversions.keeping import forgetting
from listina.database.roles import DatabaseRole
from listina.database.scope import system_scope
from listina.law.retention import Period


def end_roles(database: TestDatabase, actor: Actor) -> None:
    with psycopg.connect(database.dsn(DatabaseRole.OWNER)) as owner:
        owner.execute("UPDATE accounts_grant SET withdrawn_at = now() WHERE user_id = %s", [actor.user_id])


def later(house: House, **period: int) -> date:
    return Period(**period).after(house.clock.prague_day()) + timedelta(days=2)


def perform(database: TestDatabase, day: date) -> dict[str, int]:
    with database.acting_as(DatabaseRole.RETENTION):
        return forgetting.perform(day).rows


def person(actor: Actor) -> User:
    with system_scope("what is kept of a person"):
        return User.objects.get(id=actor.user_id)


def test_a_year_after_the_last_role_the_sign_in_goes_and_the_name_stays(house: House, database: TestDatabase) -> None:
    house.ready_case()
    end_roles(database, house.actor)
    before = person(house.actor)
    assert before.check_password(GOOD_PASSWORD)
    assert perform(database, later(house, days=300))["sign_ins_of_leavers"] == 0
    assert perform(database, later(house, years=1))["sign_ins_of_leavers"] == 1
    after = person(house.actor)
    assert (after.username, after.is_active) == (f"byvaly-{before.public_number}", False)
    assert not after.has_usable_password()
    assert (after.family_name, after.public_number) == (before.family_name, before.public_number)
    assert perform(database, later(house, years=1))["sign_ins_of_leavers"] == 0


def test_the_name_goes_with_the_last_conversion_that_names_it(house: House, database: TestDatabase) -> None:
    house.finished(house.ready_case())
    end_roles(database, house.actor)
    assert perform(database, later(house, years=2))["leavers_forgotten"] == 1
    after = person(house.actor)
    assert (after.given_names, after.family_name, after.title_before, after.search_text) == ("", "", "", "")
    with system_scope("what is kept of a person"):
        assert {bytes(row.der) for row in Certificate.objects.filter(user_id=house.actor.user_id)} == {b""}


@pytest.mark.parametrize("role", ["never had one", "has one"])
def test_who_has_not_left_is_not_forgotten(house: House, database: TestDatabase, role: str) -> None:
    actor = make_official(house.actor.authority_id, roles=()) if role == "never had one" else house.actor
    username = person(actor).username
    rows = perform(database, later(house, months=20))
    assert rows["sign_ins_of_leavers"] == rows["leavers_forgotten"] == 0
    assert person(actor).username == username


def test_dropped_audit_entries_leave_their_digest(house: House, database: TestDatabase) -> None:
    with system_scope("entries"):
        for action in ("account.signed_in", "account.sign_in_refused"):
            Entry.objects.create(action=action, subject="x")
        kept = list(Entry.objects.filter(action__startswith="account.sign").order_by("id").values())
    day = later(house, months=18)
    with database.acting_as(DatabaseRole.RETENTION):
        dropped = forgetting.perform(day).audit[audit_keeping.SIGN_INS]
    assert (dropped.count, dropped.first, dropped.last) == (len(kept), kept[0]["id"], kept[-1]["id"])
    assert dropped.sha256 == audit_keeping.digest(kept)
    with system_scope("the protocol"):
        protocol = Entry.objects.get(action="retention.performed")
    assert protocol.details["audit_of_sign_ins_sha256"] == dropped.sha256
