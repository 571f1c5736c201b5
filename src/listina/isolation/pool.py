"""A pool of confined processes: each does one task at a time, and is replaced after a failure or after many tasks.

Processes are started when they are first needed. A process that fails in any way is killed with all it started; the
task is not tried again, for the input that broke one process would break the next.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Any, Self

from listina.isolation import frames
from listina.isolation.limits import ConfinedTaskFailedError, Confinement, Failure, Limits

_START_SECONDS = 30.0
_SMALL_ANSWER_BYTES = 1 << 16
_ENDED_FOR_TIME = frozenset({-signal.SIGXCPU, -signal.SIGALRM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a task returned; it comes from a process that may be in an attacker's hands.

    Attributes:
        value: any JSON value.
        blobs: bytes beside it.
        confinement: how the process was confined.
    """

    value: Any
    blobs: tuple[bytes, ...]
    confinement: Confinement


class Confined:
    """Lends confined processes to the threads of this one."""

    def __init__(self, *tasks: str, count: int = 2, limits: Limits | None = None) -> None:
        """Prepare the pool; no process is started yet.

        Args:
            tasks: the functions that may be asked for, as `package.module:function`.
            count: how many processes there are at most.
            limits: for each task.
        """
        self._tasks = tasks
        self._limits = limits or Limits()
        self._idle: LifoQueue[_Process | None] = LifoQueue()
        for _ in range(count):
            self._idle.put(None)

    def run(self, task: str, request: object, files: Mapping[str, Path] | None = None) -> Answer:
        """Run a task in a confined process, after those who came first.

        Args:
            task: one of the functions the pool was made for.
            request: a JSON value.
            files: opened for reading here and handed over by name; the task gets paths that work there.

        Raises:
            ConfinedTaskFailedError: it gave no answer.
            OSError: a file cannot be opened.
            ValueError: the pool was not made for this task.
        """
        if task not in self._tasks:
            message = f"{task} is not among the tasks of this pool"
            raise ValueError(message)
        with ExitStack() as opened:
            handed = {name: opened.enter_context(path.open("rb")).fileno() for name, path in (files or {}).items()}
            process = self._idle.get()
            kept: _Process | None = None
            try:
                if process is not None and not process.is_alive():
                    process.end()
                    process = None
                process = process or _start(self._tasks, self._limits)
                answer = process.ask(task, request, handed)
                kept = process if process.done < self._limits.tasks else None
            finally:
                if process is not None and kept is None:
                    process.end()
                self._idle.put(kept)
            return answer

    def close(self) -> None:
        """End the processes that are idle."""
        idle = [self._idle.get() for _ in range(self._idle.qsize())]
        for process in idle:
            if process is not None:
                process.end()
            self._idle.put(None)

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
    confinement: Confinement = Confinement.LIMITS
    done: int = 0

    def is_alive(self) -> bool:
        return self.running.poll() is None

    def ask(self, task: str, request: object, files: Mapping[str, int]) -> Answer:
        self.done += 1
        until = time.monotonic() + self.limits.wall_seconds
        try:
            self.channel.settimeout(self.limits.wall_seconds)
            asked = {"task": task, "request": request, "files": list(files)}
            frames.send(self.channel, asked, tuple(files.values()))
            return self._answer(until)
        except TimeoutError:
            raise ConfinedTaskFailedError(Failure.TIMED_OUT) from None
        except frames.FrameTooLargeError:
            raise ConfinedTaskFailedError(Failure.ANSWER_TOO_LARGE) from None
        except (EOFError, OSError, ValueError, KeyError, TypeError):
            raise ConfinedTaskFailedError(self._why_it_ended()) from None

    def _answer(self, until: float) -> Answer:
        left = self.limits.answer_bytes
        told, _ = frames.receive(self._waiting(until), left)
        if "failed" in told:
            raise ConfinedTaskFailedError(Failure(told["failed"]))
        blobs: list[bytes] = []
        for _ in range(told["blobs"]):
            blobs.append(frames.receive_bytes(self._waiting(until), left))
            left -= len(blobs[-1])
        return Answer(value=told["value"], blobs=tuple(blobs), confinement=self.confinement)

    def _waiting(self, until: float) -> socket.socket:
        self.channel.settimeout(max(until - time.monotonic(), 0.001))
        return self.channel

    def _why_it_ended(self) -> Failure:
        with suppress(subprocess.TimeoutExpired):
            self.running.wait(1)
        return Failure.TIMED_OUT if self.running.returncode in _ENDED_FOR_TIME else Failure.CRASHED

    def end(self) -> None:
        self.channel.close()
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


def _start(tasks: Sequence[str], limits: Limits) -> _Process:
    """Start a process: a session of its own, no variable of ours, no open file but its channel."""
    ours, theirs = socket.socketpair()
    running = subprocess.Popen(  # noqa: S603  # our own interpreter and module
        [sys.executable, "-I", "-m", "listina.isolation.child", *tasks],
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )
    theirs.close()
    process = _Process(running=running, channel=ours, limits=limits)
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
        told, _ = frames.receive(ours, _SMALL_ANSWER_BYTES)
        process.confinement = Confinement(told["confinement"])
    except (EOFError, OSError, ValueError, frames.FrameTooLargeError):
        process.end()
        raise ConfinedTaskFailedError(Failure.NOT_STARTED) from None
    return process
