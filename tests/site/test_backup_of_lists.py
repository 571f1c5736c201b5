"""Trusted lists in a backup: a restored house judges as before; and what a backup leaves that was interrupted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from fixtures.commands import listina
from fixtures.conversions import House
from fixtures.database import TestDatabase, _connect_django
from fixtures.list_scheme import NOW, ListScheme, ListSigner, service
from listina.database.roles import DatabaseRole
from listina.site.backup import Places, Say, back_up, read, restore
from listina.site.errors import BackupDamagedError
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.store import ListStore
from listina.trust.signers import SoftwareKey
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.signature_report import Qualification
from listina.trust.validation.values import Qualified


class Judging:
    """A house's lists with a Czech list, a pivot and a failure, and what they say about one certificate."""

    def __init__(self, scheme: ListScheme, folder: Path, path: tuple[bytes, ...]) -> None:
        """Take the lists from files."""
        self.scheme, self.folder, self.path = scheme, folder, path
        signer, address = ListSigner.make("Druhý"), "https://lists.example/pivot-8.xml"
        taken = scheme.renewal(folder).take(
            {
                "lotl.xml": scheme.list_of_lists(signer=signer, information=(address,), territories=("CZ", "SK")),
                "pivot-8.xml": scheme.list_of_lists(number=8, own=(signer,)),
                "cz.xml": scheme.national_list((service(path[1]),)),
                "sk.xml": scheme.national_list(territory="SK", signer=signer),
            }
        )
        assert [bool(each.failure) for each in taken] == [False, False, True]

    def store(self, folder: Path) -> ListStore:
        """Return the lists of a house."""
        return ListStore(folder=folder, anchors=self.scheme.anchors)

    def said(self, folder: Path, clock: datetime = NOW) -> Qualification:
        """Return what the lists in a folder say about the certificate."""
        return self.store(folder).snapshot(at=clock).qualification(self.path, at=NOW, purpose=Purpose.SIGNATURE)


@pytest.fixture
def judging(house: House, list_scheme: ListScheme, official_key: SoftwareKey, demo_pki: DemoPki) -> Judging:
    """Return the lists of the house, in the folder where a house has them unless told otherwise."""
    folder = house.objects.parent / "trusted-lists"
    return Judging(list_scheme, folder, (official_key.certificate, demo_pki.ca))


def _run(*arguments: str | Path, database: TestDatabase, **variables: str) -> None:
    done = listina(*map(str, arguments), role=DatabaseRole.OWNER, database=database, **variables)
    assert done.returncode == 0, done.stderr


def _back_up(database: TestDatabase, storage: Path, folder: Path) -> Path:
    _run("backup", folder, database=database, LISTINA_STORAGE_FOLDER=str(storage))
    (made,) = folder.glob("*")
    return made


def test_a_restored_house_judges_as_before(
    judging: Judging, house: House, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    said, statuses = judging.said(judging.folder), judging.store(judging.folder).statuses(at=NOW)
    assert said.qualified is Qualified.YES
    backup = _back_up(database, house.objects.parent, tmp_path / "backups")
    there = sorted(str(path.relative_to(backup / "trusted-lists")) for path in backup.glob("trusted-lists/**/*.*"))
    assert [name for name in there if not name.startswith("pivots/")] == ["CZ.list", "EU.list", "problems.json"]

    elsewhere = tmp_path / "lists-elsewhere"
    settings = {"LISTINA_STORAGE_FOLDER": str(tmp_path / "new"), "LISTINA_TRUSTED_LISTS_FOLDER": str(elsewhere)}
    _run("restore", backup, database=empty, **settings)
    assert judging.said(elsewhere) == said
    assert judging.store(elsewhere).statuses(at=NOW) == statuses
    later = NOW + timedelta(days=181)
    assert judging.said(elsewhere, later) == judging.said(judging.folder, later)
    assert judging.said(elsewhere, later).qualified is Qualified.UNKNOWN
    newer = judging.scheme.renewal(elsewhere).take({"cz.xml": judging.scheme.national_list(number=4)})
    assert newer[0].failure.startswith("sequence")


def test_a_newer_list_that_is_here_stays_and_a_restore_is_run_again(
    judging: Judging, house: House, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    backup = _back_up(database, house.objects.parent, tmp_path / "backups")
    storage = tmp_path / "new"
    renewal = judging.scheme.renewal(storage / "trusted-lists")
    renewal.take({"lotl.xml": judging.scheme.list_of_lists(number=11)})
    assert renewal.store.snapshot(at=NOW).missing == ("CZ",)
    _run("restore", backup, database=empty, LISTINA_STORAGE_FOLDER=str(storage))
    found = renewal.store.snapshot(at=NOW)
    assert [(used.territory, used.sequence_number) for used in found.lists] == [("CZ", 5), ("EU", 11)]
    assert judging.said(storage / "trusted-lists").qualified is Qualified.YES


def test_a_damaged_list_is_not_restored(
    judging: Judging, house: House, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    backup = _back_up(database, house.objects.parent, tmp_path / "backups")
    path = backup / "trusted-lists" / "CZ.list"
    path.write_bytes(path.read_bytes().replace(b"granted", b"withdrawn"))
    lists = tmp_path / "new" / "trusted-lists"
    _connect_django(empty.server, empty.name, DatabaseRole.OWNER)
    with pytest.raises(BackupDamagedError, match=r"CZ\.list"):
        restore(backup, Places(objects=tmp_path / "new" / "objects", trusted_lists=lists, keys={}), say=print)
    assert connection.introspection.table_names() == []
    assert not lists.exists()
    assert judging.folder.exists()


def test_an_interrupted_backup_is_none_and_hinders_no_other(
    judging: Judging, house: House, database: TestDatabase, tmp_path: Path
) -> None:
    house.finished(house.ready_case())
    _connect_django(database.server, database.name, DatabaseRole.OWNER)
    places = Places(objects=house.objects, trusted_lists=judging.folder, keys={})

    def made(name: str, say: Say) -> Path:
        back_up(tmp_path / name, places, with_keys=False, at=datetime.now(UTC), version="1", say=say)
        return tmp_path / name

    def at(stage: str, line: str) -> None:
        if line.startswith(stage):
            raise KeyboardInterrupt

    stages = ("database", "files of conversions", "trusted lists")
    try:
        for stage in stages:
            with pytest.raises(KeyboardInterrupt):
                made(stage, partial(at, stage))
            assert not (tmp_path / stage / "manifest.json").exists()
            with pytest.raises(BackupDamagedError):
                read(tmp_path / stage)
        whole = made("whole", print)
    finally:
        _connect_django(database.server, database.name, DatabaseRole.APP)
    assert read(whole).objects > 0
    assert judging.said(judging.folder).qualified is Qualified.YES
    lent = {path.stat().st_ino for stage in stages for path in (tmp_path / stage).rglob("*") if path.is_file()}
    assert lent.isdisjoint(path.stat().st_ino for path in whole.rglob("*") if path.is_file())
