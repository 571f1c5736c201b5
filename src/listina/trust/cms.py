"""Cryptographic Message Syntax as Listina writes it: SignedData with one signer, SHA-256, DER throughout.

Everything that depends on the certificate alone is encoded once and kept.

Source: RFC 5652; RFC 5035 (signing-certificate-v2); ETSI EN 319 122-1 (CAdES baseline), EN 319 142-1 (PAdES baseline).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import rsa

from listina.trust import der
from listina.trust.certificates import load, public_key

DATA = der.object_identifier("1.2.840.113549.1.7.1")
SIGNED_DATA = der.object_identifier("1.2.840.113549.1.7.2")
TST_INFO = der.object_identifier("1.2.840.113549.1.9.16.1.4")

SHA256 = der.sequence(der.object_identifier("2.16.840.1.101.3.4.2.1"))

_CONTENT_TYPE = der.object_identifier("1.2.840.113549.1.9.3")
_MESSAGE_DIGEST = der.object_identifier("1.2.840.113549.1.9.4")
_SIGNING_TIME = der.object_identifier("1.2.840.113549.1.9.5")
_SIGNING_CERTIFICATE_V2 = der.object_identifier("1.2.840.113549.1.9.16.2.47")
_SIGNATURE_TIMESTAMP = der.object_identifier("1.2.840.113549.1.9.16.2.14")
_RSA_WITH_SHA256 = der.sequence(der.object_identifier("1.2.840.113549.1.1.11"), der.value(der.NULL, b""))
_ECDSA_WITH_SHA256 = der.sequence(der.object_identifier("1.2.840.10045.4.3.2"))
_VERSION_1, _VERSION_3 = der.integer(1), der.integer(3)


def signed_attributes(
    *, content_type: bytes, message_digest: bytes, certificate: bytes, signing_time: datetime | None = None
) -> bytes:
    """Return the attributes that are signed, as the SET OF that is hashed.

    Args:
        content_type: encoded object identifier of the content.
        message_digest: SHA-256 of the content, 32 bytes.
        certificate: the signer's, DER.
        signing_time: claimed time, aware; PAdES forbids it here (EN 319 142-1, § 6.3), CAdES asks for it.
    """
    attributes = [
        _attribute(_CONTENT_TYPE, content_type),
        _attribute(_MESSAGE_DIGEST, der.octets(message_digest)),
        _constants(certificate).signing_certificate,
    ]
    if signing_time is not None:
        attributes.append(_attribute(_SIGNING_TIME, der.cms_time(signing_time)))
    return der.set_of(attributes)


def signed_data(
    *,
    certificate: bytes,
    certificates: Iterable[bytes],
    signed_attributes: bytes,
    value: bytes,
    content: bytes | None = None,
    content_type: bytes = DATA,
    timestamp_token: bytes | None = None,
) -> bytes:
    """Return a ContentInfo with SignedData.

    Args:
        certificate: the signer's, DER.
        certificates: those to put in, DER, in any order; none leaves the field out.
        signed_attributes: as returned by `signed_attributes`.
        value: the signature over them.
        content: what is signed; None for a detached signature.
        content_type: encoded object identifier of the content.
        timestamp_token: token over the value, DER, to put in as an unsigned attribute.
    """
    constants = _constants(certificate)
    unsigned = b""
    if timestamp_token is not None:
        unsigned = der.value(der.CONTEXT_1, _attribute(_SIGNATURE_TIMESTAMP, timestamp_token))
    signer_info = der.sequence(
        _VERSION_1,
        constants.issuer_and_serial_number,
        SHA256,
        der.value(der.CONTEXT_0, der.read(signed_attributes).content),
        constants.signature_algorithm,
        der.octets(value),
        unsigned,
    )
    encapsulated = b"" if content is None else der.value(der.CONTEXT_0, der.octets(content))
    unique = frozenset(certificates)
    return der.sequence(
        SIGNED_DATA,
        der.value(
            der.CONTEXT_0,
            der.sequence(
                _VERSION_1 if content_type == DATA else _VERSION_3,
                der.value(der.SET, SHA256),
                der.sequence(content_type, encapsulated),
                der.set_of(unique, tag=der.CONTEXT_0) if unique else b"",
                der.value(der.SET, signer_info),
            ),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Constants:
    """What a signature holds that depends on the certificate alone, encoded."""

    issuer_and_serial_number: bytes
    signing_certificate: bytes
    signature_algorithm: bytes


@lru_cache(maxsize=256)
def _constants(certificate: bytes) -> _Constants:
    parsed = load(certificate)
    is_rsa = isinstance(public_key(certificate), rsa.RSAPublicKey)
    # ESSCertIDv2 without algorithm means SHA-256 (RFC 5035, § 4): the default must not be encoded.
    identifier = der.sequence(der.octets(sha256(certificate).digest()))
    return _Constants(
        issuer_and_serial_number=der.sequence(parsed.issuer.public_bytes(), der.integer(parsed.serial_number)),
        signing_certificate=_attribute(_SIGNING_CERTIFICATE_V2, der.sequence(der.sequence(identifier))),
        signature_algorithm=_RSA_WITH_SHA256 if is_rsa else _ECDSA_WITH_SHA256,
    )


def _attribute(identifier: bytes, content: bytes) -> bytes:
    return der.sequence(identifier, der.value(der.SET, content))
