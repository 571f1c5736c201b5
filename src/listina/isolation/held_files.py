"""Files in memory that nobody can change: how a task that can open no files is given one."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file in memory that nobody can change, the confined task included; a context that closes it here.

    Attributes:
        number: its descriptor.
    """

    number: int

    @classmethod
    def of(cls, content: Path | bytes) -> Self:
        """Copy a file into memory: whoever has its descriptor opens it as often as wanted. Raises OSError."""
        number = os.memfd_create("input", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            if isinstance(content, bytes):
                with open(number, "wb", closefd=False) as target:  # it is a descriptor
                    target.write(content)
            else:
                with content.open("rb", buffering=0) as source:
                    while os.sendfile(number, source.fileno(), None, 1 << 30):
                        pass
            fcntl.fcntl(number, fcntl.F_ADD_SEALS, _SEALS)
        except BaseException:
            os.close(number)
            raise
        return cls(number)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it here; it lives on where it was handed to."""
        os.close(self.number)
