"""Child processes that live and end together: the server and its worker, and in the demo the database beside them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

STOP_SECONDS = 25.0
_POLL_SECONDS = 0.2
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A process to be started.

    Attributes:
        name: for messages.
        command: program and arguments.
        environment: its variables; None for ours.
        log: file for what it writes; None for our own output.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] | None = None
    log: Path | None = None


class Interrupted(BaseException):
    """A signal asks this process to end; no error, like KeyboardInterrupt."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Family:
    """Running children; leaving the context stops them, the last one first."""

    def __init__(self) -> None:
        self._running: list[tuple[Child, subprocess.Popen[bytes]]] = []

    def start(self, child: Child) -> None:
        """Start a child in a session of its own, so that Ctrl-C reaches us alone and we stop it in order."""
        log = child.log.open("ab") if child.log else None
        try:
            process = subprocess.Popen(  # noqa: S603  # fixed argument lists of ours, no shell
                child.command,
                env=None if child.environment is None else dict(child.environment),
                stdin=subprocess.DEVNULL,
                stdout=log or None,
                stderr=subprocess.STDOUT if log else None,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  # no threads run here; two calls of the system only
            )
        finally:
            if log:
                log.close()
        self._running.append((child, process))

    def ended(self) -> tuple[Child, int] | None:
        """Return a child that ended by itself and its status, or None while all run."""
        for child, process in self._running:
            status = process.poll()
            if status is not None:
                return child, status
        return None

    def stop(self) -> None:
        """Ask all children to end, the last one first; end by force who does not within 25 seconds."""
        leaving, self._running = self._running[::-1], []
        for _, process in leaving:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for _, process in leaving:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def family() -> Iterator[Family]:
    """Lend a family whose members are stopped on any way out."""
    members = Family()
    try:
        yield members
    finally:
        members.stop()


@contextmanager
def signals_interrupt() -> Iterator[None]:
    """Turn the first SIGTERM, SIGHUP or Ctrl-C into `Interrupted`; later ones leave the cleaning up alone."""
    came: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        if len(came) == 1:
            raise Interrupted(number)

    caught = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    before = {number: signal.signal(number, interrupt) for number in caught}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def supervise(children: Sequence[Child]) -> int:
    """Run children until a signal comes or one of them ends; returns 0, or 1 if a child ended by itself."""
    with signals_interrupt(), family() as members:
        try:
            for child in children:
                members.start(child)
            while True:
                gone = members.ended()
                if gone:
                    child, status = gone
                    print(f"listina: the {child.name} ended with status {status}", file=sys.stderr)  # noqa: T201
                    return 1
                time.sleep(_POLL_SECONDS)
        except Interrupted:
            return 0


def _die_with_parent() -> None:
    """Have the system end this child when the parent is killed without a chance to clean up (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
