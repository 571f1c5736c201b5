"""A backup, a new empty installation, and everything is there again: the drill an operator should make."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from shutil import copytree, rmtree

import psycopg
import pytest
from django.db import connection

from fixtures.commands import listina
from fixtures.conversions import House, build_service, scan
from fixtures.database import TestDatabase, _connect_django
from fixtures.paper import ALL_FOUR, PaperHouse
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.verification import Verdict, verify_file
from listina.database.errors import NewerSchemaError
from listina.database.roles import DatabaseRole
from listina.errors import ListinaError
from listina.site.backup import Places, restore
from listina.site.errors import BackupDamagedError
from listina.trust.signers import SoftwareKey


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


def test_conversions_to_paper_go_on_with_their_files_after_a_restore(
    paper_house: PaperHouse,
    official_key: SoftwareKey,
    database: TestDatabase,
    empty: TestDatabase,
    tmp_path: Path,
) -> None:
    house, path = paper_house.house, paper_house.inputs.signed(official_key)
    done, printed, examined = (
        paper_house.affirmed_case(path), paper_house.printed_case(path), paper_house.examined_case(path)
    )  # fmt: skip
    paper_house.service.preview(house.actor, examined)
    view, report = paper_house.view(done), paper_house.paper(done).report
    backup = backed_up(database, house.objects.parent, tmp_path / "backups")
    assert run("restore", backup, database=empty, storage=tmp_path / "restored").returncode == 0
    moved_house = moved(house, empty, tmp_path / "restored" / "objects")
    service = replace(paper_house.service, workshop=moved_house.service)
    after = replace(paper_house, house=moved_house, service=service)

    assert after.view(done) == view
    assert after.paper(done).report == report
    service.affirm(house.actor, printed, ALL_FOUR)
    assert service.examine(house.actor.authority_id, examined)
    assert service.preview(house.actor, after.complete(examined)).is_file()
    assert moved_house.accounting().confirmed == 2


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


def test_the_whole_backup_can_be_checked_without_listina(house: House, database: TestDatabase, tmp_path: Path) -> None:
    house.finished(house.ready_case())
    backup = backed_up(database, house.objects.parent, tmp_path / "backups")
    check = ["/usr/bin/sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=backup, check=False).returncode == 0
    listed = {line.partition("  ")[2] for line in (backup / "SHA256SUMS").read_text().splitlines()}
    there = {str(path.relative_to(backup)) for path in backup.rglob("*") if path.is_file()}
    assert there - listed == {"SHA256SUMS", "manifest.json"}


def test_keys_are_in_a_backup_only_when_asked_for(house: House, database: TestDatabase, tmp_path: Path) -> None:
    assert house.actor
    (tmp_path / "pki" / "officials").mkdir(parents=True)
    (tmp_path / "pki" / "officials" / "1.p12").write_bytes(b"a key")
    folders = {"LISTINA_PKI_FOLDER": str(tmp_path / "pki")}

    def keys(name: str, *options: str) -> list[bytes]:
        arguments = ("backup", str(tmp_path / name), *options)
        done = listina(*arguments, role=DatabaseRole.OWNER, database=database, **folders)
        assert done.returncode == 0, done.stderr
        return [path.read_bytes() for path in (tmp_path / name).rglob("keys/pki/officials/1.p12")]

    assert keys("without") == []
    assert keys("with", "--with-keys") == [b"a key"]


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


def _places(storage: Path) -> Places:
    return Places(objects=storage, trusted_lists=storage / "trusted-lists", keys={})


def _first_object(backup: Path) -> Path:
    return next(iter(sorted((backup / "objects").glob("*/??/*"))))


def _change_dump(backup: Path) -> None:
    dump = backup / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1] + b"x")


def _change_object(backup: Path) -> None:
    _first_object(backup).write_bytes(b"something else")


def _lose_object(backup: Path) -> None:
    _first_object(backup).unlink()


def _shorten_list(backup: Path) -> None:
    lines = (backup / "SHA256SUMS").read_text().splitlines(keepends=True)
    (backup / "SHA256SUMS").write_text("".join(lines[:-1]))


def _lead_outside(backup: Path) -> None:
    """Add a list that would be written beside the folder of lists; the sums are those the manifest names."""
    _add_list(backup, "trusted-lists/../escaped/planted.list")


def _add_list(backup: Path, place: str) -> None:
    planted = backup / place
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_bytes(b"planted")
    sums, manifest = backup / "SHA256SUMS", backup / "manifest.json"
    sums.write_text(f"{sums.read_text()}{sha256(b'planted').hexdigest()}  {place}\n")
    told = json.loads(manifest.read_text()) | {"sums_sha256": sha256(sums.read_bytes()).hexdigest()}
    manifest.write_text(json.dumps(told))


def _lose_manifest(backup: Path) -> None:
    (backup / "manifest.json").unlink()


def _make_newer(backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["migrations"].append(["conversions", "9999_future"])
    (backup / "manifest.json").write_text(json.dumps(manifest))


def test_what_is_not_whole_or_newer_is_not_restored(
    house: House, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    house.finished(house.ready_case())
    whole = backed_up(database, house.objects.parent, tmp_path / "backups")
    _connect_django(empty.server, empty.name, DatabaseRole.OWNER)

    def refused_after(damage: Callable[[Path], None], expected: type[ListinaError]) -> None:
        folder = copytree(whole, tmp_path / damage.__name__)
        damage(folder)
        with pytest.raises(expected):
            restore(folder, _places(tmp_path / "restored"), say=print)
        assert connection.introspection.table_names() == []

    for damage in (_change_dump, _change_object, _lose_object, _shorten_list, _lose_manifest, _lead_outside):
        refused_after(damage, BackupDamagedError)
    refused_after(_make_newer, NewerSchemaError)

    # An address that begins at the root stays within the folder of lists.
    outside = tmp_path / "outside" / "planted.list"
    folder = copytree(whole, tmp_path / "absolute")
    _add_list(folder, f"trusted-lists/{outside}")
    restore(folder, _places(tmp_path / "restored"), say=print)
    assert not outside.exists()


def test_a_damaged_backup_ends_the_command_with_its_code(
    database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    backup = backed_up(database, tmp_path, tmp_path / "backups")
    _change_dump(backup)
    done = run("restore", backup, database=empty, storage=tmp_path / "restored")
    assert (done.returncode, "site.backup_damaged" in done.stderr) == (70, True)


def test_a_backup_is_restored_into_an_empty_database_only(house: House, database: TestDatabase, tmp_path: Path) -> None:
    house.finished(house.ready_case())
    backup = backed_up(database, house.objects.parent, tmp_path / "backups")
    done = run("restore", backup, database=database, storage=tmp_path / "restored")
    assert (done.returncode, "database.not_empty" in done.stderr) == (3, True)


def test_only_the_owner_of_the_tables_backs_up(house: House, database: TestDatabase, tmp_path: Path) -> None:
    assert house.actor
    done = run("backup", tmp_path, database=database, storage=tmp_path, role=DatabaseRole.APP)
    assert (done.returncode, "listina_owner" in done.stderr) == (2, True)
