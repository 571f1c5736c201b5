"""The files of a demo's certificates and keys: there as a whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from listina.trust.signers import PrivateKey


def put(path: Path, content: bytes) -> None:
    """Write a file that is either there as a whole or not at all, readable by its owner only."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change the folder."""
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def pem(key: PrivateKey) -> bytes:
    """Return a key as PEM, not protected: the file is."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def pkcs12_file(certificate: x509.Certificate, key: PrivateKey, issuer: x509.Certificate, pin: str) -> bytes:
    """Return key, certificate and its issuer, protected by a PIN."""
    return pkcs12.serialize_key_and_certificates(
        name=None,
        key=key,
        cert=certificate,
        cas=[issuer],
        encryption_algorithm=BestAvailableEncryption(pin.encode()),
    )
