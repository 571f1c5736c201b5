"""What runs in a confined process: load the tasks, then do each in a copy that has given its power away.

Started by `pool` as `python -I -m listina.isolation.child MODULE:FUNCTION…` with its channel as standard input. The
functions take (request, files by name) and return (JSON value, sequence of bytes). This process itself never reads a
stranger's byte. It forks for each task, so that a task a hostile file has taken over cannot touch the next one. It is
told to fork before there is a task; the copy makes ready, waits for the one task on a socket of its own, and ends.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from listina.isolation import frames, own_memory, walls
from listina.isolation.limits import Failure, Wall

Task = Callable[[Any, Mapping[str, Path]], tuple[Any, tuple[bytes, ...]]]
"""What is done in a copy of the process; the files can be read as often as wanted and never change."""

_MOST_OPEN_FILES = 64
_MOST_REQUEST_BYTES = 64 << 20
_STANDING = {Wall.FILES: 1, Wall.CALLS: 2}
_BUILT = 64


def main(names: list[str]) -> None:
    """Serve the tasks with these names until the channel is closed."""
    channel = _own_channel()
    around = frozenset({Wall.NAMESPACES} if walls.leave_network() else ())
    walls.shun_others()
    tasks = {name: _load(name) for name in names}
    _warm_up(names)
    gc.collect()
    gc.freeze()
    limits, _ = frames.receive_with_files(channel, _MOST_REQUEST_BYTES)
    expected = around | _walls_that_stand(around)
    frames.send(channel, {"walls": sorted(expected)})
    while True:
        try:
            order, descriptors = frames.receive_with_files(channel, _MOST_REQUEST_BYTES)
        except EOFError:
            return
        status = 0
        if "common" in order:
            _load(order["common"])(_path(descriptors[0]))
            os.close(descriptors[0])
            gc.collect()
            gc.freeze()
        else:
            with socket.socket(fileno=descriptors[0]) as given:
                status = _in_a_copy(partial(_do_one_task, channel, given, tasks, limits, expected))
        frames.send(channel, {"status": status})


def _do_one_task(
    channel: socket.socket,
    given: socket.socket,
    tasks: Mapping[str, Task],
    limits: Mapping[str, Any],
    expected: frozenset[Wall],
) -> NoReturn:
    """Make ready, wait for the task, do it and end; whoever closes the other side wants nothing done.

    Args:
        channel: of the process this is a copy of; no business of a task.
        given: where the task comes from and its answer goes.
        tasks: by name.
        limits: of the task; its time begins when it comes.
        expected: the walls that stand elsewhere.
    """
    channel.close()
    own_memory.make_own(lambda: frames.has_come(given, 0))
    _limit(limits, expected)
    built = _build_first_walls(expected)
    frames.has_come(given, None)
    # The kernel ends this process when its time is over, even if the pool is gone.
    signal.setitimer(signal.ITIMER_REAL, limits["wall_seconds"])
    if expected - {Wall.NAMESPACES} != built | _build_last_wall():
        os._exit(1)
    asked, descriptors = frames.receive_with_files(given, _MOST_REQUEST_BYTES)
    files = {name: _path(each) for name, each in zip(asked["files"], descriptors, strict=True)}
    _answer(given, tasks[asked["task"]], asked["request"], files)


def _in_a_copy(done: Callable[[], NoReturn]) -> int:
    """Do something in a copy of this process; return how the copy ended, as `os.waitpid` tells."""
    original, copy = os.getpid(), os.fork()
    if copy:
        return os.waitpid(copy, 0)[1]
    try:
        walls.end_with_parent()
        if os.getppid() == original:
            done()
    finally:
        os._exit(1)


def _answer(answers: socket.socket, task: Task, request: Any, files: Mapping[str, Path]) -> NoReturn:
    """Send what the task returned, or how it failed, and end."""
    try:
        value, blobs = task(request, files)
        frames.send(answers, {"value": value, "blobs": len(blobs)})
    except MemoryError:
        frames.send(answers, {"failed": Failure.OUT_OF_MEMORY.value, "detail": ""})
    except Exception as error:  # noqa: BLE001  # whatever a parser does to a hostile file, the pool learns that it failed
        frames.send(answers, {"failed": Failure.CRASHED.value, "detail": _place(error)})
    else:
        for blob in blobs:
            frames.send_bytes(answers, blob)
        os._exit(0)
    os._exit(1)


def _place(error: Exception) -> str:
    """Return the class of an error and where it arose, without what it says: that may be a stranger's text."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def _own_channel() -> socket.socket:
    """Take the channel away from standard input, and let nothing a library prints come near it."""
    channel = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.close(nothing)
    return channel


def _walls_that_stand(around: frozenset[Wall]) -> frozenset[Wall]:
    """Return which walls can be built here, found out by building them around a copy."""
    status = _in_a_copy(lambda: os._exit(_BUILT | sum(_STANDING[wall] for wall in _build_walls(around))))
    told = os.waitstatus_to_exitcode(status)
    return frozenset(wall for wall, bit in _STANDING.items() if told > _BUILT and told & bit)


def _build_walls(around: frozenset[Wall]) -> frozenset[Wall]:
    return _build_first_walls(around) | _build_last_wall()


def _build_first_walls(around: frozenset[Wall]) -> frozenset[Wall]:
    """Build those behind which a clock can still be set."""
    walls.gain_nothing()
    files = walls.close_files()
    if Wall.NAMESPACES not in around:
        walls.become_nobody()
    walls.end_with_parent()
    return frozenset({Wall.FILES} if files else ())


def _build_last_wall() -> frozenset[Wall]:
    return frozenset({Wall.CALLS} if walls.close_calls() else ())


def _limit(limits: Mapping[str, Any], expected: frozenset[Wall]) -> None:
    """Limit what this process may use; of its time on the processor, making ready took some milliseconds."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN_FILES),
    ):
        resource.setrlimit(kind, (most, most))
    if Wall.NAMESPACES in expected:
        # Counted within the namespace alone; elsewhere it would count the whole installation's processes.
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _warm_up(names: list[str]) -> None:
    """Call `warm_up` of the tasks' modules where there is one, so that copies need not do the same each time."""
    for module in {name.partition(":")[0] for name in names}:
        prepare = getattr(sys.modules[module], "warm_up", None)
        # A cold process works as well; what is broken, its first task tells.
        with suppress(Exception):
            if prepare is not None:
                prepare()


def _path(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}")


def _load(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


if __name__ == "__main__":
    main(sys.argv[1:])
