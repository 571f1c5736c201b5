"""Hundreds of megabytes: digests computed while they pass by, and the beginning of a file without a copy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

if TYPE_CHECKING:
    from typing_extensions import Buffer

PIECE_BYTES = 1 << 20
_WORTH_A_THREAD_BYTES = 1 << 16


def pieces(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces of a mebibyte.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece


class Digests:
    """SHA-256 and SHA-512 of what is added, in one pass; a context that must be left before the digests are asked for.

    SHA-512 takes twice as long and is computed beside, so that reading, writing and SHA-256 cost no time of their own.
    """

    def __init__(self) -> None:
        self.length = 0
        self._short = hashlib.sha256()
        self._long = hashlib.sha512()
        self._beside: ThreadPoolExecutor | None = None
        self._pending: Future[None] | None = None

    def add(self, content: bytes) -> None:
        """Add bytes behind those before."""
        self._settle()
        if len(content) < _WORTH_A_THREAD_BYTES:
            self._long.update(content)
        else:
            self._beside = self._beside or ThreadPoolExecutor(1)
            self._pending = self._beside.submit(self._long.update, content)
        self._short.update(content)
        self.length += len(content)

    def sha256_with(self, content: bytes) -> str:
        """Return the SHA-256 as it would be with more behind, 64 hexadecimal digits; nothing is added."""
        fork = self._short.copy()
        fork.update(content)
        return fork.hexdigest()

    @property
    def sha256(self) -> str:
        """Of everything added, 64 hexadecimal digits."""
        return self._short.hexdigest()

    @property
    def sha512(self) -> str:
        """Of everything added, 128 hexadecimal digits."""
        self._settle()
        return self._long.hexdigest()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for what is computed beside."""
        if self._beside is not None:
            self._beside.shutdown()

    def _settle(self) -> None:
        if self._pending is not None:
            self._pending.result()
            self._pending = None


class DigestedFile(Digests):
    """A file that is written from its beginning, with the digests of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def write(self, content: bytes) -> None:
        """Write behind what was written before.

        Raises:
            OSError: the disk does not take it.
        """
        self.add(content)
        self._file.write(content)


def digests(path: Path) -> Digests:
    """Return the digests of a file, which is read once.

    Raises:
        OSError: it cannot be read.
    """
    with Digests() as found:
        for piece in pieces(path):
            found.add(piece)
    return found


def beginning(file: BinaryIO, length: int) -> BufferedReader:
    """Return the first `length` bytes of a file as a file of its own, to be read."""
    return BufferedReader(_Beginning(file, length))


class _Beginning(RawIOBase):
    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._length = length
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        origin = {SEEK_SET: 0, SEEK_CUR: self._position, SEEK_END: self._length}[whence]
        self._position = max(0, origin + offset)
        return self._position

    def readinto(self, target: Buffer, /) -> int:
        view = memoryview(target).cast("B")
        self._file.seek(self._position)
        content = self._file.read(max(0, min(len(view), self._length - self._position)))
        view[: len(content)] = content
        self._position += len(content)
        return len(content)
