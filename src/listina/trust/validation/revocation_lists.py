"""What a revocation list says about a certificate: only one that its issuer made, and only of what the list is about.

A list may be about a part of the certificates (of one distribution point, of authorities, of attribute certificates),
about some reasons, about changes only, or about other issuers' certificates. An entry on a list that is about the
certificate at all is a revocation; silence means good only on a list of all its revocations. Lists of several reasons
are not put together, changes are not added to their base: such silence proves nothing.

Source: RFC 5280, §§ 5.2.4, 5.2.5, 5.3 and 6.3.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import crl as structure
from cryptography import x509
from cryptography.x509.oid import CRLEntryExtensionOID

from listina.trust import certificates
from listina.trust.validation import signature_values
from listina.trust.validation.outcomes import reason
from listina.trust.validation.revocation_notices import NO_REASON, Notice, is_strong, may, tells_about, time
from listina.trust.validation.signature_report import Reason
from listina.trust.validation.values import MaterialKind, Source

_EXPIRED_ON_LIST = x509.ObjectIdentifier("2.5.29.60")
_KNOWN_EXTENSIONS = frozenset({"2.5.29.20", "2.5.29.35"})

INDIRECT = reason(
    "revocation.list_indirect",
    "Seznam zneplatněných certifikátů je nepřímý (obsahuje certifikáty více vydavatelů), proto nic nedokazuje.",
    "The revocation list is an indirect one (of several issuers' certificates), so it proves nothing.",
)
DELTA = reason(
    "revocation.list_delta",
    "Seznam zneplatněných certifikátů je rozdílový (obsahuje jen změny), proto nedokazuje, že certifikát platil.",
    "The revocation list is a delta one (of changes only), so it does not prove that the certificate was good.",
)
OTHER_CERTIFICATES = reason(
    "revocation.list_of_other_certificates",
    "Seznam zneplatněných certifikátů se týká jiného druhu certifikátů.",
    "The revocation list is about another kind of certificates.",
)
OTHER_PART = reason(
    "revocation.list_of_other_part",
    "Seznam zneplatněných certifikátů se týká jiné části certifikátů, než na kterou certifikát odkazuje.",
    "The revocation list is about another part of the certificates than the certificate points to.",
)
SOME_REASONS = reason(
    "revocation.list_of_some_reasons",
    "Seznam zneplatněných certifikátů uvádí jen některé důvody zneplatnění, proto nedokazuje, že certifikát platil.",
    "The revocation list names some reasons of revocation only, so it does not prove that the certificate was good.",
)
NOT_UNDERSTOOD = reason(
    "revocation.list_not_understood",
    "Seznam zneplatněných certifikátů obsahuje závazný údaj, kterému tato verze nerozumí.",
    "The revocation list holds a critical extension that this version does not understand.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Of which revocations of a certificate a list speaks.

    Attributes:
        is_about: an entry on it is a revocation of the certificate.
        doubt: why its silence proves nothing; None if it does.
    """

    is_about: bool
    doubt: Reason | None


def say(der: bytes, certificate: bytes, issuer: bytes, source: Source) -> Iterator[Notice | Reason]:
    """Yield what a list says about a certificate, or why it says nothing; nothing if it is another issuer's.

    Args:
        der: the list.
        certificate: DER.
        issuer: its issuer's certificate, DER.
        source: of the list.

    Raises:
        Exception: something cannot be read.
    """
    found, below = _list(der), certificates.load(certificate)
    if found.issuer != below.issuer or not _is_list_of(der, issuer):
        return
    scope = _scope(found, certificate)
    if scope.doubt is not None:
        yield scope.doubt
    entry = found.get_revoked_certificate_by_serial_number(below.serial_number) if scope.is_about else None
    why = NO_REASON if entry is None else _reason_of(entry)
    is_released = why is x509.ReasonFlags.remove_from_crl
    issued, until = found.last_update_utc, found.next_update_utc
    tells_good = scope.doubt is None and tells_about(below, issued, _kept_since(found))
    if entry is None and not tells_good:
        return
    yield Notice(
        der=der,
        kind=MaterialKind.CRL,
        source=source,
        issued_at=issued,
        next_update=until,
        current_until=until or issued,
        revoked_at=None if entry is None or is_released else entry.revocation_date_utc,
        why=why,
        tells_good=tells_good,
    )


@lru_cache(maxsize=256)
def _list(der: bytes) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(der)


@lru_cache(maxsize=1024)
def _is_list_of(der: bytes, issuer: bytes) -> bool:
    """Tell whether a list was signed by an issuer that may sign lists; its certificate need not stand on a path."""
    found, above = _list(der), certificates.load(issuer)
    if found.issuer != above.subject or not may(above, "crl_sign"):
        return False
    algorithm = structure.CertificateList.load(der)["signature_algorithm"]
    content = found.tbs_certlist_bytes
    return is_strong(algorithm, found.last_update_utc) and signature_values.is_right(
        above.public_key(),
        algorithm,
        found.signature,
        beside="",
        digest=signature_values.digest_of(content),
        content=content,
    )


def _scope(found: x509.CertificateRevocationList, certificate: bytes) -> _Scope:
    scope = _Scope(is_about=True, doubt=None)
    for extension in found.extensions:
        match extension.value:
            case x509.IssuingDistributionPoint() as point:
                limited = _limited(point, certificate)
                scope = limited if limited.doubt is not None else scope
            case x509.DeltaCRLIndicator():
                # It also lists what its base does not, so that an entry counts.
                scope = scope if scope.doubt is not None else _Scope(is_about=True, doubt=DELTA)
            case _ if extension.critical and extension.oid.dotted_string not in _KNOWN_EXTENSIONS:
                return _Scope(is_about=False, doubt=NOT_UNDERSTOOD)
        if not scope.is_about:
            return scope
    return scope


def _limited(point: x509.IssuingDistributionPoint, certificate: bytes) -> _Scope:
    """Tell what is left of a list that says what it is limited to."""
    is_authority = certificates.facts(certificate).is_authority
    other_kind = point.only_contains_user_certs if is_authority else point.only_contains_ca_certs
    if point.indirect_crl:
        return _Scope(is_about=False, doubt=INDIRECT)
    if other_kind or point.only_contains_attribute_certs:
        return _Scope(is_about=False, doubt=OTHER_CERTIFICATES)
    has_all_reasons = not point.only_some_reasons
    if point.full_name or point.relative_name:
        matching = [own for own in _points_of(certificates.load(certificate)) if _is_same_point(own, point)]
        if not matching:
            return _Scope(is_about=False, doubt=OTHER_PART)
        has_all_reasons = has_all_reasons and any(own.reasons is None for own in matching)
    return _Scope(is_about=True, doubt=None if has_all_reasons else SOME_REASONS)


def _is_same_point(own: x509.DistributionPoint, point: x509.IssuingDistributionPoint) -> bool:
    """Tell whether a certificate points to the part a list is about; one that names a list's issuer means another's."""
    if own.crl_issuer:
        return False
    if point.relative_name:
        return own.relative_name == point.relative_name
    return bool(set(point.full_name or ()) & set(own.full_name or ()))


def _points_of(certificate: x509.Certificate) -> tuple[x509.DistributionPoint, ...]:
    try:
        return tuple(certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value)
    except x509.ExtensionNotFound:
        return ()


def _reason_of(entry: x509.RevokedCertificate) -> x509.ReasonFlags:
    try:
        return entry.extensions.get_extension_for_oid(CRLEntryExtensionOID.CRL_REASON).value.reason  # type: ignore[attr-defined, no-any-return]  # the class of this identifier
    except x509.ExtensionNotFound:
        return NO_REASON


def _kept_since(found: x509.CertificateRevocationList) -> datetime | None:
    try:
        extension = found.extensions.get_extension_for_oid(_EXPIRED_ON_LIST).value
    except x509.ExtensionNotFound:
        return None
    return time(extension.value)  # type: ignore[attr-defined]  # unknown to cryptography, so raw
