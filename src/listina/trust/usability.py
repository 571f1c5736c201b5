"""Whether a certificate could be used at a moment: a path to an anchor, valid, and not revoked as far as must be known.

Paths are pyhanko-certvalidator's, revocation is judged as in validations: certvalidator cannot place the list of an
anchor that somebody else certified, and trusted lists name just such ones, the issuing authorities below their roots.

Source: RFC 5280, chapter 6; ETSI EN 319 102-1, § 5.2.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator import errors as faults

from listina.trust import certificates
from listina.trust.chains import TrustMaterial, context, parsed, run
from listina.trust.errors import CertificateNotUsableError, RevocationUnknownError, UnusableReason
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.revocation_addresses import crl_urls, ocsp_urls
from listina.trust.validation import revocation_status
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.values import RevocationStatus, Source
from listina.trust.validation_data import ValidationData

# The first class that fits, so the narrower ones stand first.
_REASONS: tuple[tuple[type[Exception], UnusableReason], ...] = (
    (faults.ExpiredError, UnusableReason.EXPIRED),
    (faults.NotYetValidError, UnusableReason.NOT_YET_VALID),
    (faults.DisallowedAlgorithmError, UnusableReason.WEAK_KEY),
    (faults.InvalidCertificateError, UnusableReason.WRONG_USAGE),
    (faults.PathError, UnusableReason.FOREIGN),
    (faults.ValidationError, UnusableReason.FOREIGN),
)
_REVOKED = frozenset({RevocationStatus.REVOKED_BEFORE, RevocationStatus.REVOKED_UNPROVEN})


def require_usable(
    certificate: bytes,
    material: TrustMaterial,
    *,
    moment: datetime,
    key_usage: Sequence[str],
    extended_key_usage: Sequence[str] = (),
) -> None:
    """Return if a path leads from the certificate to an anchor and everything on it was in order at the moment.

    Args:
        certificate: DER.
        material: what to build of.
        moment: aware.
        key_usage: each must be allowed to the certificate; names of RFC 5280 in snake case (`non_repudiation`).
        extended_key_usage: each must be allowed explicitly (`time_stamping`); none asks for nothing.

    Raises:
        CertificateNotUsableError: with the reason. Whatever a library raises is a reason, never a yes.
        RevocationUnknownError: whether something on the path was revoked cannot be found out.
    """
    try:
        validator = CertificateValidator(parsed(certificate), validation_context=context(material, moment))
        path = run(validator.async_validate_usage(set(key_usage), set(extended_key_usage) or None))
        upwards = tuple(item.dump() for item in reversed(list(path)))
        if len(upwards) == 1:
            _require_valid(certificate, moment)
        _require_authority(upwards)
        if _is_to_be_asked(upwards, material):
            _require_not_revoked(upwards, material, moment)
    except CertificateNotUsableError:
        raise
    except Exception as error:  # a strange certificate may break the parser anywhere: a refusal
        reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), UnusableReason.UNREADABLE)
        raise CertificateNotUsableError(reason=reason, detail=f"{type(error).__name__}: {error}") from error


def _require_valid(anchor: bytes, moment: datetime) -> None:
    """Look at the validity of an anchor that is used itself, such as a unit a list names: paths do not.

    To certvalidator every certificate of an anchor's name and key is the anchor.
    """
    facts = certificates.facts(anchor)
    if moment < facts.not_before:
        raise CertificateNotUsableError(reason=UnusableReason.NOT_YET_VALID)
    if facts.not_after < moment:
        raise CertificateNotUsableError(reason=UnusableReason.EXPIRED)


def _require_authority(path: Sequence[bytes]) -> None:
    """Refuse an issuer that is none: lists name signing units too, believed for what they sign themselves."""
    if len(path) > 1 and not certificates.facts(path[-1]).is_authority:
        raise CertificateNotUsableError(reason=UnusableReason.FOREIGN, detail="the anchor is no authority")


def _is_to_be_asked(path: Sequence[bytes], material: TrustMaterial) -> bool:
    if material.revocation_required or material.crls or material.ocsp_responses:
        return True
    return any(crl_urls(found) or ocsp_urls(found) for found in map(certificates.load, path[:-1]))


def _require_not_revoked(path: Sequence[bytes], material: TrustMaterial, moment: datetime) -> None:
    knowledge = Knowledge(trust=TrustSnapshot.of_anchors(material.anchors, at=moment))
    data = ValidationData(
        certificates=material.intermediates, crls=material.crls, ocsp_responses=material.ocsp_responses
    )
    knowledge.learn(data, Source.FETCHED)
    for below, above in pairwise(path):
        found = revocation_status.at(below, above, knowledge, moment=moment, is_proven=True)
        subject = certificates.facts(below).subject
        if found.revocation.status in _REVOKED:
            revoked_at = found.revocation.revoked_at
            raise CertificateNotUsableError(reason=UnusableReason.REVOKED, detail=f"{subject}, at {revoked_at}")
        if found.revocation.status is RevocationStatus.UNKNOWN or found.outdated:
            raise RevocationUnknownError(detail=subject)
