"""Whom to believe and with what one may sign: the policy of an installation's standing.

Decision 8: a live installation believes the services of the EU trusted lists and nobody else, and lets sign who has a
qualified certificate with its key in a qualified device, while the lists are fresh. A test installation believes demo
anchors only. The two never meet.

Source: L300 § 25(1)(h); act 297/2016 Sb., §§ 5, 8 and 11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from listina.trust import certificates
from listina.trust.chains import TrustMaterial, path_to_anchor
from listina.trust.clock import utc_now
from listina.trust.errors import (
    AnchorNotAllowedError,
    CertificateNotUsableError,
    LiveNotPossibleError,
    StandingUnknownError,
    UnusableReason,
)
from listina.trust.lists.errors import TrustedListsNotFreshError
from listina.trust.lists.snapshot import TRUSTED_LISTS, TrustSnapshot
from listina.trust.usability import require_usable
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.signature_report import Qualification
from listina.trust.validation.values import Kind, Qualified

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
    """Whom an installation believes, and who may sign in it.

    Attributes:
        standing: `test` or `demo`; or `live`, which needs lists.
        anchors: demo roots, DER; none in live.
        intermediates: certificates between anchors and signers, DER.
        crls: returns the current revocation lists, DER; asked anew each time. Whoever names it asks that each
            certificate stands under current revocation data; live always asks that.
        ocsp_responses: OCSP responses at hand, DER.
        revocation: asked about each path that is to be judged.
        lists: returns what the trusted lists say now; in live only.
        now: our clock, aware UTC.

    Raises:
        AnchorNotAllowedError: any anchor in live, or another one than a demo's in test.
        LiveNotPossibleError: live without trusted lists.
        StandingUnknownError: another standing.
        CertificateNotUsableError: an anchor cannot be read.
    """

    standing: str
    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    crls: Callable[[], Sequence[bytes]] = no_crls
    ocsp_responses: tuple[bytes, ...] = ()
    revocation: RevocationSource = field(default_factory=NoRevocationSource)
    lists: Callable[[], TrustSnapshot] | None = None
    now: Callable[[], datetime] = utc_now

    def __post_init__(self) -> None:
        """Refuse what may not be mixed."""
        if self.standing not in {LIVE, TEST, DEMO}:
            raise StandingUnknownError(standing=self.standing)
        for anchor in self.anchors:
            facts = certificates.facts(anchor)
            if self.standing == LIVE or not facts.is_demo:
                raise AnchorNotAllowedError(subject=facts.subject, standing=self.standing)
        if (self.standing == LIVE) != (self.lists is not None):
            raise LiveNotPossibleError

    def permit_signing_certificate(self, der: bytes, *, standing: str, chain: Sequence[bytes] = ()) -> None:
        """Return if the certificate may sign an output of this standing by an official's hand now.

        Args:
            der: the certificate.
            standing: of the authority whose output it is: live, test or demo.
            chain: further certificates above it, DER.

        Raises:
            LiveNotPossibleError: a live output in a test installation.
            AnchorNotAllowedError: a test output in a live installation, or a demo in the lists of a live one.
            TrustedListsNotFreshError: a live output while the lists cannot decide.
            StandingUnknownError: another standing.
            CertificateNotUsableError: with the reason: expired, revoked, foreign, not qualified, not in a device…
        """
        self._permit(der, standing, chain, Kind.SIGNATURE)

    def permit_seal_certificate(self, der: bytes, *, standing: str, chain: Sequence[bytes] = ()) -> None:
        """Return if the certificate may seal an automated output of this standing now; else as for signatures."""
        self._permit(der, standing, chain, Kind.SEAL)

    def permit_timestamp(self, authority: bytes, *, at: datetime, chain: Sequence[bytes] = ()) -> None:
        """Return if an authority's timestamp of a moment may stand in outputs: in live a qualified one.

        Its token was checked before (`tokens.check_token`).

        Args:
            authority: its certificate, DER.
            at: the time in the timestamp, aware.
            chain: further certificates, DER.

        Raises:
            TrustedListsNotFreshError: live, while the lists cannot decide.
            CertificateNotUsableError: live, and it is not qualified.
        """
        if self.standing != LIVE:
            return
        self._require_qualified(authority, chain, at=at, purpose=Purpose.TIMESTAMP)

    def _permit(self, der: bytes, standing: str, chain: Sequence[bytes], kind: Kind) -> None:
        if standing not in {LIVE, TEST, DEMO}:
            raise StandingUnknownError(standing=standing)
        if standing == LIVE and self.standing != LIVE:
            raise LiveNotPossibleError
        facts = certificates.facts(der)
        certificates.public_key(der)
        if standing != LIVE and self.standing == LIVE:
            raise AnchorNotAllowedError(subject=facts.issuer, standing=standing)
        # Non-repudiation is what makes a certificate one for signatures, not for signing in (EN 319 412-2, § 4.3.2).
        if facts.is_authority or "content_commitment" not in facts.key_usage:
            raise CertificateNotUsableError(reason=UnusableReason.WRONG_USAGE)
        if self.standing == LIVE:
            found = self._require_qualified(der, chain, at=self.now(), purpose=Purpose.SIGNATURE)
            if found.kind is not kind:
                raise CertificateNotUsableError(reason=UnusableReason.NOT_QUALIFIED, detail=f"it is for a {found.kind}")
            if not found.in_device:
                raise CertificateNotUsableError(reason=UnusableReason.NOT_IN_DEVICE)
        require_usable(der, self.material_about(der, chain), moment=self.now(), key_usage=("non_repudiation",))

    def _require_qualified(
        self, der: bytes, chain: Sequence[bytes], *, at: datetime, purpose: Purpose
    ) -> Qualification:
        """Return what the lists say about a qualified certificate."""
        trust = self.lists() if self.lists is not None else None
        if trust is None or trust.name != TRUSTED_LISTS or trust.anchors:
            raise AnchorNotAllowedError(subject=trust.name if trust else "", standing=self.standing)
        path = path_to_anchor(der, self.material((der, *chain)).with_intermediates(chain))
        if path and (top := certificates.facts(path[-1])).is_demo and top.is_authority:
            raise AnchorNotAllowedError(subject=top.subject, standing=self.standing)
        found = trust.qualification(path or (der,), at=at, purpose=purpose)
        if found.qualified is Qualified.YES:
            return found
        why = "; ".join(reason.text.en for reason in found.reasons)
        if any(reason.code.startswith("list.") for reason in found.reasons):
            raise TrustedListsNotFreshError(reason=why)
        if not path:
            raise CertificateNotUsableError(reason=UnusableReason.FOREIGN, detail=why)
        raise CertificateNotUsableError(reason=UnusableReason.NOT_QUALIFIED, detail=why)

    def material(self, about: Iterable[bytes] = ()) -> TrustMaterial:
        """Return what paths are built of, with the revocation lists of this moment.

        Args:
            about: certificates whose paths are asked for, DER: the trusted lists hold too many services to look at all.
        """
        return TrustMaterial(
            anchors=self._anchors(about),
            intermediates=self.intermediates,
            crls=tuple(self.crls()),
            ocsp_responses=self.ocsp_responses,
            revocation_required=self.crls is not no_crls or self.standing == LIVE,
        )

    def material_about(self, certificate: bytes, others: Iterable[bytes] = ()) -> TrustMaterial:
        """Return the material to judge one certificate by: what its own sources of revocation data say is in it.

        Args:
            certificate: DER.
            others: certificates that may stand above it, DER.
        """
        above = tuple(others)
        material = self.material((certificate, *above)).with_intermediates(above)
        answer = self.revocation.about(path_to_anchor(certificate, material))
        return replace(
            material,
            crls=(*material.crls, *answer.crls),
            ocsp_responses=(*material.ocsp_responses, *answer.ocsp_responses),
        )

    def _anchors(self, about: Iterable[bytes]) -> tuple[bytes, ...]:
        if self.lists is None:
            return self.anchors
        listed = self.lists().anchors_for(about)
        # A path that ends where it begins is hardly checked: a unit that is listed itself is an anchor only at need.
        return tuple(der for der in listed if certificates.facts(der).is_authority) or listed
