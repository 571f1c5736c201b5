"""A backup, a new empty installation, and everything is there again: the drill an operator should make."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import psycopg
import pytest
from psycopg import sql

from fixtures.commands import listina
from fixtures.conversions import House, build_service, scan
from fixtures.database import TestDatabase, _connect_django
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.verification import Verdict, verify_file
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


def run(
    *arguments: str | Path, database: TestDatabase, storage: Path, role: DatabaseRole = DatabaseRole.OWNER
) -> subprocess.CompletedProcess[str]:
    return listina(*map(str, arguments), role=role, database=database, LISTINA_STORAGE_FOLDER=str(storage))


def backed_up(database: TestDatabase, storage: Path, folder: Path) -> Path:
    """Make a backup and return its folder."""
    before = set(folder.glob("*"))
    done = run("backup", folder, database=database, storage=storage)
    assert done.returncode == 0, done.stderr
    (made,) = set(folder.glob("*")) - before
    return made


def moved(house: House, database: TestDatabase, objects: Path) -> House:
    """Return the house in another database and store."""
    _connect_django(database.server, database.name, DatabaseRole.APP)
    service = build_service(objects, house.pki, now=house.clock, defer=house.service.defer)
    return replace(house, service=service, objects=objects)


def test_a_restored_installation_goes_on_where_the_backup_was_made(
    house: House, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    done, waiting, open_case = house.finished(house.ready_case(pages=2)), house.signed_case(), house.ready_case()
    view = house.view(done)
    backup = backed_up(database, house.objects.parent, tmp_path / "backups")
    assert oct(backup.stat().st_mode & 0o777) == "0o700"

    storage = tmp_path / "restored"
    restored = run("restore", backup, database=empty, storage=storage)
    assert restored.returncode == 0, restored.stderr
    after = moved(house, empty, storage / "objects")

    assert after.view(done) == view
    path = queries.output_path(after.service, after.actor, done)
    assert storage in path.parents
    assert verify_file(path, policy=after.service.policy, at=after.clock()).verdict is Verdict.VERIFIED
    assert after.service.finish(after.actor.authority_id, waiting) is CaseState.REGISTERED
    assert after.finished(open_case)
    accounting = after.accounting()
    assert (accounting.confirmed, accounting.missing_counters) == (3, ())


def test_a_second_backup_shares_its_files_with_the_first(house: House, database: TestDatabase, tmp_path: Path) -> None:
    house.finished(house.ready_case())
    first = backed_up(database, house.objects.parent, tmp_path / "backups")
    (first / "database.dump").touch()
    first = first.rename(first.with_name("2026-01-01T00-00-00Z"))
    second = backed_up(database, house.objects.parent, tmp_path / "backups")
    files = [path.relative_to(second) for path in (second / "objects").glob("*/??/*")]
    assert files
    assert all((second / file).samefile(first / file) for file in files)
    rmtree(first)
    assert all((second / file).is_file() for file in files)


def test_nobody_is_signed_in_after_a_restore(
    house: House, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    with psycopg.connect(database.dsn(DatabaseRole.OWNER)) as owner:
        owner.execute("INSERT INTO django_session VALUES ('key', 'data', now() + interval '1 day')")
    backup = backed_up(database, house.objects.parent, tmp_path / "backups")
    assert run("restore", backup, database=empty, storage=tmp_path / "restored").returncode == 0
    with psycopg.connect(empty.dsn(DatabaseRole.OWNER)) as owner:
        assert owner.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
        assert owner.execute("SELECT count(*) FROM accounts_user").fetchone() == (1,)


def test_a_missing_file_makes_no_backup(house: House, database: TestDatabase, tmp_path: Path) -> None:
    page = house.attach(house.open_case(), scan(1))
    house.service.objects.delete(house.actor.authority_id, page.sha256)
    done = run("backup", tmp_path / "backups", database=database, storage=house.objects.parent)
    assert done.returncode == 70
    assert "site.backup_incomplete" in done.stderr
    assert list((tmp_path / "backups").glob("*/manifest.json")) == []


class TestDamagedBackup:
    """What is not whole is not restored."""

    @pytest.fixture
    def backup(self, house: House, database: TestDatabase, tmp_path: Path) -> Path:
        house.finished(house.ready_case())
        return backed_up(database, house.objects.parent, tmp_path / "backups")

    def refused(self, backup: Path, empty: TestDatabase, tmp_path: Path) -> str:
        done = run("restore", backup, database=empty, storage=tmp_path / "restored")
        assert done.returncode == 70
        with psycopg.connect(empty.dsn(DatabaseRole.OWNER)) as owner:
            tables = owner.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (0,)
        return done.stderr

    def test_a_changed_dump(self, backup: Path, empty: TestDatabase, tmp_path: Path) -> None:
        dump = backup / "database.dump"
        dump.write_bytes(dump.read_bytes()[:-1] + b"x")
        assert "site.backup_damaged" in self.refused(backup, empty, tmp_path)

    def test_a_changed_file(self, backup: Path, empty: TestDatabase, tmp_path: Path) -> None:
        file = next(iter((backup / "objects").glob("*/??/*")))
        file.write_bytes(b"something else")
        assert "site.backup_damaged" in self.refused(backup, empty, tmp_path)

    def test_a_lost_file(self, backup: Path, empty: TestDatabase, tmp_path: Path) -> None:
        next(iter((backup / "objects").glob("*/??/*"))).unlink()
        assert "site.backup_damaged" in self.refused(backup, empty, tmp_path)

    def test_no_manifest(self, backup: Path, empty: TestDatabase, tmp_path: Path) -> None:
        (backup / "manifest.json").unlink()
        assert "site.backup_damaged" in self.refused(backup, empty, tmp_path)

    def test_a_newer_version(self, backup: Path, empty: TestDatabase, tmp_path: Path) -> None:
        manifest = json.loads((backup / "manifest.json").read_text())
        manifest["migrations"].append(["conversions", "9999_future"])
        (backup / "manifest.json").write_text(json.dumps(manifest))
        assert "database.newer_schema" in self.refused(backup, empty, tmp_path)


def test_a_backup_is_restored_into_an_empty_database_only(house: House, database: TestDatabase, tmp_path: Path) -> None:
    house.finished(house.ready_case())
    backup = backed_up(database, house.objects.parent, tmp_path / "backups")
    done = run("restore", backup, database=database, storage=tmp_path / "restored")
    assert (done.returncode, "database.not_empty" in done.stderr) == (3, True)


def test_only_the_owner_of_the_tables_backs_up(house: House, database: TestDatabase, tmp_path: Path) -> None:
    assert house.actor
    done = run("backup", tmp_path, database=database, storage=tmp_path, role=DatabaseRole.APP)
    assert (done.returncode, "listina_owner" in done.stderr) == (2, True)
