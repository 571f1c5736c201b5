"""What the walls keep out here, found out by running at them: for `doctor` and for the tests."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

from listina.isolation.limits import Limits, Wall
from listina.isolation.pool import Confined

_DRILLS = "listina.isolation.drills"
_TASKS = tuple(f"{_DRILLS}:{name}" for name in ("connect", "read", "touch", "copy"))
_LIMITS = Limits(cpu_seconds=5, wall_seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """How hostile input would be held on this machine.

    Attributes:
        walls: what could be built.
        reached: what a task came at in spite of them: `network`, `files`, `processes`, `programs`; best none.
    """

    walls: frozenset[Wall]
    reached: tuple[str, ...]


def examine() -> Examination:
    """Run against the walls; takes less than a second.

    Raises:
        ConfinedTaskFailedError: no confined process can be started here.
        OSError: there is no loopback or no place for a small file to try with.
    """
    with (
        Confined(*_TASKS, count=1, limits=_LIMITS) as pool,
        socket.create_server(("127.0.0.1", 0)) as server,
        NamedTemporaryFile() as secret,
    ):
        tried = {
            "network": pool.run(f"{_DRILLS}:connect", server.getsockname()[1]),
            "files": pool.run(f"{_DRILLS}:read", secret.name),
            "processes": pool.run(f"{_DRILLS}:touch", os.getpid()),
            "programs": pool.run(f"{_DRILLS}:copy", None),
        }
    return Examination(
        walls=tried["network"].walls,
        reached=tuple(name for name, answer in tried.items() if answer.value),
    )
