"""What runs in a confined process: give the power away, then do tasks until nobody asks any more.

Started by `pool` as `python -I -m listina.isolation.child MODULE:FUNCTION…` with its channel as standard input. The
functions take (request, files by name) and return (JSON value, sequence of bytes).
"""

from __future__ import annotations

import ctypes
import importlib
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from listina.isolation import frames
from listina.isolation.limits import Confinement, Failure

Task = Callable[[Any, Mapping[str, Path]], tuple[Any, tuple[bytes, ...]]]

_CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWNET = 0x08000000, 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_MOST_OPEN_FILES = 64
_MOST_REQUEST_BYTES = 64 << 20


def main(names: list[str]) -> None:
    """Serve the tasks with these names until the channel is closed."""
    channel = _own_channel()
    confinement = _give_up_power()
    tasks = {name: _load(name) for name in names}
    settings, _ = frames.receive(channel, _MOST_REQUEST_BYTES)
    _limit(settings["memory_bytes"])
    if confinement is Confinement.NAMESPACES:
        # Counted within the namespace alone; elsewhere it would count the whole installation's processes.
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    frames.send(channel, {"confinement": confinement.value})
    while True:
        try:
            asked, descriptors = frames.receive(channel, _MOST_REQUEST_BYTES)
        except EOFError:
            return
        _allow_time(settings["cpu_seconds"], settings["wall_seconds"])
        files = {name: Path(f"/proc/self/fd/{fd}") for name, fd in zip(asked["files"], descriptors, strict=True)}
        _answer(channel, tasks[asked["task"]], asked["request"], files)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for descriptor in descriptors:
            os.close(descriptor)


def _answer(channel: socket.socket, task: Task, request: Any, files: Mapping[str, Path]) -> None:
    """Send what the task returned; where it failed, say how and end, for its leftovers are nobody's business."""
    try:
        value, blobs = task(request, files)
    except MemoryError:
        _fail(channel, Failure.OUT_OF_MEMORY)
    except Exception:  # noqa: BLE001  # whatever a parser does to a hostile file, the pool learns that it failed
        _fail(channel, Failure.CRASHED)
    frames.send(channel, {"value": value, "blobs": len(blobs)})
    for blob in blobs:
        frames.send_bytes(channel, blob)


def _fail(channel: socket.socket, failure: Failure) -> None:
    frames.send(channel, {"failed": failure.value})
    sys.exit(1)


def _own_channel() -> socket.socket:
    """Take the channel away from standard input, and let nothing a library prints come near it."""
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    return channel


def _give_up_power() -> Confinement:
    libc = ctypes.CDLL(None, use_errno=True)
    alone = libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return Confinement.NAMESPACES if alone else Confinement.LIMITS


def _limit(memory_bytes: int) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))


def _allow_time(cpu_seconds: int, wall_seconds: float) -> None:
    """Let the kernel end this process when its time is over, even if the pool is gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + cpu_seconds + 1, hard))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds + 1)


def _load(name: str) -> Task:
    module, _, function = name.partition(":")
    task: Task = getattr(importlib.import_module(module), function)
    return task


if __name__ == "__main__":
    main(sys.argv[1:])
