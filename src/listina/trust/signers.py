"""Who signs: a protocol as narrow as a smart card, and the software key of demos and tests."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from listina.trust import der
from listina.trust.errors import KeyUnavailableError, WrongPinError

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Signer(Protocol):
    """A key that signs, with its certificate."""

    @property
    def certificate(self) -> bytes:
        """The signing certificate, DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificates above it without the root, DER, nearest first."""

    def sign(self, to_be_signed: bytes) -> bytes:
        """Hash with SHA-256 and sign: RSASSA-PKCS1-v1_5, or ECDSA as a DER sequence.

        Raises:
            KeyUnavailableError: the key does not answer.
        """


class SoftwareKey:
    """A key in this process's memory, parsed and checked once.

    Parsing an RSA key costs forty times more than signing with it, so a key is made once and kept.
    """

    __slots__ = ("_key", "certificate", "chain")

    def __init__(self, *, key: PrivateKey, certificate: bytes, chain: tuple[bytes, ...]) -> None:
        """Keep the key.

        Args:
            key: RSA or elliptic-curve private key.
            certificate: its certificate, DER.
            chain: the certificates above without the root, DER.

        Raises:
            KeyUnavailableError: the certificate is not this key's.
        """
        if x509.load_der_x509_certificate(certificate).public_key() != key.public_key():
            raise KeyUnavailableError(reason="the certificate belongs to another key")
        self._key = key
        self.certificate = certificate
        self.chain = chain

    @classmethod
    def from_pkcs12(cls, path: Path, pin: str) -> Self:
        """Open a PKCS#12 file (.p12, .pfx).

        Args:
            path: the file.
            pin: its password.

        Raises:
            WrongPinError: the password does not open the file.
            KeyUnavailableError: the file is missing, no PKCS#12, or holds no signing key with its certificate.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            raise KeyUnavailableError(reason=f"{path.name}: {error.strerror}") from error
        try:
            der.read_whole(content, der.SEQUENCE)
        except der.NotDerError as error:
            raise KeyUnavailableError(reason=f"{path.name} is no PKCS#12 file") from error
        try:
            bundle = pkcs12.load_pkcs12(content, pin.encode())
        except ValueError as error:
            raise WrongPinError from error
        if bundle.cert is None or not isinstance(bundle.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyUnavailableError(reason=f"{path.name} holds no RSA or elliptic-curve key with its certificate")
        above = (entry.certificate for entry in bundle.additional_certs)
        return cls(
            key=bundle.key,
            certificate=bundle.cert.certificate.public_bytes(Encoding.DER),
            chain=tuple(item.public_bytes(Encoding.DER) for item in above if item.subject != item.issuer),
        )

    def sign(self, to_be_signed: bytes) -> bytes:
        """Hash with SHA-256 and sign; see `Signer.sign`."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(to_be_signed, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(to_be_signed, ec.ECDSA(hashes.SHA256()))
