"""A revision written behind a file that stays as it is: hundreds of megabytes are read, a few kilobytes written."""

from __future__ import annotations

from io import SEEK_CUR, SEEK_END, SEEK_SET, BytesIO, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from listina.trust.errors import CannotPrepareError

if TYPE_CHECKING:
    from typing_extensions import Buffer


class AppendedFile(RawIOBase):
    """A file as it would be with something appended; that is in memory, the file is only read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._source_length = source.seek(0, SEEK_END)
        self._revision = BytesIO()
        self._position = 0

    @property
    def revision(self) -> bytes:
        """What was appended."""
        return self._revision.getvalue()

    def readable(self) -> bool:
        """Return True."""
        return True

    def writable(self) -> bool:
        """Return True, though only behind the source."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._position

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Go to a position, seen from the beginning, from here or from the end."""
        end = self._source_length + len(self._revision.getbuffer())
        self._position = max(0, {SEEK_SET: 0, SEEK_CUR: self._position, SEEK_END: end}[whence] + offset)
        return self._position

    def readinto(self, target: Buffer, /) -> int:
        """Fill the target from here, up to the end of the source or of what was appended."""
        view = memoryview(target).cast("B")
        if self._position < self._source_length:
            self._source.seek(self._position)
            content = self._source.read(min(len(view), self._source_length - self._position))
        else:
            self._revision.seek(self._position - self._source_length)
            content = self._revision.read(len(view))
        view[: len(content)] = content
        self._position += len(content)
        return len(content)

    def write(self, content: Buffer, /) -> int:
        """Write behind the source.

        Raises:
            CannotPrepareError: the bytes would change the source.
        """
        if self._position < self._source_length:
            raise CannotPrepareError(found="the revision would change the bytes before it")
        self._revision.seek(self._position - self._source_length)
        written = self._revision.write(content)
        self._position += written
        return written
