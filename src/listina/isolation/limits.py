"""How much a confined task may use, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one task may use.

    Attributes:
        memory_bytes: address space of its process, with about 170 MiB of libraries in it.
        cpu_seconds: time on the processor.
        wall_seconds: from the request to the whole answer.
        answer_bytes: the answer with everything in it.
        tasks: after how many tasks the process they are copied from is replaced by a new one.
    """

    memory_bytes: int = 1024 * _MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    answer_bytes: int = 64 * _MEBIBYTE
    tasks: int = 500


class Wall(StrEnum):
    """What keeps a task from the rest of the machine, beside its limits.

    Attributes:
        NAMESPACES: a user, network and IPC namespace of its own: there is no network at all.
        FILES: no file can be opened but those of the libraries and those handed over (Landlock).
        CALLS: the kernel refuses to make sockets, to start programs and to touch other processes (seccomp).
    """

    NAMESPACES = "namespaces"
    FILES = "files"
    CALLS = "calls"


class Confinement(StrEnum):
    """How a task is confined, in one word; the values stand in reports of validations.

    Attributes:
        NAMESPACES: limits, and namespaces of its own.
        LIMITS: limits, and whatever other walls stand, because this system refuses namespaces.
    """

    NAMESPACES = "namespaces"
    LIMITS = "limits"

    @staticmethod
    def behind(walls: frozenset[Wall]) -> Confinement:
        """Return the word for these walls."""
        return Confinement.NAMESPACES if Wall.NAMESPACES in walls else Confinement.LIMITS


class Failure(StrEnum):
    """Why a task gave no answer.

    Attributes:
        TIMED_OUT: it used up its time on the processor: the input is too much for it.
        INTERRUPTED: it was ended before that, by its wall time or from outside, as happens on a machine that is too
            busy or short of memory. That says nothing about the input.
    """

    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    INTERRUPTED = "interrupted"
    OUT_OF_MEMORY = "out_of_memory"
    ANSWER_TOO_LARGE = "answer_too_large"
    NOT_STARTED = "not_started"


class ConfinedTaskFailedError(Exception):
    """A task gave no answer; nothing is known about its input. The caller says so in its own words."""

    def __init__(self, failure: Failure, detail: str = "", walls: frozenset[Wall] = frozenset()) -> None:
        """Keep why.

        Args:
            failure: in one word.
            detail: the error's class and place in the code, for those who look for a fault; never what it said.
            walls: what stood around the task; none if no process could be started.
        """
        super().__init__(f"{failure.value} ({detail})" if detail else failure.value)
        self.failure = failure
        self.detail = detail
        self.walls = walls
