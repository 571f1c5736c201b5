"""What an answer of OCSP says about a certificate: only one of its issuer, or of a responder its issuer named.

Whether the responder's own certificate had been revoked is asked where notices are weighed (`revocation_status`).

Source: RFC 6960, §§ 3.2, 4.2.1, 4.2.2.2 and 4.4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import ocsp as structure
from asn1crypto.keys import PublicKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives.hashes import Hash, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from listina.trust import certificates
from listina.trust.validation import algorithms, paths, signature_values
from listina.trust.validation.knowledge import is_issuer
from listina.trust.validation.outcomes import reason
from listina.trust.validation.revocation_notices import (
    NO_REASON,
    Notice,
    Responder,
    is_strong,
    may,
    tells_about,
    time,
)
from listina.trust.validation.signature_report import Reason
from listina.trust.validation.values import MaterialKind, Source

_ARCHIVE_CUTOFF = "1.3.6.1.5.5.7.48.1.6"
# Beside it the nonce, the list an answer was made from, and that it knows which certificates were never issued.
_KNOWN_EXTENSIONS = frozenset({_ARCHIVE_CUTOFF, *(f"1.3.6.1.5.5.7.48.1.{number}" for number in (2, 3, 9))})
# An answer that names no end may be followed by a newer one at any time (RFC 6960, § 2.4).
_ENDLESS_ANSWER = timedelta(hours=1)
_MOST_CERTIFICATES = 8

_Kind = TypeVar("_Kind", bound=x509.ExtensionType)

FOREIGN = reason(
    "revocation.responder_foreign",
    "Odpověď OCSP nepodepsal vydavatel certifikátu ani ten, koho k tomu svým certifikátem určil, proto nic nedokazuje.",
    "The OCSP answer was signed neither by the certificate's issuer nor by a responder it named, so it proves nothing.",
)
NOT_UNDERSTOOD = reason(
    "revocation.answer_not_understood",
    "Odpověď OCSP obsahuje závazný údaj, kterému tato verze nerozumí.",
    "The OCSP answer holds a critical extension that this version does not understand.",
)


@dataclass(frozen=True, slots=True)
class _By:
    """Who signed an answer: the issuer (None) or its responder; `is_entitled` is False for anybody else."""

    responder: Responder | None = None
    is_entitled: bool = True


def say(der: bytes, certificate: bytes, issuer: bytes, source: Source) -> Iterator[Notice | Reason]:
    """Yield what an answer says about a certificate, or why it says nothing; nothing if it is about another one.

    Args:
        der: the OCSPResponse.
        certificate: DER.
        issuer: its issuer's certificate, DER.
        source: of the answer.

    Raises:
        Exception: something cannot be read.
    """
    response, below = _answer(der), certificates.load(certificate)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return
    for position, single in enumerate(response.responses):
        if single.serial_number != below.serial_number or not _names_issuer(single, certificates.load(issuer)):
            continue
        by = _by(der, issuer)
        if not by.is_entitled:
            yield FOREIGN
            return
        if _holds_unknown(der, position):
            yield NOT_UNDERSTOOD
            return
        if single.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
            return
        issued, until, revoked_at = single.this_update_utc, single.next_update_utc, single.revocation_time_utc
        tells_good = tells_about(below, issued, _cutoff(der, position))
        if revoked_at is not None or tells_good:
            yield Notice(
                der=der,
                kind=MaterialKind.OCSP,
                source=source,
                issued_at=issued,
                next_update=until,
                current_until=until or issued + _ENDLESS_ANSWER,
                revoked_at=revoked_at,
                why=single.revocation_reason or NO_REASON,
                tells_good=tells_good,
                responder=by.responder,
            )


@lru_cache(maxsize=256)
def _answer(der: bytes) -> ocsp.OCSPResponse:
    return ocsp.load_der_ocsp_response(der)


@lru_cache(maxsize=1024)
def _by(der: bytes, issuer: bytes) -> _By:
    """Tell who signed: the issuer itself, or somebody whose certificate, valid then, it issued for that.

    Raises:
        ValueError: with a hash that was not secure any more.
    """
    basic = structure.OCSPResponse.load(der).basic_ocsp_response
    made: datetime = basic["tbs_response_data"]["produced_at"].native
    if not is_strong(basic["signature_algorithm"], made):
        raise ValueError("the hash of the answer's signature was not secure any more")
    if _is_signed_by(basic, issuer):
        return _By()
    for item in tuple(basic["certs"] or ())[:_MOST_CERTIFICATES]:
        certificate = bytes(item.dump())
        found = certificates.load(certificate)
        is_valid = found.not_valid_before_utc <= made <= found.not_valid_after_utc
        is_strong_key = algorithms.key(found.public_key(), made).secure
        if not (is_valid and is_strong_key and _answers(found)) or paths.holds_unknown(found.extensions):
            continue
        if is_issuer(issuer, certificate) and _is_signed_by(basic, certificate):
            no_check = _value(found, x509.OCSPNoCheck) is not None
            return _By(Responder(certificate=certificate, answered_at=made, needs_no_check=no_check))
    return _By(is_entitled=False)


def _is_signed_by(basic: Any, certificate: bytes) -> bool:
    content = bytes(basic["tbs_response_data"].dump())
    return signature_values.is_right(
        certificates.load(certificate).public_key(),
        basic["signature_algorithm"],
        basic["signature"].native,
        beside="",
        digest=signature_values.digest_of(content),
        content=content,
    )


def _answers(certificate: x509.Certificate) -> bool:
    usage = _value(certificate, x509.ExtendedKeyUsage)
    return usage is not None and ExtendedKeyUsageOID.OCSP_SIGNING in usage and may(certificate, "digital_signature")


def _value(certificate: x509.Certificate, kind: type[_Kind]) -> _Kind | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _names_issuer(single: ocsp.OCSPSingleResponse, issuer: x509.Certificate) -> bool:
    key = issuer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    bits = bytes(PublicKeyInfo.load(key)["public_key"].contents[1:])
    algorithm = single.hash_algorithm
    return _hashed(algorithm, issuer.subject.public_bytes()) == single.issuer_name_hash and (
        _hashed(algorithm, bits) == single.issuer_key_hash
    )


def _hashed(algorithm: HashAlgorithm, content: bytes) -> bytes:
    hashing = Hash(algorithm)
    hashing.update(content)
    return hashing.finalize()


def _holds_unknown(der: bytes, position: int) -> bool:
    data = structure.OCSPResponse.load(der).response_data
    extensions = (*(data["response_extensions"] or ()), *(data["responses"][position]["single_extensions"] or ()))
    return any(item["critical"].native and item["extn_id"].dotted not in _KNOWN_EXTENSIONS for item in extensions)


def _cutoff(der: bytes, position: int) -> datetime | None:
    single = structure.OCSPResponse.load(der).response_data["responses"][position]
    for extension in single["single_extensions"] or ():
        if extension["extn_id"].dotted == _ARCHIVE_CUTOFF:
            return time(bytes(extension["extn_value"]))
    return None
