"""Timestamp requests, responses and tokens: written, read and checked to the last rule.

Source: RFC 3161, §§ 2.2 and 2.4; RFC 5816; RFC 5652; ETSI EN 319 422.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from asn1crypto import tsp, x509

from listina.trust import certificates, der, refusals, signer_infos
from listina.trust.cms import SHA256
from listina.trust.errors import CertificateNotUsableError, TimestampInvalidError
from listina.trust.policy import TrustPolicy
from listina.trust.signer_infos import UnacceptableSignatureError, require
from listina.trust.usability import require_usable

_GRANTED = frozenset({0, 1})
_TRUE = der.value(der.BOOLEAN, b"\xff")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a token must answer.

    Attributes:
        imprint_sha256: the digest, 32 bytes.
        nonce: positive; None where there was no request to compare with.
        policy: dotted identifier of the authority's policy; None for any.
    """

    imprint_sha256: bytes
    nonce: int | None = None
    policy: str | None = None

    def request(self) -> bytes:
        """Return the TimeStampReq; it asks for the authority's certificate."""
        return der.sequence(
            der.integer(1),
            der.sequence(SHA256, der.octets(self.imprint_sha256)),
            b"" if self.policy is None else der.object_identifier(self.policy),
            b"" if self.nonce is None else der.integer(self.nonce),
            _TRUE,
        )


def imprint(value: bytes) -> bytes:
    """Return what a timestamp over a signature's value is over: its SHA-256, 32 bytes."""
    return sha256(value).digest()


def granted_token(response: bytes) -> bytes:
    """Return the token of a TimeStampResp, unchecked.

    Raises:
        TimestampInvalidError: the response is malformed, or the authority refused.
    """
    try:
        info, *rest = der.read_all(der.read_whole(response, der.SEQUENCE).content)
        status = der.read_integer(der.read(info.content))
        refused_for = refusals.reasons_in(info.content) if status not in _GRANTED else ""
    except (der.NotDerError, ValueError) as error:
        raise TimestampInvalidError(check="response", reason=f"the response is malformed: {error}") from error
    if status not in _GRANTED:
        raise TimestampInvalidError(check="status", reason=f"the authority refused with status {status}: {refused_for}")
    if len(rest) != 1 or rest[0].tag != der.SEQUENCE:
        raise TimestampInvalidError(check="response", reason="granted, but there is not exactly one token")
    return rest[0].encoded


def check_token(token_der: bytes, asked: Asked, *, policy: TrustPolicy, source_name: str) -> Token:
    """Make every check of a token but the comparison of its time with our clock.

    Args:
        token_der: ContentInfo, DER.
        asked: what it must answer.
        policy: whom to trust.
        source_name: kept in the result.

    Raises:
        TimestampInvalidError: the first check that failed, or could not be made.
    """
    try:
        signed_data, info_der = _read_envelope(token_der)
        info = tsp.TSTInfo.load(info_der, strict=True)
        _check_info(info, asked)
        signer = signer_infos.one_signer(signed_data)
        certificate = signer_infos.signing_certificate(signed_data, signer)
        signer_infos.check_attributes(
            signer, certificate, content_digest=signer_infos.digest_of(info_der), content_type="tst_info"
        )
        signer_infos.check_signature(signer, certificate)
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
    except UnacceptableSignatureError as error:
        raise TimestampInvalidError(check=error.check, reason=error.reason) from error
    except CertificateNotUsableError as error:
        raise TimestampInvalidError(check="trust", reason=error.text("en")) from error
    except Exception as error:  # a malformed token may break the parser anywhere: a refusal
        reason = f"the token cannot be read: {type(error).__name__}: {error}"
        raise TimestampInvalidError(check="format", reason=reason) from error


def _read_envelope(token_der: bytes) -> tuple[Any, bytes]:
    """Return the SignedData and the encoded TSTInfo."""
    signed_data = signer_infos.read_signed_data(token_der)
    require(signed_data["version"].native == "v3", "version", "SignedData is not of version 3")
    encapsulated = signed_data["encap_content_info"]
    require(encapsulated["content_type"].native == "tst_info", "content_type", "it does not hold TSTInfo")
    # The wrapper parses what it holds and returns None for nothing: the bytes themselves are what is signed.
    return signed_data, bytes(encapsulated["content"].contents)


def _check_info(info: Any, asked: Asked) -> None:
    require(info["version"].native == "v1", "version", "TSTInfo is not of version 1")
    digest = info["message_imprint"]
    require(digest["hash_algorithm"]["algorithm"].native == "sha256", "imprint", "the hash is another")
    require(digest["hashed_message"].native == asked.imprint_sha256, "imprint", "it is over another digest")
    if asked.nonce is not None:
        require(info["nonce"].native == asked.nonce, "nonce", "the nonce is another")
    if asked.policy is not None:
        require(info["policy"].dotted == asked.policy, "policy", "the policy is another than was asked for")
    for extension in info["extensions"]:
        require(not extension["critical"].native, "extensions", "it holds a critical extension nobody knows")


def _check_certificate(certificate: bytes, signed_data: Any, policy: TrustPolicy, generated_at: datetime) -> None:
    facts = certificates.facts(certificate)
    critical = x509.Certificate.load(certificate).critical_extensions
    require(
        facts.extended_key_usage == (_TIME_STAMPING,) and "extended_key_usage" in critical,
        "purpose",
        "timestamping is not the one critical purpose of its certificate",
    )
    require(not facts.is_authority, "purpose", "its certificate may issue certificates")
    require(facts.key_usage <= _SIGNING_USAGES, "purpose", "its key is not for signatures only")
    require_usable(
        certificate,
        policy.material_about(certificate, signer_infos.certificates_in(signed_data)),
        moment=generated_at,
        key_usage=(),
        extended_key_usage=("time_stamping",),
    )
