"""How much a confined process may use, and how it is confined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one task may use.

    Attributes:
        memory_bytes: address space of the process.
        cpu_seconds: time on the processor, for each task.
        wall_seconds: from the request to the whole answer.
        answer_bytes: the answer with everything in it.
        tasks: after how many tasks the process is replaced by a new one.
    """

    memory_bytes: int = 1024 * _MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    answer_bytes: int = 64 * _MEBIBYTE
    tasks: int = 50


class Confinement(StrEnum):
    """How a process is confined; the values stand in reports of validations.

    Attributes:
        NAMESPACES: limits, and a user and network namespace of its own: there is no network at all.
        LIMITS: limits alone, because this system refuses namespaces.
    """

    NAMESPACES = "namespaces"
    LIMITS = "limits"


class Failure(StrEnum):
    """Why a task gave no answer."""

    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    ANSWER_TOO_LARGE = "answer_too_large"
    NOT_STARTED = "not_started"


class ConfinedTaskFailedError(Exception):
    """A task gave no answer; nothing is known about its input. The caller says so in its own words."""

    def __init__(self, failure: Failure) -> None:
        """Keep why."""
        super().__init__(failure.value)
        self.failure = failure
