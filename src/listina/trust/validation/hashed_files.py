"""Files hashed as often as needed and no oftener: whole ones, and the byte ranges of their signatures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from listina.trust.validation.signature_report import FileReport
from listina.trust.validation.signature_values import Hashing

# Larger pieces take new memory each time, and Python searches up to 30 000 bytes twice as fast: both measured.
_PIECE_BYTES = 1 << 17
_SEARCHED_BYTES = 1 << 14


@dataclass(slots=True, kw_only=True)
class HashedFile:
    """A file being validated.

    Attributes:
        file: open for reading.
        length: bytes.
    """

    file: BinaryIO
    length: int
    _behind: dict[str, tuple[int, Hashing]] = field(default_factory=dict)
    _known: dict[tuple[str, tuple[int, int, int]], bytes] = field(default_factory=dict)

    def describe(self, name: str, mark: bytes) -> tuple[FileReport, int]:
        """Describe the file, and count where a mark of some bytes stands in it.

        Asked after the signatures, it has most of the SHA-256 already.
        """
        count, rest = 0, b""
        self.file.seek(0)
        while piece := self.file.read(_SEARCHED_BYTES):
            # A mark may lie across two pieces.
            count += (rest + piece).count(mark)
            rest = piece[1 - len(mark) :]
        return FileReport(name=name, length=self.length, sha256=self.digest_of("sha256").hex()), count

    def digest_of(self, algorithm: str) -> bytes:
        """Return the digest of the whole file, given the hash's name in asn1crypto.

        Raises:
            UnacceptableSignatureError: the hash is not known.
        """
        return self._digest(algorithm, (self.length, self.length, self.length))

    def digest_without(self, first: int, second: int, end: int) -> Callable[[str], bytes]:
        """Return what hashes the first bytes and those from `second` to `end`, given the hash's name in asn1crypto.

        Asked in the order of the revisions of a PDF, it reads the file once for all of them.
        """
        return lambda algorithm: self._digest(algorithm, (first, second, end))

    def _digest(self, algorithm: str, places: tuple[int, int, int]) -> bytes:
        if (algorithm, places) not in self._known:
            first, second, end = places
            position, running = self._behind.get(algorithm, (0, Hashing(algorithm)))
            if position > first:
                position, running = 0, Hashing(algorithm)
            self._feed(running, position, first)
            self._behind[algorithm] = (first, running)
            whole = running.copy()
            self._feed(whole, second, end)
            self._known[algorithm, places] = whole.digest()
        return self._known[algorithm, places]

    def _feed(self, hashing: Hashing, start: int, end: int) -> None:
        self.file.seek(start)
        left = end - start
        while left > 0 and (piece := self.file.read(min(_PIECE_BYTES, left))):
            hashing.update(piece)
            left -= len(piece)
