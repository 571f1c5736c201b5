"""Which processes still work in a data folder, so that a dead server's lock file is told from a living one's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_PID_FILE = "postmaster.pid"


def is_running(data: Path) -> bool:
    """Tell whether the process named in the lock file is a server of this data folder."""
    pid = _recorded_pid(data)
    if pid is None:
        return False
    return pid in set(working_in(data)) if _PROC.is_dir() else _lives(pid)


def forget_dead_server(data: Path, socket_lock: Path, *, patience_seconds: float) -> None:
    """Remove the lock files of a server that is gone, once none of its processes is left.

    After SIGKILL of the main process its children end within moments, but its number may stay taken until somebody
    collects it; after a reboot the number may belong to a stranger. PostgreSQL alone would then refuse to start.
    Without /proc it decides by itself.
    """
    stale = [file for file in (data / _PID_FILE, socket_lock) if file.exists()]
    if not _PROC.is_dir() or not stale:
        return
    deadline = time.monotonic() + patience_seconds
    while any(working_in(data)):
        if time.monotonic() > deadline:
            return  # PostgreSQL refuses by itself, and says which process is in the way
        time.sleep(0.05)
    for file in stale:
        file.unlink(missing_ok=True)


def working_in(data: Path) -> Iterator[int]:
    """Yield the numbers of the processes whose working folder is the data folder, as that of every backend is."""
    place, owner = data.resolve(), data.stat().st_uid
    for process in _PROC.iterdir():
        if process.name.isdigit():
            try:
                if _works_in(process, place, owner):
                    yield int(process.name)
            except OSError:
                continue  # it has ended meanwhile


def _works_in(process: Path, place: Path, owner: int) -> bool:
    try:
        return (process / "cwd").readlink() == place
    except PermissionError:
        # Root of a container may not look (no CAP_SYS_PTRACE). A living process of PostgreSQL's user with its name
        # counts as ours then: taking a living server for dead would destroy data, the other mistake costs seconds.
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        is_postgres = (process / "comm").read_text().startswith("postgres")
        return is_postgres and process.stat().st_uid == owner and state != "Z"


def _recorded_pid(data: Path) -> int | None:
    try:
        first = (data / _PID_FILE).read_text().splitlines()[0]
    except (FileNotFoundError, IndexError):
        return None
    return int(first) if first.isdigit() else None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
