"""The object store keeps what it was given, or says that it could not."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from listina.objects.errors import ObjectDamagedError, ObjectMissingError, StorageUnavailableError
from listina.objects.store import FileObjectStore

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> FileObjectStore:
    return FileObjectStore(root=tmp_path / "objects", now=lambda: NOW)


def age(path: Path, days: int) -> None:
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))


def test_bytes_and_files_are_kept_under_their_digest(store: FileObjectStore, tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_bytes(b"x" * 3_000_000)

    stored = store.put(1, file)

    assert stored.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert stored.sha512 == hashlib.sha512(file.read_bytes()).hexdigest()
    assert stored.length == 3_000_000
    assert store.verified_path(1, stored.sha256).read_bytes() == file.read_bytes()
    assert store.put(1, b"x" * 3_000_000) == stored


def test_one_authority_does_not_reach_the_objects_of_another(store: FileObjectStore) -> None:
    stored = store.put(1, b"secret")

    assert not store.exists(2, stored.sha256)
    with pytest.raises(ObjectMissingError):
        store.path(2, stored.sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 63, "A" * 64])
def test_what_is_no_digest_never_becomes_a_path(store: FileObjectStore, name: str) -> None:
    with pytest.raises(ObjectMissingError):
        store.path(1, name)


def test_damaged_bytes_are_found_out(store: FileObjectStore) -> None:
    stored = store.put(1, b"whole")
    store.path(1, stored.sha256).write_bytes(b"broken")

    with pytest.raises(ObjectDamagedError):
        store.verified_path(1, stored.sha256)


def test_files_are_readable_by_their_owner_only(store: FileObjectStore) -> None:
    stored = store.put(1, b"secret")

    assert store.path(1, stored.sha256).stat().st_mode & 0o077 == 0


def test_a_source_that_cannot_be_read_keeps_nothing(store: FileObjectStore, tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailableError):
        store.put(1, tmp_path / "missing")

    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_a_storage_in_the_way_of_a_file_is_unavailable_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("a file, not a folder")
    store = FileObjectStore(root=tmp_path / "objects", now=lambda: NOW)

    with pytest.raises(StorageUnavailableError):
        store.put(1, b"x")
    assert [problem.code for problem in store.check()] == ["storage.not_writable"]


def test_the_sweep_takes_only_what_is_old_and_disowned(store: FileObjectStore) -> None:
    kept, old, young = (store.put(1, content).sha256 for content in (b"kept", b"old", b"young"))
    other = store.put(2, b"other").sha256
    leftover = store.root / "temporary" / "object-crashed"
    leftover.write_bytes(b"half")
    for path in (store.path(1, kept), store.path(1, old), store.path(2, other), leftover):
        age(path, 3)
    age(store.path(1, young), 0)

    removed = store.sweep(1, lambda digest: digest == kept, timedelta(days=1))

    assert removed == 1
    assert store.exists(1, kept)
    assert not store.exists(1, old)
    assert store.exists(1, young)
    assert store.exists(2, other)
    assert not leftover.exists()


def test_what_is_stored_again_while_the_sweep_asks_about_it_stays(store: FileObjectStore) -> None:
    old = store.put(1, b"old").sha256
    age(store.path(1, old), 3)

    def disown_and_be_late(digest: str) -> bool:
        assert store.put(1, b"old").sha256 == digest
        age(store.path(1, digest), 0)
        return False

    assert store.sweep(1, disown_and_be_late, timedelta(days=1)) == 0
    assert store.verified_path(1, old).read_bytes() == b"old"


def test_storing_again_heals_a_damaged_object_and_makes_it_young(store: FileObjectStore) -> None:
    kept = store.put(1, b"whole")
    store.path(1, kept.sha256).write_bytes(b"broken")
    age(store.path(1, kept.sha256), 3)

    store.put(1, b"whole")

    assert store.verified_path(1, kept.sha256).read_bytes() == b"whole"
    assert store.path(1, kept.sha256).stat().st_mtime > (NOW - timedelta(days=3)).timestamp()


def test_writers_at_the_same_time_leave_one_whole_object(store: FileObjectStore) -> None:
    content = os.urandom(2_000_000)
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda _: store.put(1, content), range(16)))
    assert len(set(stored)) == 1
    assert store.verified_path(1, stored[0].sha256).read_bytes() == content
    assert list((store.root / "temporary").iterdir()) == []


def test_a_file_the_disk_does_not_take_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    store = FileObjectStore(root=tmp_path / "objects", now=lambda: NOW)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(StorageUnavailableError):
            store.put(1, b"x" * 3_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_a_workspace_is_gone_after_its_block(store: FileObjectStore) -> None:
    with store.workspace() as folder:
        (folder / "draft").write_bytes(b"x")
    assert not folder.exists()


def test_deleting_twice_is_no_error_and_a_healthy_storage_has_no_problem(store: FileObjectStore) -> None:
    stored = store.put(1, b"x")
    store.delete(1, stored.sha256)
    store.delete(1, stored.sha256)

    assert not store.exists(1, stored.sha256)
    assert store.check() == ()
