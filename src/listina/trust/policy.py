"""Whom to believe and with what one may sign: the policy of an installation's standing.

Decision 8: live outputs need qualified certificates and timestamps from trusted lists, which are not in yet; so live
is impossible, and a test installation believes demo anchors only. The two never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from listina.trust import certificates
from listina.trust.chains import TrustMaterial, require_path
from listina.trust.clock import utc_now
from listina.trust.errors import (
    AnchorNotAllowedError,
    CertificateNotUsableError,
    LiveNotPossibleError,
    StandingUnknownError,
    UnusableReason,
)

LIVE, TEST, DEMO = "live", "test", "demo"


def no_crls() -> tuple[bytes, ...]:
    """Return no revocation lists: for installations that have none."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPolicy:
    """Whom a test installation believes.

    Attributes:
        standing: `test` or `demo`; `live` cannot be built.
        anchors: demo roots, DER.
        intermediates: certificates between anchors and signers, DER.
        crls: returns the current revocation lists, DER; asked anew each time.
        now: our clock, aware UTC.

    Raises:
        AnchorNotAllowedError: a demo anchor in live, or another one in test.
        LiveNotPossibleError: live, until the trusted lists are in.
        StandingUnknownError: another standing.
        CertificateNotUsableError: an anchor cannot be read.
    """

    standing: str
    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    crls: Callable[[], Sequence[bytes]] = no_crls
    now: Callable[[], datetime] = utc_now

    def __post_init__(self) -> None:
        """Refuse what may not be mixed."""
        if self.standing not in {LIVE, TEST, DEMO}:
            raise StandingUnknownError(standing=self.standing)
        for anchor in self.anchors:
            self._require_anchor(anchor)
        if self.standing == LIVE:
            raise LiveNotPossibleError

    def permit_signing_certificate(self, der: bytes, *, standing: str, chain: Sequence[bytes] = ()) -> None:
        """Return if the certificate may sign an output of this standing now.

        Args:
            der: the certificate.
            standing: of the authority whose output it is: live, test or demo.
            chain: further certificates above it, DER.

        Raises:
            LiveNotPossibleError: live, until the trusted lists are in.
            StandingUnknownError: another standing.
            CertificateNotUsableError: with the reason: expired, revoked, foreign, not for signatures, weak…
        """
        if standing == LIVE:
            raise LiveNotPossibleError
        if standing not in {TEST, DEMO}:
            raise StandingUnknownError(standing=standing)
        facts = certificates.facts(der)
        certificates.public_key(der)
        # Non-repudiation is what makes a certificate one for signatures, not for signing in (EN 319 412-2, § 4.3.2).
        if facts.is_authority or "content_commitment" not in facts.key_usage:
            raise CertificateNotUsableError(reason=UnusableReason.WRONG_USAGE)
        require_path(der, self.material().with_intermediates(chain), moment=self.now(), key_usage=("non_repudiation",))

    def material(self) -> TrustMaterial:
        """Return what paths are built of, with the revocation lists of this moment."""
        return TrustMaterial(anchors=self.anchors, intermediates=self.intermediates, crls=tuple(self.crls()))

    def _require_anchor(self, anchor: bytes) -> None:
        facts = certificates.facts(anchor)
        if facts.is_demo == (self.standing == LIVE):
            raise AnchorNotAllowedError(subject=facts.subject, standing=self.standing)
