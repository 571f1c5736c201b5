"""A pool of confined processes: each does one task at a time, every task in a copy of its own.

Processes are started when they are first needed. A task that failed is not tried again, for the input that broke one
would break the next.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Any, BinaryIO, Self

from listina.isolation import frames
from listina.isolation.limits import ConfinedTaskFailedError, Confinement, Failure, Limits, Wall

_START_SECONDS = 30.0
_GRACE_SECONDS = 1.0
_SMALL_ANSWER_BYTES = 1 << 16
_MOST_BLOBS = 10_000
_LONGEST_DETAIL = 120
# The kernel kills outright only where the machine has no memory left.
_WHY_ENDED: dict[int | None, Failure] = {
    -signal.SIGXCPU: Failure.TIMED_OUT,
    -signal.SIGALRM: Failure.TIMED_OUT,
    -signal.SIGKILL: Failure.OUT_OF_MEMORY,
    None: Failure.TIMED_OUT,
}
_SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
# Threads of linear algebra would each take address space and a place among the processes.
_VARIABLES = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What many tasks need and is our own, such as trusted lists: each process learns it once, before it copies itself.

    Attributes:
        function: `package.module:function` that takes a path and keeps what it read in its module.
        key: changes whenever the content does.
        content: returns the bytes; asked only where a process does not know them yet.
    """

    function: str
    key: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a task returned; it comes from a process that may be in an attacker's hands.

    Attributes:
        value: any JSON value.
        blobs: bytes beside it; empty if they were written into a file.
        walls: what stood around the task.
    """

    value: Any
    blobs: tuple[bytes, ...]
    walls: frozenset[Wall]

    @property
    def confinement(self) -> Confinement:
        """How the task was confined, in one word."""
        return Confinement.behind(self.walls)


class Confined:
    """Lends confined processes to the threads of this one."""

    def __init__(self, *tasks: str, count: int = 2, limits: Limits | None = None) -> None:
        """Prepare the pool; no process is started yet.

        Args:
            tasks: the functions that may be asked for, as `package.module:function` (see `child.Task`).
            count: how many processes there are at most.
            limits: for each task.
        """
        self._tasks = tasks
        self._limits = limits or Limits()
        self._idle: LifoQueue[_Process | None] = LifoQueue()
        for _ in range(count):
            self._idle.put(None)
        # A pool nobody keeps any more, or the end of this process, ends them too.
        weakref.finalize(self, _end_own, os.getpid(), self._idle)

    def run(
        self,
        task: str,
        request: object,
        files: Mapping[str, Path | bytes] | None = None,
        *,
        common: Common | None = None,
        into: Path | None = None,
    ) -> Answer:
        """Run a task in a confined process, after those who came first.

        Args:
            task: one of the functions the pool was made for.
            request: a JSON value.
            files: copied into memory here and handed over by name; the task gets paths that work there.
            common: what the process must know beforehand.
            into: the blobs are written into this file one after the other, piece by piece; after a failure it is gone.

        Raises:
            ConfinedTaskFailedError: it gave no answer.
            OSError: a file cannot be read, or the one to write into cannot be written.
            ValueError: the pool was not made for this task.
        """
        if task not in self._tasks:
            message = f"{task} is not among the tasks of this pool"
            raise ValueError(message)
        process = self._idle.get()
        try:
            if process is None or not process.is_fit():
                process = _restarted(process, self._tasks, self._limits)
            if common is not None:
                process.learn(common)
            with ExitStack() as opened:
                handed = {name: opened.enter_context(_in_memory(content)) for name, content in (files or {}).items()}
                target = opened.enter_context(into.open("wb")) if into is not None else None
                return process.ask(task, request, {name: held.number for name, held in handed.items()}, target)
        except BaseException:
            if into is not None:
                into.unlink(missing_ok=True)
            raise
        finally:
            if process is not None and not process.is_fit():
                process.end()
                process = None
            self._idle.put(process)

    def close(self) -> None:
        """End the processes that are idle."""
        _end_idle(self._idle)

    def __enter__(self) -> Self:
        """Return the pool."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End its processes."""
        self.close()


@dataclass(slots=True, kw_only=True)
class _Process:
    running: subprocess.Popen[bytes]
    channel: socket.socket
    limits: Limits
    walls: frozenset[Wall] = frozenset()
    known: dict[str, str]
    done: int = 0
    is_whole: bool = False

    def is_fit(self) -> bool:
        return self.is_whole and self.done < self.limits.tasks and self.running.poll() is None

    def learn(self, common: Common) -> None:
        if self.known.get(common.function) == common.key:
            return
        self.is_whole = False
        try:
            with _in_memory(common.content()) as held:
                frames.send(self.channel, {"common": common.function}, (held.number,))
            frames.receive(self.channel, _SMALL_ANSWER_BYTES, time.monotonic() + _START_SECONDS)
        except (EOFError, OSError, ValueError):
            raise ConfinedTaskFailedError(Failure.NOT_STARTED, "learning what is common") from None
        self.known[common.function] = common.key
        self.is_whole = True

    def ask(self, task: str, request: object, files: Mapping[str, int], into: BinaryIO | None) -> Answer:
        """Return the answer; this process stays whole if the copy that did the task has ended."""
        self.done += 1
        self.is_whole = False
        until = time.monotonic() + self.limits.wall_seconds + _GRACE_SECONDS
        ours, theirs = socket.socketpair()
        ended: int | None = None
        try:
            try:
                with theirs:
                    self.channel.settimeout(self.limits.wall_seconds)
                    asked = {"task": task, "request": request, "files": list(files)}
                    frames.send(self.channel, asked, (theirs.fileno(), *files.values()))
                return _answer(ours, self.limits.answer_bytes, until, self.walls, into)
            finally:
                ours.close()
                ended = self._copys_end(until)
        except _NotWrittenError as error:
            raise error.reason from None
        except frames.FrameTooLargeError:
            raise ConfinedTaskFailedError(Failure.ANSWER_TOO_LARGE, walls=self.walls) from None
        except TimeoutError:
            raise ConfinedTaskFailedError(Failure.TIMED_OUT, walls=self.walls) from None
        except (EOFError, OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            raise ConfinedTaskFailedError(_WHY_ENDED.get(ended, Failure.CRASHED), walls=self.walls) from None

    def _copys_end(self, until: float) -> int | None:
        """Return how the copy ended; None if it did not, and then this process is whole no more."""
        try:
            told = frames.receive(self.channel, _SMALL_ANSWER_BYTES, max(until, time.monotonic()) + _GRACE_SECONDS)
        except (EOFError, OSError, ValueError):
            return None
        self.is_whole = True
        return os.waitstatus_to_exitcode(told["status"])

    def end(self) -> None:
        self.channel.close()
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


@dataclass(frozen=True, slots=True)
class _Held:
    """A file in memory that nobody can change, the confined task included."""

    number: int

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.number)


def _in_memory(content: Path | bytes) -> _Held:
    """Copy a file into memory: a task that can open no files can still open this one, as often as it wants."""
    number = os.memfd_create("input", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        if isinstance(content, bytes):
            with open(number, "wb", closefd=False) as target:  # it is a descriptor
                target.write(content)
        else:
            with content.open("rb", buffering=0) as source:
                while os.sendfile(number, source.fileno(), None, 1 << 30):
                    pass
        fcntl.fcntl(number, fcntl.F_ADD_SEALS, _SEALS)
    except BaseException:
        os.close(number)
        raise
    return _Held(number)


def _answer(answers: socket.socket, most: int, until: float, walls: frozenset[Wall], into: BinaryIO | None) -> Answer:
    told = frames.receive(answers, most, until)
    if "failed" in told:
        raise ConfinedTaskFailedError(Failure(told["failed"]), str(told["detail"])[:_LONGEST_DETAIL], walls)
    value, count = told["value"], told["blobs"]
    if count > _MOST_BLOBS:
        raise frames.FrameTooLargeError
    blobs: list[bytes] = []
    for _ in range(count):
        if into is not None:
            most -= frames.receive_into(answers, _writing(into), most, until)
        else:
            blobs.append(frames.receive_bytes(answers, most, until))
            most -= len(blobs[-1])
    return Answer(value=value, blobs=tuple(blobs), walls=walls)


class _NotWrittenError(Exception):
    """Our own disk failed while an answer was written: that says nothing about the input."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _writing(into: BinaryIO) -> Callable[[bytes], object]:
    def write(piece: bytes) -> object:
        try:
            return into.write(piece)
        except OSError as error:
            raise _NotWrittenError(error) from error

    return write


def _restarted(process: _Process | None, tasks: Sequence[str], limits: Limits) -> _Process:
    """Start a process in place of another: a session of its own, no variable of ours, no open file but its channel."""
    if process is not None:
        process.end()
    ours, theirs = socket.socketpair()
    running = subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-I", "-m", "listina.isolation.child", *tasks],
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_VARIABLES,
        cwd="/",
        start_new_session=True,
    )
    theirs.close()
    process = _Process(running=running, channel=ours, limits=limits, known={})
    try:
        ours.settimeout(_START_SECONDS)
        frames.send(
            ours,
            {
                "memory_bytes": limits.memory_bytes,
                "cpu_seconds": limits.cpu_seconds,
                "wall_seconds": limits.wall_seconds,
            },
        )
        told = frames.receive(ours, _SMALL_ANSWER_BYTES, time.monotonic() + _START_SECONDS)
        process.walls = frozenset(Wall(each) for each in told["walls"])
        process.is_whole = True
    except (EOFError, OSError, ValueError):
        process.end()
        raise ConfinedTaskFailedError(Failure.NOT_STARTED) from None
    return process


def _end_own(maker: int, idle: LifoQueue[_Process | None]) -> None:
    """End the processes in the process that made the pool; a fork of it has no say in them."""
    if os.getpid() == maker:
        _end_idle(idle)


def _end_idle(idle: LifoQueue[_Process | None]) -> None:
    processes = [idle.get() for _ in range(idle.qsize())]
    for process in processes:
        if process is not None:
            process.end()
        idle.put(None)
