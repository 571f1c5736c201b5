"""A pool of confined processes: each does one task at a time, every task in a copy of its own.

Processes are started when they are first needed. A task that failed is not tried again, for the input that broke one
would break the next.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Self

from listina.isolation.answers import Answer
from listina.isolation.held_files import HeldFile
from listina.isolation.limits import Limits
from listina.isolation.process import Common, Process

__all__ = ["Answer", "Common", "Confined"]


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
        self._idle: LifoQueue[Process | None] = LifoQueue()
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
            if process is None or not process.is_ready():
                if process is not None:
                    process.end()
                process = Process.started(self._tasks, self._limits)
            if common is not None:
                process.learn(common)
            with ExitStack() as opened:
                handed = {name: opened.enter_context(HeldFile.of(content)) for name, content in (files or {}).items()}
                target = opened.enter_context(into.open("wb")) if into is not None else None
                return process.ask(task, request, {name: held.number for name, held in handed.items()}, target)
        except BaseException:
            if into is not None:
                into.unlink(missing_ok=True)
            raise
        finally:
            if process is not None and process.is_fit():
                process.prepare()
            elif process is not None:
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


def _end_own(maker: int, idle: LifoQueue[Process | None]) -> None:
    """End the processes in the process that made the pool; a fork of it has no say in them."""
    if os.getpid() == maker:
        _end_idle(idle)


def _end_idle(idle: LifoQueue[Process | None]) -> None:
    processes = [idle.get() for _ in range(idle.qsize())]
    for process in processes:
        if process is not None:
            process.end()
        idle.put(None)
