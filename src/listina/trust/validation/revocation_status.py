"""Whether a certificate was revoked at a moment, in the words of a report.

An answer of a responder counts only if its own certificate needs no check or is itself known to have been good when it
answered. That is asked as of any other certificate, within bounds and never in a circle.

Source: ETSI EN 319 102-1, §§ 5.2.5 (freshness), 5.2.6 and 5.6.2.1; RFC 6960, § 4.2.2.2.1; decisions 9 and 15.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography import x509

from listina.trust.validation import revocation_data
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import reason
from listina.trust.validation.revocation_notices import Notice, Notices
from listina.trust.validation.signature_report import Reason, Revocation
from listina.trust.validation.values import MaterialKind, RevocationStatus

# After such a revocation the key is still nobody else's (RFC 3161, § 4).
_KEY_STAYED_SAFE = frozenset(
    {
        x509.ReasonFlags.affiliation_changed,
        x509.ReasonFlags.superseded,
        x509.ReasonFlags.cessation_of_operation,
    }
)
_UNKNOWN = Revocation(status=RevocationStatus.UNKNOWN)
_MOST_RESPONDERS_IN_A_ROW = 2
_MOST_QUESTIONS = 64

RESPONDER_UNKNOWN = reason(
    "revocation.responder_unknown",
    "Odpověď OCSP nic nedokazuje: nelze zjistit, zda nebyl zneplatněn certifikát toho, kdo ji vydal.",
    "The OCSP answer proves nothing: whether its responder's certificate was revoked cannot be found out.",
)
RESPONDER_REVOKED = reason(
    "revocation.responder_revoked",
    "Odpověď OCSP nic nedokazuje: certifikát toho, kdo ji vydal, byl zneplatněn.",
    "The OCSP answer proves nothing: its responder's certificate had been revoked.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known about a certificate's revocation at a moment.

    Attributes:
        revocation: in the words of a report.
        outdated: the only data known to be good were due to be replaced before the moment.
        key_stayed_safe: it was revoked for a reason that leaves what was made before as it is.
        doubts: why data that are at hand prove nothing.
    """

    revocation: Revocation
    outdated: bool = False
    key_stayed_safe: bool = False
    doubts: tuple[Reason, ...] = ()


def at(
    certificate: bytes,
    issuer: bytes,
    knowledge: Knowledge,
    *,
    moment: datetime,
    is_proven: bool,
    purpose: Purpose = Purpose.SIGNATURE,
) -> Standing:
    """Tell what is known, note what was used, and what could be fetched if it is not enough.

    Args:
        certificate: DER.
        issuer: its issuer's certificate, DER.
        knowledge: where to look.
        moment: aware.
        is_proven: what the certificate made is proven to have existed at the moment.
        purpose: of the certificate at the beginning of the path.
    """
    return _Asking(issuer=issuer, knowledge=knowledge, purpose=purpose).at((certificate,), moment, is_proven=is_proven)


@dataclass(slots=True, kw_only=True)
class _Asking:
    """Asks about certificates of one issuer: one, the responders that answered about it, those that did about them.

    Attributes:
        issuer: DER.
        knowledge: where to look.
        purpose: of the certificate at the beginning of the path.
        found: what is known about each certificate that was asked about.
        asked_often: how often a responder was judged.
    """

    issuer: bytes
    knowledge: Knowledge
    purpose: Purpose
    found: dict[bytes, Notices] = field(default_factory=dict)
    asked_often: int = 0

    def at(self, asked: tuple[bytes, ...], moment: datetime, *, is_proven: bool) -> Standing:
        """Judge the last of the certificates asked about; each of them answered about the one before it."""
        certificate = asked[-1]
        found = self._about(certificate)
        doubted = {notice: doubt for notice in found.told if (doubt := self._doubt(notice, asked)) is not None}
        # What older data do not name yet may be what an answer says that cannot be relied on.
        warned_at = max((notice.issued_at for notice in doubted if notice.revoked_at is not None), default=None)
        told = tuple(
            notice
            for notice in found.told
            if notice not in doubted
            and (warned_at is None or notice.revoked_at is not None or notice.issued_at > warned_at)
        )
        standing, by = _standing(told, moment, is_proven=is_proven)
        if by is not None:
            self.knowledge.use(by.der, by.kind, by.source)
            if by.responder is not None:
                self.knowledge.use(by.responder.certificate, MaterialKind.CERTIFICATE, by.source)
        status = standing.revocation.status
        is_responder = len(asked) > 1
        if status is RevocationStatus.UNKNOWN or (
            status is RevocationStatus.GOOD_BY_OLDER_DATA and (standing.outdated or not is_responder)
        ):
            self.knowledge.miss_revocation(certificate, self.issuer, self.purpose)
        return replace(standing, doubts=tuple(dict.fromkeys((*found.doubts, *doubted.values()))))

    def _about(self, certificate: bytes) -> Notices:
        if certificate not in self.found:
            self.found[certificate] = revocation_data.notices(certificate, self.issuer, self.knowledge)
        return self.found[certificate]

    def _doubt(self, notice: Notice, asked: tuple[bytes, ...]) -> Reason | None:
        """Return why an answer proves nothing, None if it counts: its responder may have been revoked."""
        responder = notice.responder
        if responder is None or (responder.needs_no_check and responder.certificate not in asked):
            return None
        own = responder.certificate
        # Nobody vouches for itself, and a file full of answers must not keep us asking.
        if own in asked or len(asked) > _MOST_RESPONDERS_IN_A_ROW or self.asked_often >= _MOST_QUESTIONS:
            return RESPONDER_UNKNOWN
        self.asked_often += 1
        # Named as material in any case: only about certificates of the report is anybody asked.
        self.knowledge.use(own, MaterialKind.CERTIFICATE, notice.source)
        standing = self.at((*asked, own), responder.answered_at, is_proven=True)
        status, revoked_at = standing.revocation.status, standing.revocation.revoked_at
        if status is RevocationStatus.UNKNOWN or standing.outdated:
            return RESPONDER_UNKNOWN
        if revoked_at is None:
            return None
        # With a stolen key any time can be written into an answer; only a timestamp over it tells.
        is_older = standing.key_stayed_safe or self.knowledge.existed_at(notice.der, default=revoked_at) < revoked_at
        return None if status is RevocationStatus.REVOKED_AFTER and is_older else RESPONDER_REVOKED


def _standing(told: tuple[Notice, ...], moment: datetime, *, is_proven: bool) -> tuple[Standing, Notice | None]:
    newest = max(told, key=lambda notice: notice.issued_at, default=None)
    revoked = [notice for notice in told if notice.revoked_at is not None and (notice.is_final or notice is newest)]
    if revoked:
        by = min(revoked, key=lambda notice: (notice.revoked_at or moment, notice.issued_at))
        return _revoked(by, moment, is_proven=is_proven), by
    good = [notice for notice in told if notice.tells_good and notice.revoked_at is None]
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
