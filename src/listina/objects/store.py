"""Files of a case, kept by authority and digest (decision 23: nothing is shared across authorities).

An object is written under its SHA-256 and never changes, so writing it twice is harmless and a crash in the middle
leaves nothing but a temporary file, which the sweep removes.

Who stores and who sweeps may be different processes. Their protocol: an object gets its name under a shared lock on its
folder, and is young from then on, also if it was there before; it loses its name under an exclusive lock, after a look
at its age under this lock. Whoever names an object in the database stores it first; so what the sweep finds old and
disowned is named by nobody, and what is stored again before the sweep gets the lock stays (ADR 0013).
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from listina.large_files import DigestedFile, pieces
from listina.objects.errors import ObjectDamagedError, ObjectMissingError, StorageUnavailableError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SCARCE_BYTES = 2 << 30
DISK_FAILURES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""What the kernel says of a disk that is full, read-only or broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObject:
    """What is known of an object once it is kept.

    Attributes:
        sha256: lower-case hexadecimal, 64 digits; the object's name.
        sha512: lower-case hexadecimal, 128 digits.
        length: in bytes.
    """

    sha256: str
    sha512: str
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageProblem:
    """What is wrong with the storage and what the operator does about it."""

    code: str
    cs: str
    en: str


class ObjectStore(Protocol):
    """Keeps files by authority and digest."""

    def put(self, authority_id: int, source: Path | bytes) -> StoredObject:
        """Keep the bytes; after the return they survive a power cut. Raises StorageUnavailableError."""
        ...

    def adopt(self, authority_id: int, source: Path, known: StoredObject) -> StoredObject:
        """Keep a file of the workspace without copying it. Raises ObjectDamagedError, StorageUnavailableError."""
        ...

    def path(self, authority_id: int, sha256: str) -> Path:
        """Return a readable file of the object, unchecked. Raises ObjectMissingError."""
        ...

    def verified_path(self, authority_id: int, sha256: str) -> Path:
        """Return a readable file whose digest was computed again. Raises ObjectMissingError, ObjectDamagedError."""
        ...

    def exists(self, authority_id: int, sha256: str) -> bool:
        """Tell whether the object is kept."""
        ...

    def delete(self, authority_id: int, sha256: str) -> None:
        """Remove the object; a missing one is no error."""
        ...

    def sweep(self, authority_id: int, keep: Callable[[str], bool], older_than: timedelta) -> int:
        """Remove the objects `keep` disowns and left-over temporary files, if older than that; return how many."""
        ...

    def workspace(self) -> AbstractContextManager[Path]:
        """Give an empty folder for files on their way into the store. Raises StorageUnavailableError."""
        ...

    def check(self) -> tuple[StorageProblem, ...]:
        """Return what is wrong with the storage; empty if nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FileObjectStore:
    """Objects as files `root/<authority>/<first two digits>/<sha256>`, readable by the process's user only.

    Attributes:
        root: made on first use.
        now: the present moment, aware.
    """

    root: Path
    now: Callable[[], datetime]

    def put(self, authority_id: int, source: Path | bytes) -> StoredObject:
        """Write to a temporary file, force it to disk, then give it its name.

        Raises:
            StorageUnavailableError: the disk is full, read-only or gone; nothing is kept.
        """
        try:
            folder = self._temporary_folder()
            with tempfile.NamedTemporaryFile(dir=folder, prefix="object-", delete=False) as target:
                temporary = Path(target.name)
                try:
                    stored = _copy(source, cast("BinaryIO", target.file))
                    self._name(temporary, authority_id, stored.sha256)
                except BaseException:
                    temporary.unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise StorageUnavailableError(reason=error.strerror or type(error).__name__) from error
        return stored

    def adopt(self, authority_id: int, source: Path, known: StoredObject) -> StoredObject:
        """Force a file of the workspace to disk, then give it its name; hundreds of megabytes are not copied again.

        Args:
            authority_id: whose object it becomes.
            source: a file in a folder of `workspace`; it is gone from there afterwards.
            known: the digests of exactly these bytes, computed by whoever wrote them while they were written.

        Raises:
            ObjectDamagedError: the file is not as long as it should be; nothing is kept.
            StorageUnavailableError: the disk is full, read-only or gone; nothing is kept.
        """
        try:
            with source.open("r+b") as file:
                if os.fstat(file.fileno()).st_size != known.length:
                    raise ObjectDamagedError(sha256=known.sha256)
                os.fchmod(file.fileno(), 0o600)
                os.fsync(file.fileno())
            self._name(source, authority_id, known.sha256)
        except OSError as error:
            raise StorageUnavailableError(reason=error.strerror or type(error).__name__) from error
        return known

    def path(self, authority_id: int, sha256: str) -> Path:
        """Return the object's file.

        Raises:
            ObjectMissingError: there is none.
        """
        place = self._place(authority_id, sha256)
        if not place.is_file():
            raise ObjectMissingError(sha256=sha256)
        return place

    def verified_path(self, authority_id: int, sha256: str) -> Path:
        """Return the object's file after computing its digest again.

        Raises:
            ObjectMissingError: there is none.
            ObjectDamagedError: its bytes are not those that were kept.
        """
        place = self.path(authority_id, sha256)
        with place.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            raise ObjectDamagedError(sha256=sha256)
        return place

    def exists(self, authority_id: int, sha256: str) -> bool:
        """Tell whether the object is kept."""
        return self._place(authority_id, sha256).is_file()

    def delete(self, authority_id: int, sha256: str) -> None:
        """Remove the object; a missing one is no error."""
        place = self._place(authority_id, sha256)
        if place.parent.is_dir():
            with _lock(place.parent, fcntl.LOCK_EX):
                place.unlink(missing_ok=True)

    def sweep(self, authority_id: int, keep: Callable[[str], bool], older_than: timedelta) -> int:
        """Remove what nobody refers to, and left-over temporary files.

        Args:
            authority_id: whose objects.
            keep: whether a record refers to the digest.
            older_than: younger files stay, since their record may not be written yet.

        Returns:
            How many objects of the authority were removed.
        """
        limit = (self.now() - older_than).timestamp()
        for temporary in self._temporary_folder().iterdir():
            if _changed(temporary) < limit:
                _remove(temporary)
        removed = 0
        for file in (self.root / str(int(authority_id))).glob("??/*"):
            if _changed(file) < limit and not keep(file.name):
                removed += _remove_if_still_old(file, limit)
        return removed

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Give an empty folder on the objects' own disk; it goes with the block, or with a later sweep.

        Raises:
            StorageUnavailableError: the disk is full, read-only or gone, now or while the block writes.
        """
        try:
            folder = Path(tempfile.mkdtemp(dir=self._temporary_folder(), prefix="work-"))
        except OSError as error:
            raise StorageUnavailableError(reason=error.strerror or type(error).__name__) from error
        try:
            yield folder
        except OSError as error:
            if error.errno not in DISK_FAILURES:
                raise
            raise StorageUnavailableError(reason=error.strerror or type(error).__name__) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def check(self) -> tuple[StorageProblem, ...]:
        """Write, read back and remove a probe; look at the free space."""
        try:
            with self.workspace() as folder:
                probe = folder / "probe"
                probe.write_bytes(b"listina")
                readable = probe.read_bytes() == b"listina"
            free = shutil.disk_usage(self.root).free
        except (OSError, StorageUnavailableError):
            readable, free = False, 0
        if not readable:
            return (
                StorageProblem(
                    code="storage.not_writable",
                    cs=f"Do úložiště {self.root} nelze zapisovat. Zkontrolujte disk a práva ke složce.",
                    en=f"The storage {self.root} cannot be written. Check the disk and the folder's permissions.",
                ),
            )
        if free < _SCARCE_BYTES:
            return (
                StorageProblem(
                    code="storage.scarce",
                    cs=f"V úložišti {self.root} zbývá jen {free >> 20} MB. Uvolněte místo na disku.",
                    en=f"Only {free >> 20} MB are left in the storage {self.root}. Free some disk space.",
                ),
            )
        return ()

    def _name(self, temporary: Path, authority_id: int, sha256: str) -> None:
        final = self._place(authority_id, sha256)
        final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _lock(final.parent, fcntl.LOCK_SH):
            temporary.replace(final)
        # The name is durable only when every folder above it is: the last two may be new.
        for level in (final.parent, final.parent.parent, self.root):
            _force_folder(level)

    def _place(self, authority_id: int, sha256: str) -> Path:
        # The digest becomes a path: anything but a digest could leave the root.
        if not _SHA256.fullmatch(sha256):
            raise ObjectMissingError(sha256=sha256)
        return self.root / str(int(authority_id)) / sha256[:2] / sha256

    def _temporary_folder(self) -> Path:
        folder = self.root / "temporary"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder


def _copy(source: Path | bytes, target: BinaryIO) -> StoredObject:
    with DigestedFile(target) as written:
        for piece in (source,) if isinstance(source, bytes) else pieces(source):
            written.write(piece)
    target.flush()
    os.fsync(target.fileno())
    return StoredObject(sha256=written.sha256, sha512=written.sha512, length=written.length)


def _force_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _lock(folder: Path, kind: int) -> Iterator[None]:
    """Hold a lock on a folder among all processes of this machine; it ends with the process at the latest."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)


def _remove_if_still_old(file: Path, limit: float) -> bool:
    """Remove an object unless it was stored again since it was found old: then somebody is about to name it."""
    with _lock(file.parent, fcntl.LOCK_EX):
        if _changed(file) >= limit:
            return False
        file.unlink(missing_ok=True)
        return True


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC).timestamp()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
