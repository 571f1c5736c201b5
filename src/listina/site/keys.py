"""The officials' keys within reach of the server: PKCS#12 files of demos and tests, guarded against guessing.

A smart card locks itself after a few wrong PINs; a file does not. So wrong PINs are counted per key, on disk, for all
processes of the machine. An attempt is counted before it is made: killing the process in between gains nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from listina.accounts.actors import SigningCertificate
from listina.site.errors import KeyLockedError, KeyNotFoundError
from listina.trust.signers import Signer, SoftwareKey

WRONG_PINS = 5
LOCKED_FOR = timedelta(minutes=15)
_SCHEME = "pkcs12:"
_LENGTH = 100  # of a counter's file: more than any count and moment need


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyVault:
    """Opens the key that belongs to a registered certificate.

    Attributes:
        folder: where the PKCS#12 files lie; a certificate's `key_location` is `pkcs12:` and a file name in it.
        attempts_folder: where wrong PINs are counted, one small file per key; made when needed.
        now: aware UTC.
    """

    folder: Path
    attempts_folder: Path
    now: Callable[[], datetime]

    def open(self, certificate: SigningCertificate, pin: str) -> Signer:
        """Return the signer of a certificate.

        Raises:
            WrongPinError: the PIN does not open the key; after five in a row the key is locked for 15 minutes.
            KeyLockedError: it is locked now; the PIN was not tried.
            KeyNotFoundError: the key is not here, or is another one.
            KeyUnavailableError: the file cannot be read.
        """
        path = self._path(certificate.key_location)
        with self._attempts(path) as attempts:
            attempts.require_unlocked(self.now())
            attempts.count(self.now())
            signer = SoftwareKey.from_pkcs12(path, pin)
            attempts.forget()
        if signer.certificate != certificate.der:
            raise KeyNotFoundError
        return signer

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the folder, in English, for the doctor."""
        if not self.folder.is_dir():
            return (f"the folder of keys {self.folder} is missing",)
        loose = [path.name for path in sorted(self.folder.glob("*.p12")) if path.stat().st_mode & 0o077]
        return (f"others may read the keys {', '.join(loose)}: chmod 600",) if loose else ()

    def _path(self, location: str) -> Path:
        name = location.removeprefix(_SCHEME)
        if not location.startswith(_SCHEME) or not name or Path(name).name != name:
            raise KeyNotFoundError
        path = self.folder / name
        if not path.is_file():
            raise KeyNotFoundError
        return path

    @contextmanager
    def _attempts(self, key: Path) -> Iterator[_Attempts]:
        """Lend the counter of a key, locked: attempts at one key are made one after another."""
        self.attempts_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = sha256(key.name.encode()).hexdigest()[:32]
        with _opened(self.attempts_folder / f"{name}.json") as file:
            flock(file, LOCK_EX)
            yield _Attempts(file)


def _opened(path: Path) -> IO[str]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")


class _Attempts:
    """How often a wrong PIN was given in a row and when last; kept in an open, locked file."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        file.seek(0)
        content = file.read()
        stored: dict[str, Any] = json.loads(content) if content.strip() else {}
        self._wrong = int(stored.get("wrong", 0))
        self._last_at = datetime.fromisoformat(stored["last_at"]) if stored.get("last_at") else None

    def require_unlocked(self, now: datetime) -> None:
        """Raise KeyLockedError after too many wrong PINs; once the lock is over, start counting anew."""
        if self._wrong < WRONG_PINS or self._last_at is None:
            return
        if now < self._last_at + LOCKED_FOR:
            raise KeyLockedError(minutes=int(LOCKED_FOR.total_seconds() // 60))
        self._wrong = 0

    def count(self, now: datetime) -> None:
        """Count an attempt as wrong until it turns out right."""
        self._wrong += 1
        self._write({"wrong": self._wrong, "last_at": now.isoformat()})

    def forget(self) -> None:
        """The PIN was right: forget the wrong ones before it."""
        self._write({"wrong": 0, "last_at": None})

    def _write(self, content: dict[str, int | str | None]) -> None:
        # In place and of one length: a full disk must not be a way to forget wrong PINs.
        self._file.seek(0)
        self._file.write(json.dumps(content).ljust(_LENGTH))
        self._file.flush()
