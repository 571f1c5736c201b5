"""A confined process as the pool sees it: it copies itself for each task, one copy ahead of the task it will be given.

A copy that waits (the spare) has its walls around it and its memory to itself, so that a task need not wait for either.
It is given one task by its own socket and ends. What is learned makes a new spare, for a copy knows what was known when
it was made.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Self

from listina.isolation import answers, frames
from listina.isolation.answers import Answer, NotWrittenError
from listina.isolation.held_files import HeldFile
from listina.isolation.limits import ConfinedTaskFailedError, Failure, Limits, Wall

_START_SECONDS = 30.0
_GRACE_SECONDS = 1.0
_SMALL_ANSWER_BYTES = 1 << 16
# The kernel kills outright only where the machine, not the task, has no memory left.
_WHY_ENDED: dict[int | None, Failure] = {
    -signal.SIGXCPU: Failure.TIMED_OUT,
    -signal.SIGALRM: Failure.INTERRUPTED,
    -signal.SIGKILL: Failure.INTERRUPTED,
    None: Failure.INTERRUPTED,
}
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


@dataclass(slots=True, kw_only=True)
class Process:
    """One confined process, used by one thread at a time.

    Attributes:
        running: the process the copies are made from.
        channel: what it is told by; for each order it answers once, for a copy when that has ended.
        limits: for each task.
        walls: what stands around a task.
        done: tasks it was given.
        is_whole: whether all is as it should be; otherwise it can only be ended.
    """

    running: subprocess.Popen[bytes]
    channel: socket.socket
    limits: Limits
    walls: frozenset[Wall] = frozenset()
    done: int = 0
    is_whole: bool = False
    _known: dict[str, str] = field(default_factory=dict)
    _spare: socket.socket | None = None
    _copies: int = 0  # whose end was not told yet, the spare among them

    @classmethod
    def started(cls, tasks: Sequence[str], limits: Limits) -> Self:
        """Start one: a session of its own, no variable of ours, no open file but its channel.

        Raises:
            ConfinedTaskFailedError: it did not start.
        """
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
        process = cls(running=running, channel=ours, limits=limits)
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

    def is_fit(self) -> bool:
        """Return whether it may have another task."""
        return self.is_whole and self.done < self.limits.tasks and self.running.poll() is None

    def is_ready(self) -> bool:
        """Return whether it can be given a task now: it is fit, what went before has ended, and its spare lives."""
        if not self.is_fit():
            return False
        while self._copies > (self._spare is not None) or frames.has_come(self.channel, 0):
            if self._end_of_copy(time.monotonic() + _GRACE_SECONDS) is None:
                return False
            if self._copies == 0:
                self._drop_spare()
        return True

    def learn(self, common: Common) -> None:
        """Have it learn what is common, if it does not know it; only where it is ready.

        Raises:
            ConfinedTaskFailedError: it did not.
        """
        if self._known.get(common.function) == common.key:
            return
        self.is_whole = False
        until = time.monotonic() + _START_SECONDS
        self._drop_spare()
        try:
            with HeldFile.of(common.content()) as held:
                self.channel.settimeout(_START_SECONDS)
                frames.send(self.channel, {"common": common.function}, (held.number,))
            while self._copies:
                if self._end_of_copy(until) is None:
                    raise EOFError  # noqa: TRY301  # it ends here as anywhere else
            frames.receive(self.channel, _SMALL_ANSWER_BYTES, until)
        except (EOFError, OSError, ValueError):
            raise ConfinedTaskFailedError(Failure.NOT_STARTED, "learning what is common") from None
        self._known[common.function] = common.key
        self.is_whole = True

    def ask(self, task: str, request: object, files: Mapping[str, int], into: BinaryIO | None) -> Answer:
        """Give the task to the spare and return the answer; only if it is ready.

        Args:
            task: its name.
            request: a JSON value.
            files: descriptors by name.
            into: see `answers.received`.

        Raises:
            ConfinedTaskFailedError: there is no answer; this process stays whole if the copy has ended.
            OSError: `into` cannot be written.
        """
        self.done += 1
        self.is_whole = False
        until = time.monotonic() + self.limits.wall_seconds + _GRACE_SECONDS
        try:
            copy = self._spare or self._copied()
            self._spare = None
            with copy:
                copy.settimeout(self.limits.wall_seconds)
                frames.send(copy, {"task": task, "request": request, "files": list(files)}, tuple(files.values()))
                answer = answers.received(copy, self.limits.answer_bytes, until, self.walls, into)
        except (
            *(ConfinedTaskFailedError, NotWrittenError, frames.FrameTooLargeError),
            *(EOFError, OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError),
        ) as error:
            ended = self._end_of_copy(max(until, time.monotonic()) + _GRACE_SECONDS)
            self.is_whole = ended is not None
            raise self._failure(error, ended) from None
        self.is_whole = True
        return answer

    def prepare(self) -> None:
        """Have a spare made for the next task, while nobody waits for it."""
        # If it is gone, whoever wants to use it finds out.
        with suppress(OSError):
            if self._spare is None:
                self._spare = self._copied()

    def end(self) -> None:
        """End it and its copies."""
        self.is_whole = False
        self._drop_spare()
        self.channel.close()
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def _copied(self) -> socket.socket:
        """Have a copy made and return what it is given its task by."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self.channel.settimeout(_START_SECONDS)
                frames.send(self.channel, {}, (theirs.fileno(),))
        except OSError:
            ours.close()
            raise
        self._copies += 1
        return ours

    def _drop_spare(self) -> None:
        """Close the spare's socket, which ends it."""
        if self._spare is not None:
            self._spare.close()
            self._spare = None

    def _end_of_copy(self, until: float) -> int | None:
        """Return how the eldest copy ended; None if it did not, and then this process is whole no more."""
        try:
            told = frames.receive(self.channel, _SMALL_ANSWER_BYTES, until)
        except (EOFError, OSError, ValueError):
            self.is_whole = False
            return None
        self._copies -= 1
        return os.waitstatus_to_exitcode(told["status"])

    def _failure(self, error: Exception, ended: int | None) -> Exception:
        """Return what there is instead of an answer, given what broke it and how the copy ended."""
        match error:
            case NotWrittenError():
                return error.reason
            case ConfinedTaskFailedError():
                return error
            case frames.FrameTooLargeError():
                failure = Failure.ANSWER_TOO_LARGE
            case TimeoutError():
                failure = Failure.INTERRUPTED
            case _:
                failure = _WHY_ENDED.get(ended, Failure.CRASHED)
        return ConfinedTaskFailedError(failure, walls=self.walls)
