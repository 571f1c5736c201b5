"""Whom to believe and with what one may sign: the policy of an installation's standing.

Decision 8: live outputs need qualified certificates and timestamps from trusted lists, which are not in yet; so live
is impossible, and a test installation believes demo anchors only. The two never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from listina.trust import certificates
from listina.trust.chains import TrustMaterial, path_to_anchor, require_path
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
class RevocationAnswer:
    """What sources of revocation data answered: CRLs and OCSP responses, DER, not checked yet."""

    crls: tuple[bytes, ...] = ()
    ocsp_responses: tuple[bytes, ...] = ()


class RevocationSource(Protocol):
    """Where revocation data about a path come from, beside the lists the installation has anyway."""

    def about(self, path: Sequence[bytes]) -> RevocationAnswer:
        """Return what can be had now; what cannot be had is missing from the answer.

        Args:
            path: from a certificate up to its anchor, DER.
        """


class NoRevocationSource:
    """Knows no revocation data."""

    def about(self, path: Sequence[bytes]) -> RevocationAnswer:
        """Return nothing."""
        del path
        return RevocationAnswer()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustPolicy:
    """Whom a test installation believes.

    Attributes:
        standing: `test` or `demo`; `live` cannot be built.
        anchors: demo roots, DER.
        intermediates: certificates between anchors and signers, DER.
        crls: returns the current revocation lists, DER; asked anew each time. Whoever names it asks that each
            certificate stands under current revocation data.
        ocsp_responses: OCSP responses at hand, DER.
        revocation: asked about each path that is to be judged.
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
    ocsp_responses: tuple[bytes, ...] = ()
    revocation: RevocationSource = field(default_factory=NoRevocationSource)
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
        require_path(der, self.material_about(der, chain), moment=self.now(), key_usage=("non_repudiation",))

    def material(self) -> TrustMaterial:
        """Return what paths are built of, with the revocation lists of this moment."""
        return TrustMaterial(
            anchors=self.anchors,
            intermediates=self.intermediates,
            crls=tuple(self.crls()),
            ocsp_responses=self.ocsp_responses,
            revocation_required=self.crls is not no_crls,
        )

    def material_about(self, certificate: bytes, others: Iterable[bytes] = ()) -> TrustMaterial:
        """Return the material to judge one certificate by: what its own sources of revocation data say is in it.

        Args:
            certificate: DER.
            others: certificates that may stand above it, DER.
        """
        material = self.material().with_intermediates(others)
        answer = self.revocation.about(path_to_anchor(certificate, material))
        return replace(
            material,
            crls=(*material.crls, *answer.crls),
            ocsp_responses=(*material.ocsp_responses, *answer.ocsp_responses),
        )

    def _require_anchor(self, anchor: bytes) -> None:
        facts = certificates.facts(anchor)
        if facts.is_demo == (self.standing == LIVE):
            raise AnchorNotAllowedError(subject=facts.subject, standing=self.standing)
