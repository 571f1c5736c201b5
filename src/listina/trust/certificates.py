"""What a certificate says, in plain values; and whether its key made a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from listina.trust.errors import CertificateNotUsableError, UnusableReason

DEMO_MARK = "DEMO"
SMALLEST_RSA_BITS = 2048

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey

_KEY_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)
_CURVES = frozenset({"secp256r1", "secp384r1", "secp521r1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says of itself; nothing here is checked against anybody.

    Attributes:
        der_sha256: SHA-256 of the DER certificate, 64 hex digits.
        serial_number: as the issuer gave it, positive, up to 160 bits.
        subject: distinguished name, RFC 4514.
        issuer: distinguished name, RFC 4514.
        common_name: of the subject; the whole subject where there is none.
        not_before: first moment of validity, aware UTC.
        not_after: last moment of validity, aware UTC.
        key_usage: names as in RFC 5280, § 4.2.1.3, in snake case; empty if the extension is absent.
        extended_key_usage: dotted object identifiers; empty if the extension is absent.
        is_authority: it may issue certificates.
        is_demo: the subject bears the mark of demo certificates.
    """

    der_sha256: str
    serial_number: int
    subject: str
    issuer: str
    common_name: str
    not_before: datetime
    not_after: datetime
    key_usage: frozenset[str]
    extended_key_usage: tuple[str, ...]
    is_authority: bool
    is_demo: bool


def facts(der: bytes) -> CertificateFacts:
    """Read a DER certificate.

    Raises:
        CertificateNotUsableError: it cannot be read.
    """
    certificate = load(der)
    try:
        return CertificateFacts(
            der_sha256=sha256(der).hexdigest(),
            serial_number=certificate.serial_number,
            subject=certificate.subject.rfc4514_string(),
            issuer=certificate.issuer.rfc4514_string(),
            common_name=_common_name(certificate),
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            key_usage=_key_usage(certificate),
            extended_key_usage=_extended_key_usage(certificate),
            is_authority=_is_authority(certificate),
            is_demo=_is_demo(certificate),
        )
    except ValueError as error:
        raise CertificateNotUsableError(reason=UnusableReason.UNREADABLE, detail=str(error)) from error


@lru_cache(maxsize=256)
def load(der: bytes) -> x509.Certificate:
    """Parse a DER certificate; the last ones stay parsed.

    Raises:
        CertificateNotUsableError: it cannot be read.
    """
    try:
        return x509.load_der_x509_certificate(der)
    except (ValueError, TypeError) as error:
        raise CertificateNotUsableError(reason=UnusableReason.UNREADABLE, detail=str(error)) from error


def certificates_of_pem(content: bytes) -> tuple[bytes, ...]:
    """Return the certificates of a PEM file, DER. Raises ValueError: there are none, or one cannot be read."""
    return tuple(each.public_bytes(Encoding.DER) for each in x509.load_pem_x509_certificates(content))


def public_key(der: bytes) -> PublicKey:
    """Return the certificate's key: RSA of 2048 bits or more, or a NIST curve.

    Raises:
        CertificateNotUsableError: the certificate cannot be read, or its key is weak or of another kind.
    """
    try:
        key = load(der).public_key()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CertificateNotUsableError(reason=UnusableReason.WEAK_KEY, detail=str(error)) from error
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= SMALLEST_RSA_BITS:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return key
    raise CertificateNotUsableError(reason=UnusableReason.WEAK_KEY, detail=type(key).__name__)


def is_signature_of(value: bytes, data: bytes, certificate: bytes, algorithm: hashes.HashAlgorithm) -> bool:
    """Tell whether the value is a signature of the data by the certificate's key.

    Args:
        value: RSASSA-PKCS1-v1_5, or ECDSA as a DER sequence.
        data: what was signed, before hashing.
        certificate: DER.
        algorithm: the hash.

    Raises:
        CertificateNotUsableError: as `public_key`.
    """
    key = public_key(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), algorithm)
        else:
            key.verify(value, data, ec.ECDSA(algorithm))
    except InvalidSignature:
        return False
    return True


def _common_name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _is_demo(certificate: x509.Certificate) -> bool:
    return any(
        DEMO_MARK in str(attribute.value).replace("(", " ").replace(")", " ").split()
        for attribute in certificate.subject
    )


def _key_usage(certificate: x509.Certificate) -> frozenset[str]:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return frozenset()
    return frozenset(name for name in _KEY_USAGES if getattr(usage, name))


def _extended_key_usage(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(purpose.dotted_string for purpose in usage)


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
