"""`listina retention`, run as its operator would."""

from __future__ import annotations

import json
from pathlib import Path

from fixtures.commands import listina
from fixtures.conversions import House
from fixtures.database import TestDatabase
from listina.audit.models import Entry
from listina.database.roles import DatabaseRole
from listina.database.scope import system_scope


def test_the_plan_is_shown_and_nothing_deleted(house: House, database: TestDatabase) -> None:
    case_id = house.finished(house.ready_case())
    done = listina("retention", "--as-of", "2040-01-01", role=DatabaseRole.RETENTION, database=database)
    assert done.returncode == 0, done.stderr
    assert "1  test conversions before" in done.stdout
    assert "Nothing was changed." in done.stdout
    assert house.view(case_id).designation


def test_a_deletion_leaves_a_protocol(house: House, database: TestDatabase, tmp_path: Path) -> None:
    house.open_case()
    protocol = tmp_path / "protocol.json"
    done = listina(
        "retention", "--perform", "--protocol", str(protocol), role=DatabaseRole.RETENTION, database=database
    )
    assert done.returncode == 0, done.stderr
    kept = json.loads(protocol.read_text())
    assert kept["format"] == "listina.retention/1"
    assert kept["conversions_forgotten"] == 0
    assert {each["name"] for each in kept["categories"]} >= {"live_conversions", "audit_of_sign_ins"}


def test_a_protocol_never_replaces_another(house: House, database: TestDatabase, tmp_path: Path) -> None:
    assert house.actor
    earlier = tmp_path / "protocol.json"
    earlier.write_text("{}")
    done = listina("retention", "--perform", "--protocol", str(earlier), role=DatabaseRole.RETENTION, database=database)
    assert (done.returncode, "cannot be written" in done.stderr) == (2, True)
    assert earlier.read_text() == "{}"
    with system_scope("nothing was done"):
        assert not Entry.objects.filter(action="retention.performed").exists()


def test_another_role_or_a_day_to_come_is_refused(house: House, database: TestDatabase) -> None:
    case_id = house.finished(house.ready_case())
    as_app = listina("retention", role=DatabaseRole.APP, database=database)
    assert (as_app.returncode, "listina_retention" in as_app.stderr) == (2, True)
    early = listina("retention", "--perform", "--as-of", "2040-01-01", role=DatabaseRole.RETENTION, database=database)
    assert (early.returncode, "has not come yet" in early.stderr) == (2, True)
    assert listina("retention", "--as-of", "soon", role=DatabaseRole.RETENTION, database=database).returncode == 2
    assert house.view(case_id).designation
