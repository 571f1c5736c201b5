"""Whether a certificate was revoked at a moment, in the words of a report.

Source: ETSI EN 319 102-1, §§ 5.2.5 (freshness), 5.2.6 and 5.6.2.1; decisions 9 and 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from listina.trust.validation import revocation_data
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.revocation_data import Notice
from listina.trust.validation.signature_report import Revocation
from listina.trust.validation.values import RevocationStatus

# After such a revocation the key is still nobody else's (RFC 3161, § 4).
_KEY_STAYED_SAFE = frozenset(
    {
        x509.ReasonFlags.affiliation_changed,
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
    }
)
_UNKNOWN = Revocation(status=RevocationStatus.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known about a certificate's revocation at a moment.

    Attributes:
        revocation: in the words of a report.
        outdated: the only data known to be good were due to be replaced before the moment.
        key_stayed_safe: it was revoked for a reason that leaves what was made before as it is.
    """

    revocation: Revocation
    outdated: bool = False
    key_stayed_safe: bool = False


def at(certificate: bytes, issuer: bytes, knowledge: Knowledge, *, moment: datetime, is_proven: bool) -> Standing:
    """Tell what is known, note what was used, and what could be fetched if it is not enough.

    Args:
        certificate: DER.
        issuer: its issuer's certificate, DER.
        knowledge: where to look.
        moment: aware.
        is_proven: what the certificate made is proven to have existed at the moment.
    """
    found = revocation_data.notices(certificate, issuer, knowledge)
    standing, by = _standing(found, moment, is_proven=is_proven)
    if by is not None:
        knowledge.use(by.der, by.kind, by.source)
        knowledge.use_certificates(by.helpers)
    if standing.revocation.status in {RevocationStatus.UNKNOWN, RevocationStatus.GOOD_BY_OLDER_DATA}:
        knowledge.miss_revocation(certificate, issuer)
    return standing


def _standing(found: tuple[Notice, ...], moment: datetime, *, is_proven: bool) -> tuple[Standing, Notice | None]:
    newest = max(found, key=lambda notice: notice.issued_at, default=None)
    revoked = [
        notice
        for notice in found
        if notice.revoked_at is not None and (notice.is_final or notice is newest or newest is None)
    ]
    if revoked:
        by = min(revoked, key=lambda notice: (notice.revoked_at or moment, notice.issued_at))
        return _revoked(by, moment, is_proven=is_proven), by
    good = [notice for notice in found if notice.tells_good and notice.revoked_at is None]
    if not good:
        return Standing(revocation=_UNKNOWN), None
    by = max(good, key=lambda notice: notice.issued_at)
    is_younger = by.issued_at >= moment
    status = RevocationStatus.GOOD if is_younger else RevocationStatus.GOOD_BY_OLDER_DATA
    return Standing(revocation=_told(by, status), outdated=not is_younger and by.current_until < moment), by


def _revoked(by: Notice, moment: datetime, *, is_proven: bool) -> Standing:
    is_later = by.revoked_at is not None and moment < by.revoked_at
    if is_later:
        status = RevocationStatus.REVOKED_AFTER
    else:
        status = RevocationStatus.REVOKED_BEFORE if is_proven else RevocationStatus.REVOKED_UNPROVEN
    return Standing(revocation=_told(by, status), key_stayed_safe=by.why in _KEY_STAYED_SAFE)


def _told(by: Notice, status: RevocationStatus) -> Revocation:
    return Revocation(
        status=status,
        revoked_at=by.revoked_at,
        issued_at=by.issued_at,
        next_update=by.next_update,
        source=by.source,
    )
