"""Timestamp requests, responses and tokens: written, read and checked to the last rule.

Source: RFC 3161, §§ 2.2 and 2.4; RFC 5816; RFC 5652; ETSI EN 319 422.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import new, sha256
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes

from listina.trust import certificates, der
from listina.trust.chains import require_path
from listina.trust.cms import SHA256
from listina.trust.errors import CertificateNotUsableError, TimestampInvalidError
from listina.trust.policy import TrustPolicy

_GRANTED = frozenset({0, 1})
_TRUE = der.value(der.BOOLEAN, b"\xff")
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_TIME_STAMPING = "1.3.6.1.5.5.7.3.8"
_SIGNING_USAGES = frozenset({"digital_signature", "content_commitment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A checked timestamp token.

    Attributes:
        der: the token, a ContentInfo.
        generated_at: its time, aware UTC.
        serial_number: as the authority gave it.
        policy: dotted identifier of the authority's policy.
        authority_certificate: the certificate that signed it, DER.
        source_name: where it came from.
    """

    der: bytes
    generated_at: datetime
    serial_number: int
    policy: str
    authority_certificate: bytes
    source_name: str


def request(imprint_sha256: bytes, *, nonce: int, timestamp_policy: str | None = None) -> bytes:
    """Return a TimeStampReq over a SHA-256 digest; it asks for the authority's certificate."""
    return der.sequence(
        der.integer(1),
        der.sequence(SHA256, der.octets(imprint_sha256)),
        b"" if timestamp_policy is None else der.object_identifier(timestamp_policy),
        der.integer(nonce),
        _TRUE,
    )


def granted_token(response: bytes) -> bytes:
    """Return the token of a TimeStampResp.

    Raises:
        TimestampInvalidError: the response is malformed, or the authority refused.
    """
    try:
        parts = der.read_all(der.read_whole(response, der.SEQUENCE).content)
        status = der.read_integer(der.read(parts[0].content))
        rest = parts[1:]
    except (der.NotDerError, IndexError) as error:
        raise TimestampInvalidError(check="response", reason=f"the response is malformed: {error}") from error
    if status not in _GRANTED:
        detail = parts[0].content.hex()
        raise TimestampInvalidError(check="status", reason=f"the authority refused with status {status} ({detail})")
    if len(rest) != 1 or rest[0].tag != der.SEQUENCE:
        raise TimestampInvalidError(check="response", reason="granted, but there is not exactly one token")
    return rest[0].encoded


def check_token(
    token_der: bytes,
    *,
    imprint_sha256: bytes,
    policy: TrustPolicy,
    source_name: str,
    nonce: int | None = None,
    timestamp_policy: str | None = None,
) -> Token:
    """Make every check of a token but the comparison of its time with our clock.

    Args:
        token_der: ContentInfo, DER.
        imprint_sha256: the digest it must be over, 32 bytes.
        policy: whom to trust.
        source_name: kept in the result.
        nonce: of the request; None where there was no request to compare with.
        timestamp_policy: dotted identifier that was asked for, if any.

    Raises:
        TimestampInvalidError: the first check that failed, or could not be made.
    """
    try:
        signed_data, info_der = _read_envelope(token_der)
        info = tsp.TSTInfo.load(info_der, strict=True)
        _check_info(info, imprint_sha256, nonce, timestamp_policy)
        signer = _only(signed_data["signer_infos"], "signer")
        certificate = _authority_certificate(signed_data, signer)
        _check_attributes(signer, certificate, info_der)
        _check_signature(signer, certificate)
        generated_at: datetime = info["gen_time"].native
        _check_certificate(certificate, signed_data, policy, generated_at)
        return Token(
            der=token_der,
            generated_at=generated_at,
            serial_number=info["serial_number"].native,
            policy=info["policy"].dotted,
            authority_certificate=certificate,
            source_name=source_name,
        )
    except TimestampInvalidError:
        raise
    except Exception as error:  # a malformed token may break the parser anywhere: a refusal
        reason = f"the token cannot be read: {type(error).__name__}: {error}"
        raise TimestampInvalidError(check="format", reason=reason) from error


def _read_envelope(token_der: bytes) -> tuple[Any, bytes]:
    """Return the SignedData and the encoded TSTInfo."""
    content_info = cms.ContentInfo.load(token_der, strict=True)
    _require(content_info["content_type"].native == "signed_data", "content_type", "it is no SignedData")
    signed_data = content_info["content"]
    _require(signed_data["version"].native == "v3", "version", "SignedData is not of version 3")
    encapsulated = signed_data["encap_content_info"]
    _require(encapsulated["content_type"].native == "tst_info", "content_type", "it does not hold TSTInfo")
    return signed_data, bytes(encapsulated["content"].contents)


def _check_info(info: Any, imprint_sha256: bytes, nonce: int | None, timestamp_policy: str | None) -> None:
    _require(info["version"].native == "v1", "version", "TSTInfo is not of version 1")
    imprint = info["message_imprint"]
    _require(imprint["hash_algorithm"]["algorithm"].native == "sha256", "imprint", "another hash than was asked for")
    _require(imprint["hashed_message"].native == imprint_sha256, "imprint", "it is over another digest")
    if nonce is not None:
        _require(info["nonce"].native == nonce, "nonce", "the nonce is another")
    if timestamp_policy is not None:
        _require(info["policy"].dotted == timestamp_policy, "policy", "the policy is another than was asked for")
    for extension in info["extensions"]:
        _require(not extension["critical"].native, "extensions", "it holds an unknown critical extension")


def _authority_certificate(signed_data: Any, signer: Any) -> bytes:
    """Return the certificate the signer points to; it must be in the token, since the request asked for it."""
    found = [candidate for candidate in _certificates(signed_data) if _is_meant(signer["sid"], candidate)]
    _require(len(found) == 1, "certificate", "the authority's certificate is not in the token")
    return bytes(found[0].dump())


def _certificates(signed_data: Any) -> Iterator[asn1_x509.Certificate]:
    for choice in signed_data["certificates"]:
        if choice.name == "certificate":
            yield choice.chosen


def _is_meant(identifier: Any, candidate: asn1_x509.Certificate) -> bool:
    if identifier.name == "issuer_and_serial_number":
        chosen = identifier.chosen
        return bool(
            chosen["serial_number"].native == candidate.serial_number
            and chosen["issuer"].dump() == candidate.issuer.dump()
        )
    return bool(identifier.chosen.native == candidate.key_identifier)


def _check_attributes(signer: Any, certificate: bytes, info_der: bytes) -> None:
    _require(bool(signer["signed_attrs"]), "attributes", "nothing is signed but the content")
    content_type = _attribute(signer, "content_type")
    _require(content_type.native == "tst_info", "content_type", "the signed content type is another")
    algorithm = signer["digest_algorithm"]["algorithm"].native
    _require(algorithm in _HASHES, "digest", f"the digest algorithm {algorithm} is not accepted")
    digest = new(algorithm, info_der).digest()
    _require(_attribute(signer, "message_digest").native == digest, "digest", "the signed digest is of another content")
    _check_certificate_identifier(signer, certificate)


def _check_certificate_identifier(signer: Any, certificate: bytes) -> None:
    """Compare ESSCertIDv2, or ESSCertID of SHA-1, with the certificate."""
    kinds = {attribute["type"].native for attribute in signer["signed_attrs"]}
    if "signing_certificate_v2" in kinds:
        identifier = _attribute(signer, "signing_certificate_v2")["certs"][0]
        algorithm = identifier["hash_algorithm"]["algorithm"].native
        _require(algorithm in _HASHES, "certificate_identifier", f"the hash {algorithm} is not accepted")
        digest = new(algorithm, certificate).digest()
    else:
        identifier = _attribute(signer, "signing_certificate")["certs"][0]
        # RFC 3161 itself knows no other hash here; the signature protects what it identifies.
        digest = new("sha1", certificate, usedforsecurity=False).digest()
    _require(
        identifier["cert_hash"].native == digest, "certificate_identifier", "the signed certificate hash is of another"
    )
    issuer_serial = identifier["issuer_serial"]
    if issuer_serial.native is None:
        return
    named = asn1_x509.Certificate.load(certificate)
    _require(
        issuer_serial["serial_number"].native == named.serial_number
        and any(name.chosen == named.issuer for name in issuer_serial["issuer"] if name.name == "directory_name"),
        "certificate_identifier",
        "the signed issuer and serial number are of another certificate",
    )


def _check_signature(signer: Any, certificate: bytes) -> None:
    digest_algorithm = signer["digest_algorithm"]["algorithm"].native
    kind = signer["signature_algorithm"].signature_algo
    _require(kind in {"rsassa_pkcs1v15", "ecdsa"}, "signature", f"the algorithm {kind} is not accepted")
    if signer["signature_algorithm"]["algorithm"].native != "rsassa_pkcs1v15":
        _require(
            signer["signature_algorithm"].hash_algo == digest_algorithm, "signature", "its two digest algorithms differ"
        )
    attributes = signer["signed_attrs"]
    # What is signed is the SET OF, not the implicit tag it is stored under (RFC 5652, § 5.4).
    to_be_signed = der.value(der.SET, bytes(attributes.contents))
    is_signed = certificates.is_signature_of(
        signer["signature"].native, to_be_signed, certificate, _HASHES[digest_algorithm]
    )
    _require(is_signed, "signature", "the signature is wrong")


def _check_certificate(certificate: bytes, signed_data: Any, policy: TrustPolicy, generated_at: datetime) -> None:
    facts = certificates.facts(certificate)
    extension = asn1_x509.Certificate.load(certificate)
    _require(
        facts.extended_key_usage == (_TIME_STAMPING,) and "extended_key_usage" in extension.critical_extensions,
        "purpose",
        "timestamping is not the one critical purpose of its certificate",
    )
    _require(not facts.is_authority, "purpose", "its certificate may issue certificates")
    _require(
        not facts.key_usage or facts.key_usage <= _SIGNING_USAGES, "purpose", "the key usage is not for signatures only"
    )
    others = tuple(bytes(candidate.dump()) for candidate in _certificates(signed_data))
    try:
        require_path(
            certificate,
            policy.material().with_intermediates(others),
            moment=generated_at,
            key_usage=(),
            extended_key_usage=("time_stamping",),
        )
    except CertificateNotUsableError as error:
        raise TimestampInvalidError(check="trust", reason=error.text("en")) from error


def _attribute(signer: Any, kind: str) -> Any:
    """Return the one value of a signed attribute that occurs once."""
    found = [attribute for attribute in signer["signed_attrs"] if attribute["type"].native == kind]
    return _only(_only(found, kind)["values"], kind)


def _only(values: Any, what: str) -> Any:
    _require(len(values) == 1, "attributes" if what != "signer" else "signers", f"not exactly one {what}")
    return values[0]


def _require(condition: bool, check: str, reason: str) -> None:  # noqa: FBT001  # reads as an assertion
    if not condition:
        raise TimestampInvalidError(check=check, reason=reason)


def imprint(value: bytes) -> bytes:
    """Return what a timestamp over a signature's value is over: its SHA-256, 32 bytes."""
    return sha256(value).digest()
