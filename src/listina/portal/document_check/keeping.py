"""Keeps what checks came to for a short while, so that it can be read, printed and downloaded.

Only the outcome is kept, never the document. It is found by a key nobody can guess; the disk holds the key's digest,
so who reads the disk learns no address. All processes of a machine share the folder.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from time import time

from listina.portal.document_check.outcome import Outcome
from listina.strict_json import plain, read_as

KEPT_FOR = timedelta(minutes=30)
_KEY_BYTES = 24


class OutcomeGoneError(LookupError):
    """There is no such outcome, or no longer; which of it is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOutcomes:
    """The outcomes of the last minutes.

    Attributes:
        folder: where they lie; made when the first is kept.
        now: the clock, in seconds since 1970.
    """

    folder: Path
    now: Callable[[], float] = time

    def keep(self, outcome: Outcome) -> str:
        """Keep an outcome and return its key; what is too old goes at the same time.

        Raises:
            OSError: it could not be written.
        """
        self.sweep()
        key = secrets.token_urlsafe(_KEY_BYTES)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(key)
        temporary = path.with_suffix(".new")
        temporary.touch(mode=0o600)
        temporary.write_bytes(json.dumps(plain(outcome), ensure_ascii=False).encode())
        os.utime(temporary, (self.now(), self.now()))
        temporary.replace(path)
        return key

    def find(self, key: str) -> Outcome:
        """Return what was kept under a key.

        Raises:
            OutcomeGoneError: there is nothing, or it is too old.
        """
        path = self._path(key)
        try:
            if self._is_old(path):
                raise OutcomeGoneError
            return read_as(Outcome, json.loads(path.read_bytes()))
        except (FileNotFoundError, ValueError) as error:
            # What another version of the product kept a few minutes ago is gone as well.
            raise OutcomeGoneError from error

    def sweep(self) -> int:
        """Delete what is too old; returns how many files."""
        removed = 0
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            try:
                if self._is_old(path):
                    path.unlink()
                    removed += 1
            except FileNotFoundError:  # another process was faster
                continue
        return removed

    def _is_old(self, path: Path) -> bool:
        return self.now() - path.stat().st_mtime > KEPT_FOR.total_seconds()

    def _path(self, key: str) -> Path:
        return self.folder / sha256(key.encode()).hexdigest()
