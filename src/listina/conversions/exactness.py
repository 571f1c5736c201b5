"""Whether files hold exactly the same bytes; large files are read in pieces."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

_PIECE = 1024 * 1024


def starts_with(whole: Path, beginning: Path) -> bool:
    """Tell whether `whole` starts with all bytes of `beginning`, which must not be empty."""
    if beginning.stat().st_size == 0:
        return False
    with whole.open("rb") as long_file, beginning.open("rb") as short_file:
        while piece := short_file.read(_PIECE):
            if long_file.read(len(piece)) != piece:
                return False
    return True


def prefix_sha256(path: Path, length: int) -> str | None:
    """Return the SHA-256 of the first `length` bytes as hex, None if the file is shorter."""
    digest = sha256()
    left = length
    with path.open("rb") as file:
        while left > 0:
            piece = file.read(min(_PIECE, left))
            if not piece:
                return None
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()
