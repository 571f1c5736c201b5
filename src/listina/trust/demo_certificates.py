"""The profiles of the demo certificates: what stands in a root, an official's, a timestamp authority's certificate.

Every subject bears the mark DEMO. The officials' and the seal's certificates carry the statements of qualified
certificates, so that later checks have something to read, but not the one of a qualified device: the keys are files.

Source: RFC 5280; ETSI EN 319 412-2, -3 and -5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from listina.trust import der
from listina.trust.certificates import DEMO_MARK
from listina.trust.signers import PrivateKey

ROOT_LIFE = timedelta(days=30 * 365)
LIFE = timedelta(days=20 * 365)
TLS_LIFE = timedelta(days=397)
# Clocks of the machines that look at a fresh certificate may be behind ours.
_LEEWAY = timedelta(hours=1)

_QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
_QC_COMPLIANCE = der.sequence(der.object_identifier("0.4.0.1862.1.1"))
_QC_TYPE = der.object_identifier("0.4.0.1862.1.6")
_FOR_SIGNATURES = der.object_identifier("0.4.0.1862.1.6.1")
_FOR_SEALS = der.object_identifier("0.4.0.1862.1.6.2")

_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


class KeyKind(Enum):
    """What kinds of keys demo certificates have."""

    RSA_2048 = "rsa-2048"
    P_256 = "p-256"

    def generate(self) -> PrivateKey:
        """Return a fresh key."""
        if self is KeyKind.RSA_2048:
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """An extension and whether it is critical."""

    value: x509.ExtensionType
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues: a certificate and its key."""

    certificate: x509.Certificate
    key: PrivateKey

    def issue(
        self,
        *,
        common_name: str,
        organization: str,
        key: PrivateKey,
        extensions: Sequence[Extension],
        not_before: datetime,
        life: timedelta = LIFE,
    ) -> x509.Certificate:
        """Issue a certificate, valid at most as long as the issuer's own."""
        until = min(not_before + life, self.certificate.not_valid_after_utc)
        subject = subject_name(common_name, organization)
        builder = _builder(subject, self.certificate.subject, key, not_before - _LEEWAY, until)
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = builder.add_extension(identifier, critical=False)
        return _signed(builder, extensions, self.key)

    def crl(
        self, *, number: int, revoked: Sequence[x509.RevokedCertificate], this_update: datetime
    ) -> x509.CertificateRevocationList:
        """Issue a revocation list that is current as long as the issuer lives: nobody renews a demo's lists."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(this_update - _LEEWAY)
            .next_update(self.certificate.not_valid_after_utc)
            .add_extension(x509.CRLNumber(number), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        for entry in revoked:
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256())


def self_signed(common_name: str, organization: str, key: PrivateKey, not_before: datetime) -> x509.Certificate:
    """Return a root certificate."""
    name = subject_name(common_name, organization)
    return _signed(_builder(name, name, key, not_before - _LEEWAY, not_before + ROOT_LIFE), authority(1), key)


def subject_name(common_name: str, organization: str) -> x509.Name:
    """Return a distinguished name that bears the mark."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{organization} ({DEMO_MARK})"[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{common_name[:57]} ({DEMO_MARK})"),
        ]
    )


def authority(path_length: int) -> tuple[Extension, ...]:
    """Return the extensions of a certificate authority."""
    return (
        Extension(value=x509.BasicConstraints(ca=True, path_length=path_length), critical=True),
        _usage("key_cert_sign", "crl_sign"),
    )


def signature() -> tuple[Extension, ...]:
    """Return the extensions of a certificate for electronic signatures."""
    return (*_end_entity(), _usage("content_commitment"), _qc_statements(_FOR_SIGNATURES))


def electronic_seal() -> tuple[Extension, ...]:
    """Return the extensions of a certificate for electronic seals."""
    return (*_end_entity(), _usage("digital_signature", "content_commitment"), _qc_statements(_FOR_SEALS))


def timestamping() -> tuple[Extension, ...]:
    """Return the extensions of a timestamp authority: one purpose, critical (RFC 3161, § 2.3)."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return (*_end_entity(), _usage("digital_signature"), Extension(value=purpose, critical=True))


def signing_in() -> tuple[Extension, ...]:
    """Return the extensions of a certificate that people sign in with."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
    return (*_end_entity(), _usage("digital_signature"), Extension(value=purpose, critical=False))


def web_server() -> tuple[Extension, ...]:
    """Return the extensions of a web server on this machine."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    names = x509.SubjectAlternativeName(
        [
            x509.DNSName("localhost"),
            x509.IPAddress(ip_address("127.0.0.1")),
            x509.IPAddress(ip_address("::1")),
        ]
    )
    return (
        *_end_entity(),
        _usage("digital_signature"),
        Extension(value=purpose, critical=False),
        Extension(value=names, critical=False),
    )


def _end_entity() -> tuple[Extension, ...]:
    return (Extension(value=x509.BasicConstraints(ca=False, path_length=None), critical=True),)


def _usage(*allowed: str) -> Extension:
    return Extension(value=x509.KeyUsage(**{name: name in allowed for name in _USAGES}), critical=True)


def _qc_statements(purpose: bytes) -> Extension:
    statements = der.sequence(_QC_COMPLIANCE, der.sequence(_QC_TYPE, der.sequence(purpose)))
    return Extension(value=x509.UnrecognizedExtension(_QC_STATEMENTS, statements), critical=False)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, not_before: datetime, not_after: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _signed(builder: x509.CertificateBuilder, extensions: Sequence[Extension], key: PrivateKey) -> x509.Certificate:
    for extension in extensions:
        builder = builder.add_extension(extension.value, critical=extension.critical)
    return builder.sign(key, hashes.SHA256())
