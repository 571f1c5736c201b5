"""A whole installation in one folder, and back (záloha a obnova).

A backup is a folder of its own: `database.dump`, `objects/`, `trusted-lists/`, `keys/` if asked for, `SHA256SUMS` over
all of them, which `sha256sum --check` reads too, and `manifest.json` with the digest of the sums. The manifest is
written last: a folder without one is no backup. Objects never change, so one that the previous backup beside it holds
is linked instead of copied where the disk allows.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from listina.conversions.keeping.naming import named_objects
from listina.database import dumps
from listina.database.schema import made_migrations, require_no_newer_schema
from listina.site.errors import BackupDamagedError, BackupIncompleteError
from listina.trust.lists.store import SNAPSHOT, files_of

FORMAT = "listina.backup/1"
MANIFEST, SUMS, DUMP, OBJECTS, KEYS = "manifest.json", "SHA256SUMS", "database.dump", "objects", "keys"
LISTS = "trusted-lists"
_UNLINKABLE = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP})

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where an installation keeps its files.

    Attributes:
        objects: the store's folder.
        trusted_lists: the folder of lists; it need not exist.
        keys: folders with keys and settings of the PKI, by the name they get in a backup.
    """

    objects: Path
    trusted_lists: Path
    keys: dict[str, Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a backup holds.

    Attributes:
        objects: how many files of conversions.
        length: of all files, in bytes.
        migrations: what had been made of the schema.
    """

    made_at: str
    product_version: str
    objects: int
    length: int
    migrations: tuple[tuple[str, str], ...]


def back_up(folder: Path, places: Places, *, with_keys: bool, at: datetime, version: str, say: Say) -> Summary:
    """Write a backup of the connected database, as its owner, and of the files it names.

    Database first: what it names was stored before. A file that was given up meanwhile is named by nobody any more.

    Args:
        folder: must not exist; the backups beside it lend it what they have in common.
        places: of the installation.
        with_keys: also the keys, which then must be guarded like the originals.
        at: the present moment, aware.
        version: of the product.
        say: takes lines about the progress.

    Raises:
        FileExistsError: the folder exists.
        DumpFailedError: PostgreSQL's program failed.
        BackupIncompleteError: a file that the database names is missing or damaged; there is no manifest then.
    """
    folder.mkdir(mode=0o700, parents=True)
    with dumps.exported_snapshot() as snapshot:
        migrations = made_migrations()
        named = named_objects()
        say("database")
        dumps.dump(folder / DUMP, snapshot)
    say(f"files of conversions: {len(named)}")
    missing = _copied(sorted(named), places.objects, folder)
    if missing:
        missing &= named_objects()
    if missing:
        raise BackupIncompleteError(count=len(missing), folder=folder)
    say("trusted lists")
    for path in files_of(places.trusted_lists):
        _copied_if_there(path, folder / LISTS / path.relative_to(places.trusted_lists))
    if with_keys:
        say("keys")
        for name, source in places.keys.items():
            shutil.copytree(source, folder / KEYS / name)
    sums = _sums_of(folder)
    summary = Summary(
        made_at=at.isoformat(),
        product_version=version,
        objects=len(_objects_in(sums)),
        length=sum((folder / place).stat().st_size for place in sums),
        migrations=migrations,
    )
    _write_manifest(folder, summary, sums)
    return summary


def read(folder: Path) -> Summary:
    """Return what a backup says of itself.

    Raises:
        BackupDamagedError: there is no manifest, it is none of ours, or the sums are not those it names.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT or manifest["sums_sha256"] != _digest(folder / SUMS):
            raise BackupDamagedError(folder=folder, reason=f"{MANIFEST} and {SUMS} do not agree")
        return Summary(
            made_at=manifest["made_at"],
            product_version=manifest["product_version"],
            objects=manifest["objects"],
            length=manifest["length"],
            migrations=tuple((app, name) for app, name in manifest["migrations"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupDamagedError(folder=folder, reason=type(error).__name__) from error


def restore(folder: Path, places: Places, *, say: Say) -> Summary:
    """Read a backup into the connected, empty database, as its owner, and into the store.

    Files first, each after its digest was computed again; the database then in one transaction. Interrupted, it is run
    again. A trusted list that is here already stays: it may be newer. Keys are put back by hand.

    Raises:
        BackupDamagedError: the backup is not whole.
        NewerSchemaError: a newer version made it.
        DatabaseNotEmptyError: the database holds tables.
        DumpFailedError: PostgreSQL's program failed.
    """
    say("digests of the backup")
    summary = read(folder)
    require_no_newer_schema(summary.migrations)
    dumps.require_empty()
    sums = dict(_read_sums(folder))
    objects = _objects_in(sums)
    for place in sums.keys() - set(objects):
        _require_whole(folder, folder / place, sums[place])
    say(f"files of conversions: {summary.objects}")
    for place in objects:
        target = places.objects / Path(place).relative_to(OBJECTS)
        _put_back(folder, place, target, target.name)
    say("trusted lists")
    for place, sha256 in sums.items():
        if place.startswith(f"{LISTS}/"):
            here = places.trusted_lists / Path(place).relative_to(LISTS)
            if not here.exists():
                _put_back(folder, place, here, sha256)
    (places.trusted_lists / SNAPSHOT).unlink(missing_ok=True)  # It is made anew of the lists.
    say("database")
    dumps.load(folder / DUMP)
    return summary


def _copied(named: Iterable[tuple[int, str]], store: Path, folder: Path) -> set[tuple[int, str]]:
    """Put the objects into the backup; return those that are missing or are not what their name says."""
    previous = _previous(folder)
    missing = set()
    for authority_id, sha256 in named:
        place = Path(str(authority_id)) / sha256[:2] / sha256
        target = folder / OBJECTS / place
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lent = previous / OBJECTS / place if previous else None
        if lent is not None and lent.is_file() and _digest(lent) == sha256 and _linked(lent, target):
            continue
        try:
            shutil.copyfile(store / place, target)
        except FileNotFoundError:
            missing.add((authority_id, sha256))
            continue
        if _digest(target) != sha256:
            target.unlink()
            missing.add((authority_id, sha256))
    return missing


def _copied_if_there(source: Path, target: Path) -> None:
    """Copy a trusted list; each is put in place in one step, and one that was withdrawn meanwhile is not missed."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        shutil.copyfile(source, target)


def _previous(folder: Path) -> Path | None:
    """Return the newest whole backup beside this one."""
    whole = [path.parent for path in folder.parent.glob(f"*/{MANIFEST}") if path.parent != folder]
    return max(whole, key=lambda path: (path / MANIFEST).stat().st_mtime, default=None)


def _linked(source: Path, target: Path) -> bool:
    """Give a file a second name; False where the disk does not allow it."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno in _UNLINKABLE:
            return False
        raise
    return True


def _put_back(folder: Path, place: str, target: Path, sha256: str) -> None:
    """Copy a file to where it was, under its name only when it is whole.

    Raises:
        BackupDamagedError: it is missing or another one.
    """
    if target.is_file() and _digest(target) == sha256:
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    passing = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(folder / place, passing)
    except FileNotFoundError as error:
        raise BackupDamagedError(folder=folder, reason=f"{place} is missing") from error
    try:
        _require_whole(folder, passing, sha256)
    except BackupDamagedError:
        passing.unlink()
        raise
    passing.chmod(0o600)
    passing.replace(target)


def _require_whole(folder: Path, file: Path, sha256: str) -> None:
    if not file.is_file() or _digest(file) != sha256:
        raise BackupDamagedError(folder=folder, reason=f"{file.name} is missing or damaged")


def _sums_of(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file by its place; the name of an object is its digest, just computed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    objects = folder / OBJECTS
    return {
        str(path.relative_to(folder)): path.name if path.is_relative_to(objects) else _digest(path) for path in files
    }


def _read_sums(folder: Path) -> Iterator[tuple[str, str]]:
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        sha256, _, place = line.partition("  ")
        if place.startswith("/") or ".." in Path(place).parts:
            raise BackupDamagedError(folder=folder, reason=f"{SUMS} names what is no file of a backup")
        yield place, sha256


def _objects_in(sums: Iterable[str]) -> list[str]:
    return [place for place in sums if place.startswith(f"{OBJECTS}/")]


def _write_manifest(folder: Path, summary: Summary, sums: Mapping[str, str]) -> None:
    lines = (f"{sha256}  {place}\n" for place, sha256 in sums.items())
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    content = {
        "format": FORMAT,
        "made_at": summary.made_at,
        "product_version": summary.product_version,
        "sums_sha256": _digest(folder / SUMS),
        "objects": summary.objects,
        "length": summary.length,
        "migrations": [list(each) for each in summary.migrations],
    }
    passing = folder / f"{MANIFEST}.part"
    passing.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    os.sync()
    passing.replace(folder / MANIFEST)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
