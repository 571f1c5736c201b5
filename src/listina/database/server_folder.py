"""Where an embedded server keeps its things, within reach of the user it runs as and of its socket's length limit."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from listina.database.errors import FolderUnusableError
from listina.database.programs import ServerUser
from listina.database.roles import DatabaseRole

PORT = 5432
LONGEST_SOCKET_PATH_BYTES = 107  # sun_path of Linux without its final zero
SUPERUSER = "listina_admin"
_ELSEWHERE = Path("/var/lib/listina-embedded")
_PASSWORD_BYTES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFolder:
    """The places of one embedded server.

    Attributes:
        folder: the caller's; holds the passwords and the lock.
        home: the server user's; inside `folder` where the user can reach it, else below /var/lib.
        socket: folder of the Unix socket; `home`, or a short one in the system's temporary folder.
    """

    folder: Path
    home: Path
    socket: Path

    @property
    def data(self) -> Path:
        """The data folder (PGDATA)."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "server.log"

    @property
    def socket_lock(self) -> Path:
        """PostgreSQL's lock file of the socket."""
        return self.socket / f".s.PGSQL.{PORT}.lock"

    @property
    def programs(self) -> Path:
        """Where the programs are copied to when the user cannot reach the installed ones."""
        return self.home.with_name(self.home.name + "-programs")

    @property
    def lock(self) -> Path:
        """Held by the process that runs the server."""
        return self.folder / "lock"

    def passwords(self) -> dict[str, str]:
        """Return the password of the superuser and of each role; made at the first call and kept, readable by us only.

        Raises:
            FolderUnusableError: they cannot be written or read.
        """
        path = self.folder / "passwords.json"
        try:
            if path.is_file():
                return {str(role): str(password) for role, password in json.loads(path.read_bytes()).items()}
            made = {role: secrets.token_urlsafe(_PASSWORD_BYTES) for role in (SUPERUSER, *DatabaseRole)}
            write_private(path, json.dumps(made).encode())
        except (OSError, ValueError) as error:
            raise FolderUnusableError(folder=path, reason=error) from error
        return made

    def erase(self) -> None:
        """Delete everything, data included; the server must not run."""
        for each in (self.home, self.programs, self.folder):
            shutil.rmtree(each, ignore_errors=True)
        if self.socket != self.home:
            shutil.rmtree(self.socket, ignore_errors=True)


def settle(folder: Path, user: ServerUser | None) -> ServerFolder:
    """Make the folders of a server and return them.

    Raises:
        FolderUnusableError: one cannot be made or protected.
    """
    folder = folder.absolute()
    short = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700 if user is None else 0o711)
        home = folder / "server"
        if user is not None and not user.reaches(folder):
            home = _ELSEWHERE / short
            home.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        _make_private(home, user)
        socket = home
        if not _fits_socket(home):
            socket = _short_folder(f"listina-{os.geteuid()}-{short}", user)
            _make_private(socket, user)
    except OSError as error:
        raise FolderUnusableError(folder=folder, reason=error.strerror) from error
    return ServerFolder(folder=folder, home=home, socket=socket)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only we can read, whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _fits_socket(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH_BYTES


def _short_folder(name: str, user: ServerUser | None) -> Path:
    """Return a place in the system's temporary folder, in /tmp where the configured one is too deep or closed."""
    configured = Path(tempfile.gettempdir())
    if _fits_socket(configured / name) and (user is None or user.reaches(configured)):
        return configured / name
    return Path("/tmp") / name  # noqa: S108  # `_make_private` refuses what somebody else has put there


def _make_private(folder: Path, user: ServerUser | None) -> None:
    """Make a folder of the server's user, closed to others; refuse one somebody else has put in its place."""
    try:
        folder.mkdir(mode=0o700)
        if user is not None:
            user.owns(folder)
    except FileExistsError:
        pass
    found = folder.lstat()
    owner = os.geteuid() if user is None else user.uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
        raise FolderUnusableError(folder=folder, reason="it belongs to another user")
    folder.chmod(0o700)
