"""Messages between the pool and its processes: JSON and bytes, each with its length before it. Never pickle.

A frame is eight bytes of length (big-endian) and as many bytes. Open files travel from the pool only: what a confined
task would send that way is dropped.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

_LENGTH = struct.Struct(">Q")
_PIECE_BYTES = 1 << 18
MOST_FILES = 8
FOR_EVER = float("inf")
_MOST_VALUES = 1 << 19
"""In one JSON value: twenty million empty lists fit into an answer and would take gigabytes here."""


class FrameTooLargeError(Exception):
    """The other side announced more than it may send, or sent more values than anybody needs."""


def send(channel: socket.socket, value: object, files: Sequence[int] = ()) -> None:
    """Send a JSON value and open files.

    Raises:
        OSError: the other side is gone.
    """
    content = json.dumps(value).encode()
    head = _LENGTH.pack(len(content))
    if files:
        socket.send_fds(channel, [head], files)
    else:
        channel.sendall(head)
    channel.sendall(content)


def send_bytes(channel: socket.socket, content: bytes) -> None:
    """Send bytes.

    Raises:
        OSError: the other side is gone.
    """
    channel.sendall(_LENGTH.pack(len(content)))
    channel.sendall(content)


def has_come(channel: socket.socket, seconds: float | None) -> bool:
    """Wait for something to receive, or for the other side to be gone; return whether there is.

    Args:
        channel: where it comes from.
        seconds: the most to wait; None for ever.
    """
    waiting = select.poll()
    waiting.register(channel, select.POLLIN)
    return bool(waiting.poll(None if seconds is None else seconds * 1000))


def receive_with_files(channel: socket.socket, most: int) -> tuple[Any, list[int]]:
    """Return a JSON value and the descriptors that came with it, from a side that is trusted; raises as `receive`."""
    head, files, _, _ = socket.recv_fds(channel, _LENGTH.size, MOST_FILES + 1)
    head += _exactly(channel, _LENGTH.size - len(head), FOR_EVER) if head else b""
    if not head:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    return json.loads(_content(channel, length, most, FOR_EVER)), files


def receive(channel: socket.socket, most: int, until: float) -> Any:
    """Return a JSON value.

    Args:
        channel: where it comes from.
        most: bytes.
        until: moment of `time.monotonic`.

    Raises:
        EOFError: the other side is gone.
        FrameTooLargeError: it is longer than `most` bytes, or made of too many values.
        ValueError, RecursionError: it is no JSON that can be read.
        TimeoutError: it did not come in time.
        OSError: the channel is broken.
    """
    content = receive_bytes(channel, most, until)
    if sum(map(content.count, (b",", b":", b"[", b"{"))) > _MOST_VALUES:
        raise FrameTooLargeError
    return json.loads(content)


def receive_bytes(channel: socket.socket, most: int, until: float) -> bytes:
    """Return bytes; raises as `receive`."""
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size, until))
    return _content(channel, length, most, until)


def receive_into(channel: socket.socket, write: Callable[[bytes], object], most: int, until: float) -> int:
    """Write bytes as they come and return their number; raises as `receive`, and what `write` raises."""
    (length,) = _LENGTH.unpack(_exactly(channel, _LENGTH.size, until))
    if length > most:
        raise FrameTooLargeError
    left = length
    while left:
        piece = _piece(channel, left, until)
        write(piece)
        left -= len(piece)
    return int(length)


def _content(channel: socket.socket, length: int, most: int, until: float) -> bytes:
    if length > most:
        raise FrameTooLargeError
    return _exactly(channel, length, until)


def _exactly(channel: socket.socket, length: int, until: float) -> bytes:
    content = bytearray()
    while len(content) < length:
        content += _piece(channel, length - len(content), until)
    return bytes(content)


def _piece(channel: socket.socket, most: int, until: float) -> bytes:
    """Return some bytes. The time is set for each piece, so that nobody gains any by sending drop after drop."""
    if until != FOR_EVER:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        channel.settimeout(left)
    piece = channel.recv(min(most, _PIECE_BYTES))
    if not piece:
        raise EOFError
    return piece
