"""Keys on tokens that never leave them: smart cards and hardware modules through PKCS#11.

A module belongs to the process that initialised it: a forked process starts it anew, which happens here by itself.
Within a process the login to a token is one for all sessions, so the keys of a process take turns: one signature at a
time, and whoever comes with a PIN logs in with it, even if another key of the token is logged in. A card can do no
more, and a PIN that was never tried must not work because somebody else's did.

A wrong PIN is tried once: after that the key refuses by itself, since a token locks after a few.

Source: PKCS #11 3.1 (OASIS), §§ 5.4 and 5.6; RFC 8017, § 9.2; RFC 3279, § 2.2.3.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, Self

import pkcs11
from cryptography.hazmat.primitives import hashes
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11 import exceptions as faults

from listina.trust import certificates, der
from listina.trust.errors import (
    KeyUnavailableError,
    TokenKeyMismatchError,
    TokenKeyMissingError,
    TokenLockedError,
    TokenMissingError,
    WrongPinError,
)

_WRONG_PIN = (faults.PinIncorrect, faults.PinInvalid, faults.PinLenRange)
_NO_TOKEN = (
    faults.NoSuchToken,
    faults.TokenNotPresent,
    faults.TokenNotRecognised,
    faults.DeviceRemoved,
    faults.SlotIDInvalid,
)
_SESSION_LOST = (
    faults.DeviceRemoved,
    faults.KeyHandleInvalid,
    faults.ObjectHandleInvalid,
    faults.SessionClosed,
    faults.SessionHandleInvalid,
    faults.UserNotLoggedIn,
)
# What a module says when it remembers tokens or logins that are no more.
_STALE = (*_NO_TOKEN, faults.DeviceError, faults.GeneralError, faults.SessionHandleInvalid, faults.UserAlreadyLoggedIn)
# DigestInfo of SHA-256 without the digest.
_SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenAddress:
    """Where a key is.

    Attributes:
        module: the PKCS#11 library of the token's maker.
        token_label: as the token was initialised.
        key_label: of the private key; its certificate has the same CKA_ID.
    """

    module: Path
    token_label: str
    key_label: str


class Pkcs11Key:
    """A key on a token, opened when it is first needed and again when the token was away meanwhile."""

    def __init__(self, address: TokenAddress, pin: str, *, chain: tuple[bytes, ...] = ()) -> None:
        """Remember where the key is; the token is not touched yet.

        Args:
            address: where it is.
            pin: the user's PIN, also for keys that ask for it with each signature.
            chain: the certificates above the key's one without the root, DER.
        """
        self.address = address
        self.chain = chain
        self._pin = pin
        self._pin_refused = False
        self._opened: _Opened | None = None
        self._certificate: bytes | None = None

    @classmethod
    def open(cls, address: TokenAddress, pin: str, *, chain: tuple[bytes, ...] = ()) -> Self:
        """Return a key whose token is there and whose PIN is right.

        Raises:
            WrongPinError: the PIN is wrong.
            TokenLockedError: the PIN was wrong too often.
            TokenMissingError: the token is not there.
            TokenKeyMissingError: it holds no such key with a certificate.
            KeyUnavailableError: the module cannot be used.
        """
        key = cls(address, pin, chain=chain)
        with _process.lock:
            key._open()
        return key

    @property
    def certificate(self) -> bytes:
        """The certificate beside the key on the token, DER; raises as `open`."""
        if self._certificate is None:
            with _process.lock:
                self._open()
        if self._certificate is None:
            raise TokenKeyMissingError(key=self.address.key_label)
        return self._certificate

    def sign(self, to_be_signed: bytes) -> bytes:
        """Hash with SHA-256 and sign; see `Signer.sign`.

        Raises:
            TokenKeyMismatchError: the value is no signature by the certificate's key.
            KeyUnavailableError: the token failed; and as `open`.
        """
        with _process.lock:
            try:
                value = self._sign_once(to_be_signed)
            except _SessionLostError:
                _process.close_holder()
                try:
                    value = self._sign_once(to_be_signed)
                except _SessionLostError as error:
                    raise TokenMissingError(token=self.address.token_label) from error
        if not certificates.is_signature_of(value, to_be_signed, self.certificate, hashes.SHA256()):
            raise TokenKeyMismatchError(key=self.address.key_label)
        return value

    def _sign_once(self, to_be_signed: bytes) -> bytes:
        opened = self._open()
        with self._translated():
            return opened.sign(to_be_signed, self._pin)

    def _open(self) -> _Opened:
        if self._opened is not None and _process.holder is self:
            return self._opened
        if self._pin_refused:
            raise WrongPinError
        _process.close_holder()
        with self._translated():
            try:
                opened = _Opened.on_token(self.address, self._pin)
            except _STALE:
                # Some modules look for tokens when they start and never again.
                _process.stop(self.address.module)
                opened = _Opened.on_token(self.address, self._pin)
        if self._certificate is not None and opened.certificate != self._certificate:
            raise TokenKeyMismatchError(key=self.address.key_label)
        self._certificate, self._opened, _process.holder = opened.certificate, opened, self
        return opened

    def close(self) -> None:
        """Log out; the next signature logs in again."""
        if self._opened is not None:
            with suppress(faults.PKCS11Error):
                self._opened.session.close()
        self._opened = None

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Say in our words what the token or its module says."""
        try:
            yield
        except _WRONG_PIN as error:
            self._pin_refused = True
            raise WrongPinError from error
        except faults.PinLocked as error:
            self._pin_refused = True
            raise TokenLockedError(token=self.address.token_label) from error
        except _SESSION_LOST as error:
            raise _SessionLostError from error
        except _NO_TOKEN as error:
            raise TokenMissingError(token=self.address.token_label) from error
        except faults.NoSuchKey as error:
            raise TokenKeyMissingError(key=self.address.key_label) from error
        except (faults.PKCS11Error, RuntimeError, OSError) as error:
            raise KeyUnavailableError(reason=f"{self.address.module.name}: {type(error).__name__} {error}") from error


class _SessionLostError(Exception):
    """The session is gone; the token may be back already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A session that is logged in, and the key in it."""

    session: Any
    key: Any
    certificate: bytes
    asks_each_time: bool
    hashes_rsa: bool

    @classmethod
    def on_token(cls, address: TokenAddress, pin: str) -> Self:
        token = _process.module(address.module).get_token(token_label=address.token_label)
        session = token.open(user_pin=pin)
        try:
            key = session.get_key(ObjectClass.PRIVATE_KEY, label=address.key_label)
            return cls(
                session=session,
                key=key,
                certificate=_certificate_of(session, key, address),
                asks_each_time=_asks_each_time(key),
                hashes_rsa=Mechanism.SHA256_RSA_PKCS in token.slot.get_mechanisms(),
            )
        except BaseException:
            session.close()
            raise

    def sign(self, to_be_signed: bytes, pin: str) -> bytes:
        each_time = {"pin": pin} if self.asks_each_time else {}
        digest = sha256(to_be_signed).digest()
        if self.key.key_type == KeyType.EC:
            return _der_signature(self.key.sign(digest, mechanism=Mechanism.ECDSA, **each_time))
        if self.hashes_rsa:
            return bytes(self.key.sign(to_be_signed, mechanism=Mechanism.SHA256_RSA_PKCS, **each_time))
        return bytes(self.key.sign(_SHA256_DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS, **each_time))


def _certificate_of(session: Any, key: Any, address: TokenAddress) -> bytes:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.ID: key[Attribute.ID]}
    found = [bytes(item[Attribute.VALUE]) for item in session.get_objects(wanted)]
    if len(found) != 1:
        raise TokenKeyMissingError(key=address.key_label)
    return found[0]


def _asks_each_time(key: Any) -> bool:
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except faults.PKCS11Error:
        # Modules older than the attribute do not know it; such keys ask once.
        return False


def _der_signature(raw: bytes) -> bytes:
    """Turn a token's r‖s into the DER sequence that certificates and CMS expect."""
    half = len(raw) // 2
    return der.sequence(*(der.integer(int.from_bytes(part, "big")) for part in (raw[:half], raw[half:])))


class _Process:
    """What PKCS#11 keeps once for a process: modules, and who is logged in."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.holder: Pkcs11Key | None = None
        self._started: set[str] = set()

    def module(self, path: Path) -> Any:
        library = pkcs11.lib(os.fspath(path))
        name = os.fspath(path)
        if name not in self._started:
            # After a fork the module still believes that it belongs to the parent.
            library.reinitialize()
            self._started.add(name)
        return library

    def stop(self, path: Path) -> None:
        """Let the module start anew before it is used again; every session of this process ends."""
        self.close_holder()
        self._started.discard(os.fspath(path))

    def close_holder(self) -> None:
        if self.holder is not None:
            self.holder.close()
        self.holder = None

    def start_anew(self) -> None:
        """Forget everything: this is another process now."""
        self.lock = RLock()
        self.holder = None
        self._started = set()


_process = _Process()
os.register_at_fork(after_in_child=_process.start_anew)
