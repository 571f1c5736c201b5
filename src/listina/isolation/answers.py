"""What a confined task returned, as the pool reads it: everything in it may be an attacker's invention."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from listina.isolation import frames
from listina.isolation.limits import ConfinedTaskFailedError, Confinement, Failure, Wall

_MOST_BLOBS = 10_000
_LONGEST_DETAIL = 120


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


class NotWrittenError(Exception):
    """Our own disk failed while an answer was written: that says nothing about the input."""

    def __init__(self, reason: OSError) -> None:
        """Keep what the disk said."""
        super().__init__(str(reason))
        self.reason = reason


def received(answers: socket.socket, most: int, until: float, walls: frozenset[Wall], into: BinaryIO | None) -> Answer:
    """Return the answer that comes.

    Args:
        answers: where it comes from.
        most: bytes of all of it.
        until: moment of `time.monotonic`.
        walls: what stands around the task.
        into: the blobs are written there, piece by piece.

    Raises:
        ConfinedTaskFailedError: the task says that it failed.
        NotWrittenError: `into` cannot be written.
        EOFError, FrameTooLargeError, TimeoutError, OSError, ValueError, RecursionError: see `frames.receive`.
        KeyError, TypeError, OverflowError: it is no answer.
    """
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


def _writing(into: BinaryIO) -> Callable[[bytes], object]:
    def write(piece: bytes) -> object:
        try:
            return into.write(piece)
        except OSError as error:
            raise NotWrittenError(error) from error

    return write
