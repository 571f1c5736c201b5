"""What stands in a PDF outside its streams, read from the raw bytes: a few hundred bytes for each scan of a megabyte.

Where a stream begins and ends is judged on the way (ISO 19005-2, 6.1.7.1): its content is passed over, since anything
may stand there, so its length must be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import BinaryIO

_STREAM = re.compile(rb">>[ \t\r\n\0]*stream(?P<eol>\r\n|\n)?")
_LENGTH = re.compile(rb"/Length[ \t\r\n\0]+(\d+)(?![ \t\r\n\0]+\d+[ \t\r\n\0]+R)")
_STREAM_END = re.compile(rb"(\r\n|\n|\r)endstream")
_STREAM_END_BYTES = 16
_WINDOW_BYTES = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The bytes outside of streams.

    Attributes:
        content: in their order, up to the first stream that is not as it should be.
        findings: what is wrong with that stream; empty if nothing.
    """

    content: bytes
    findings: tuple[str, ...]


def outline(file: BinaryIO, length: int) -> Outline:
    """Read the outline of the first `length` bytes of a file.

    Raises:
        OSError: the file cannot be read.
    """
    pieces: list[bytes] = []
    position = 0
    while True:
        window, found = _up_to_stream(file, position, length)
        if not found:
            return Outline(content=b"".join([*pieces, window]), findings=())
        pieces.append(window[: found.end()])
        begins = position + found.end()
        if not found["eol"]:
            finding = f"ISO 19005-2 6.1.7.1: line end after the keyword stream at byte {begins}"
            return Outline(content=b"".join(pieces), findings=(finding,))
        ends = _stream_end(file, window, found, begins, length)
        if ends is None:
            finding = f"ISO 19005-2 6.1.7.1: the length of the stream at byte {begins}"
            return Outline(content=b"".join(pieces), findings=(finding,))
        position = ends


def _up_to_stream(file: BinaryIO, position: int, length: int) -> tuple[bytes, re.Match[bytes] | None]:
    """Return the bytes from `position` to behind the next stream's beginning, or to the end if there is none."""
    window, size = b"", _WINDOW_BYTES
    while True:
        file.seek(position)
        window = file.read(min(size, length - position))
        at_end = len(window) < size
        found = _STREAM.search(window)
        # A line end may go on behind the window.
        if at_end or (found and found.end() + 2 <= len(window)):
            return window, found
        size *= 2


def _stream_end(file: BinaryIO, window: bytes, found: re.Match[bytes], begins: int, length: int) -> int | None:
    """Return where the stream's end keyword ends, None if it does not stand where the stated length says."""
    lengths = _LENGTH.findall(window, max(window.rfind(b" obj", 0, found.start()), 0), found.start())
    if len(lengths) != 1 or begins + int(lengths[0]) > length:
        return None
    file.seek(begins + int(lengths[0]))
    ended = _STREAM_END.match(file.read(min(_STREAM_END_BYTES, length - file.tell())))
    return begins + int(lengths[0]) + ended.end() if ended else None
