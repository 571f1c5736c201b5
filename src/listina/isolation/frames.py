"""Messages between the pool and its processes: JSON and bytes, each with its length before it. Never pickle.

A frame is eight bytes of length (big-endian) and as many bytes. Open files travel beside a frame as descriptors.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

_LENGTH = struct.Struct(">Q")
_PIECE_BYTES = 1 << 18
MOST_FILES = 8


class FrameTooLargeError(Exception):
    """The other side announced more than it may send."""


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


def receive(channel: socket.socket, most: int) -> tuple[Any, list[int]]:
    """Return a JSON value and the descriptors that came with it.

    Raises:
        EOFError: the other side is gone.
        FrameTooLargeError: it is longer than `most` bytes.
        ValueError: it is no JSON.
        OSError: the time set on the channel is over, or the channel is broken.
    """
    head, files, _, _ = socket.recv_fds(channel, _LENGTH.size, MOST_FILES)
    head += _exactly(channel, _LENGTH.size - len(head)) if head else b""
    if not head:
        raise EOFError
    return json.loads(_content(channel, head, most)), files


def receive_bytes(channel: socket.socket, most: int) -> bytes:
    """Return bytes; raises as `receive`."""
    return _content(channel, _exactly(channel, _LENGTH.size), most)


def _content(channel: socket.socket, head: bytes, most: int) -> bytes:
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise FrameTooLargeError
    return _exactly(channel, length)


def _exactly(channel: socket.socket, length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        piece = channel.recv(min(length - len(content), _PIECE_BYTES))
        if not piece:
            raise EOFError
        content += piece
    return bytes(content)
