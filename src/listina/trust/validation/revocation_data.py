"""What lists and answers of OCSP say about a certificate: only those that its issuer made, and made for it.

Source: RFC 5280, chapter 5 and § 6.3; RFC 6960, §§ 3.2 and 4.2; ITU-T X.509, § 9.5.2.8 (expiredCertsOnCRL).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from asn1crypto import core
from asn1crypto import crl as list_structure
from asn1crypto import ocsp as structure
from asn1crypto.keys import PublicKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives.hashes import Hash, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import CRLEntryExtensionOID, ExtendedKeyUsageOID

from listina.trust import certificates
from listina.trust.validation import algorithms, signature_values
from listina.trust.validation.knowledge import Knowledge, is_issuer
from listina.trust.validation.values import MaterialKind, Source

_EXPIRED_ON_LIST = x509.ObjectIdentifier("2.5.29.60")
_ARCHIVE_CUTOFF = "1.3.6.1.5.5.7.48.1.6"
_KNOWN_LIST_EXTENSIONS = frozenset({"2.5.29.20", "2.5.29.28", "2.5.29.35"})
_ON_HOLD = x509.ReasonFlags.certificate_hold
_NO_REASON = x509.ReasonFlags.unspecified
# An answer that names no end may be followed by a newer one at any time (RFC 6960, § 2.4).
_ENDLESS_ANSWER = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one list or answer says about a certificate.

    Attributes:
        der: the list or answer.
        kind, source: of it.
        issued_at: thisUpdate.
        next_update: None if it names none.
        current_until: until when it may be relied on.
        revoked_at: None unless the certificate is revoked.
        why: the reason of the revocation.
        tells_good: that it names no revocation means that there was none: it is complete, and it was made while the
            certificate was valid or says that it keeps expired ones.
        helpers: certificates it was checked with.
    """

    der: bytes
    kind: MaterialKind
    source: Source
    issued_at: datetime
    next_update: datetime | None
    current_until: datetime
    revoked_at: datetime | None
    why: x509.ReasonFlags
    tells_good: bool
    helpers: tuple[bytes, ...] = ()

    @property
    def is_final(self) -> bool:
        """Tell whether the revocation can never be taken back."""
        return self.revoked_at is not None and self.why is not _ON_HOLD


def notices(certificate: bytes, issuer: bytes, knowledge: Knowledge) -> tuple[Notice, ...]:
    """Return what is known about a certificate's revocation, from its issuer, in no order.

    Args:
        certificate: DER.
        issuer: its issuer's certificate; believed already, as a path leads from it to an anchor. DER.
        knowledge: where to look.
    """
    found: list[Notice] = []
    for der, source in tuple(knowledge.crls.items()):
        try:
            found += _in_list(der, certificate, issuer, source)
        except Exception:  # noqa: BLE001, S112  # a list that cannot be read says nothing
            continue
    for der, source in tuple(knowledge.ocsp_responses.items()):
        try:
            found += _in_answer(der, certificate, issuer, source)
        except Exception:  # noqa: BLE001, S112  # an answer that cannot be read says nothing
            continue
    return tuple(found)


def _in_list(der: bytes, certificate: bytes, issuer: bytes, source: Source) -> Iterator[Notice]:
    found, below = _list(der), certificates.load(certificate)
    if found.issuer != below.issuer or not _is_list_of(der, issuer):
        return
    scope = _scope(der, certificate)
    if scope is None:
        return
    entry = found.get_revoked_certificate_by_serial_number(below.serial_number)
    why = _NO_REASON
    if entry is not None:
        why = _reason_of(entry)
        if why is x509.ReasonFlags.remove_from_crl:
            entry = None
    issued, until = found.last_update_utc, found.next_update_utc
    yield Notice(
        der=der,
        kind=MaterialKind.CRL,
        source=source,
        issued_at=issued,
        next_update=until,
        current_until=until or issued,
        revoked_at=None if entry is None else entry.revocation_date_utc,
        why=why,
        tells_good=scope and _tells_about(below, issued, _kept_since(found)),
    )


def _in_answer(der: bytes, certificate: bytes, issuer: bytes, source: Source) -> Iterator[Notice]:
    response, below = _answer(der), certificates.load(certificate)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return
    for position, single in enumerate(response.responses):
        if single.serial_number != below.serial_number or not _names_issuer(single, certificates.load(issuer)):
            continue
        helpers = _responder(der, issuer)
        if helpers is None or single.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
            return
        issued, until = single.this_update_utc, single.next_update_utc
        yield Notice(
            der=der,
            kind=MaterialKind.OCSP,
            source=source,
            issued_at=issued,
            next_update=until,
            current_until=until or issued + _ENDLESS_ANSWER,
            revoked_at=single.revocation_time_utc,
            why=single.revocation_reason or _NO_REASON,
            tells_good=_tells_about(below, issued, _cutoff(der, position)),
            helpers=helpers,
        )


def _tells_about(certificate: x509.Certificate, issued: datetime, kept_since: datetime | None) -> bool:
    """Tell whether silence means good: authorities take expired certificates off their lists."""
    until = certificate.not_valid_after_utc
    return issued <= until or (kept_since is not None and kept_since <= until)


@lru_cache(maxsize=256)
def _list(der: bytes) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(der)


@lru_cache(maxsize=256)
def _answer(der: bytes) -> ocsp.OCSPResponse:
    return ocsp.load_der_ocsp_response(der)


@lru_cache(maxsize=1024)
def _is_list_of(der: bytes, issuer: bytes) -> bool:
    """Tell whether a list was signed by an issuer that may sign lists; its certificate need not stand on a path."""
    found, above = _list(der), certificates.load(issuer)
    if found.issuer != above.subject or not _may(above, "crl_sign"):
        return False
    algorithm = list_structure.CertificateList.load(der)["signature_algorithm"]
    content = found.tbs_certlist_bytes
    return _is_strong(algorithm, found.last_update_utc) and signature_values.is_right(
        above.public_key(),
        algorithm,
        found.signature,
        beside="",
        digest=signature_values.digest_of(content),
        content=content,
    )


def _scope(der: bytes, certificate: bytes) -> bool | None:
    """Tell whether a list speaks of such certificates: of all their revocations, of some (False), or not (None)."""
    found, below = _list(der), certificates.load(certificate)
    complete = True
    for extension in found.extensions:
        match extension.value:
            case x509.IssuingDistributionPoint() as point:
                is_authority = certificates.facts(certificate).is_authority
                other_kind = point.only_contains_user_certs if is_authority else point.only_contains_ca_certs
                if other_kind or point.only_contains_attribute_certs or point.indirect_crl:
                    return None
                if point.relative_name or (point.full_name and not set(point.full_name) & _points_of(below)):
                    return None
                complete = not point.only_some_reasons
            case _ if extension.critical and extension.oid.dotted_string not in _KNOWN_LIST_EXTENSIONS:
                return None
    return complete


def _points_of(certificate: x509.Certificate) -> set[x509.GeneralName]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return set()
    return {name for point in points for name in point.full_name or ()}


def _reason_of(entry: x509.RevokedCertificate) -> x509.ReasonFlags:
    try:
        return entry.extensions.get_extension_for_oid(CRLEntryExtensionOID.CRL_REASON).value.reason  # type: ignore[attr-defined, no-any-return]  # the class of this identifier
    except x509.ExtensionNotFound:
        return _NO_REASON


def _kept_since(found: x509.CertificateRevocationList) -> datetime | None:
    try:
        extension = found.extensions.get_extension_for_oid(_EXPIRED_ON_LIST).value
    except x509.ExtensionNotFound:
        return None
    return _time(extension.value)  # type: ignore[attr-defined]  # unknown to cryptography, so raw


def _cutoff(der: bytes, position: int) -> datetime | None:
    single = structure.OCSPResponse.load(der).response_data["responses"][position]
    for extension in single["single_extensions"] or ():
        if extension["extn_id"].dotted == _ARCHIVE_CUTOFF:
            return _time(bytes(extension["extn_value"]))
    return None


def _time(encoded: bytes) -> datetime:
    moment: datetime = core.GeneralizedTime.load(encoded).native
    return moment


def _names_issuer(single: ocsp.OCSPSingleResponse, issuer: x509.Certificate) -> bool:
    key = issuer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    bits = _key_bits(key)
    algorithm = single.hash_algorithm
    return _hashed(algorithm, issuer.subject.public_bytes()) == single.issuer_name_hash and (
        _hashed(algorithm, bits) == single.issuer_key_hash
    )


def _key_bits(key_info: bytes) -> bytes:
    return bytes(PublicKeyInfo.load(key_info)["public_key"].contents[1:])


def _hashed(algorithm: HashAlgorithm, content: bytes) -> bytes:
    hashing = Hash(algorithm)
    hashing.update(content)
    return hashing.finalize()


@lru_cache(maxsize=1024)
def _responder(der: bytes, issuer: bytes) -> tuple[bytes, ...] | None:
    """Return the certificates beside the issuer's that an answer was checked with; None if it is not the issuer's.

    The issuer answers itself, or somebody whom its own certificate, valid then, names as its responder.
    """
    response = structure.OCSPResponse.load(der)
    basic = response.basic_ocsp_response
    data = basic["tbs_response_data"]
    made = data["produced_at"].native
    if not _is_strong(basic["signature_algorithm"], made):
        return None
    if _is_signed_by(basic, issuer):
        return ()
    for item in tuple(basic["certs"] or ())[:8]:
        helper = bytes(item.dump())
        found = certificates.load(helper)
        is_valid = found.not_valid_before_utc <= made <= found.not_valid_after_utc
        if is_valid and _answers(found) and is_issuer(issuer, helper) and _is_signed_by(basic, helper):
            return (helper,)
    return None


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
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in usage and _may(certificate, "digital_signature")


def _may(certificate: x509.Certificate, usage: str) -> bool:
    try:
        return bool(getattr(certificate.extensions.get_extension_for_class(x509.KeyUsage).value, usage))
    except x509.ExtensionNotFound:
        return True


def _is_strong(algorithm: Any, made: datetime) -> bool:
    name = signature_values.hash_named(algorithm, "")
    return not name or algorithms.digest(name, made).secure
