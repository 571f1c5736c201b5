"""A certificate at a moment: its path to an anchor, its validity, its revocation, its algorithms, its qualification.

Source: ETSI EN 319 102-1, §§ 5.2.6, 5.3, 5.5.4 and 5.6.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from listina.trust import certificates, chains
from listina.trust.validation import algorithms, outcomes, paths, revocation_status, signature_values
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import Outcome, Stopped, reason
from listina.trust.validation.revocation_status import Standing
from listina.trust.validation.signature_report import AlgorithmUse, Qualification, Reason, Revocation
from listina.trust.validation.values import Indication, Kind, Qualified, RevocationStatus

_BAD = frozenset({RevocationStatus.REVOKED_BEFORE, RevocationStatus.REVOKED_UNPROVEN})
_NO_PATH = reason(
    "qualification.no_path",
    "Certifikát nevede k žádné důvěryhodné autoritě.",
    "The certificate leads to no trusted authority.",
)
_NOT_SHOWN = reason(
    "qualification.not_shown",
    "Kvalifikovanost se neuvádí, protože certifikát nelze použít.",
    "Qualification is not told, since the certificate cannot be used.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When something was made, as far as it is proven.

    Attributes:
        existed_at: it existed at this moment, aware.
        is_proven: a timestamp proves it; else it is the moment of the validation.
        made_after: it was made after this moment; None if nothing proves that.
        says: the time a timestamp states itself; None for a signature.
    """

    existed_at: datetime
    is_proven: bool
    made_after: datetime | None = None
    says: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateStanding:
    """What was found about a certificate at a moment.

    Attributes:
        outcome: whether it could be used.
        path: from it up to the anchor; empty without one.
        revocation: of the certificate itself.
        algorithms: of the path.
        qualification: by the trusted lists.
    """

    outcome: Outcome
    path: tuple[bytes, ...]
    revocation: Revocation
    algorithms: tuple[AlgorithmUse, ...]
    qualification: Qualification


def unknown(why: Reason, at: datetime) -> Qualification:
    """Return the qualification of what no trusted list was asked about."""
    return Qualification(
        qualified=Qualified.UNKNOWN,
        kind=Kind.UNKNOWN,
        in_device=False,
        provider="",
        territory="",
        at=at,
        reasons=(why,),
    )


def judge(certificate: bytes, knowledge: Knowledge, times: Times, purpose: Purpose) -> CertificateStanding:
    """Judge a certificate; of several paths the first that is in order counts, else the shortest.

    Raises:
        Exception: it cannot be read to its end.
    """
    first: CertificateStanding | None = None
    for path in knowledge.paths(certificate):
        found = _on_path(path, knowledge, times, purpose)
        if found.outcome.indication is Indication.PASSED:
            return found
        first = first or found
    return first or CertificateStanding(
        outcome=outcomes.NO_PATH,
        path=(),
        revocation=Revocation(status=RevocationStatus.NOT_ASKED),
        algorithms=(),
        qualification=unknown(_NO_PATH, times.existed_at),
    )


def _on_path(path: tuple[bytes, ...], knowledge: Knowledge, times: Times, purpose: Purpose) -> CertificateStanding:
    moment = times.existed_at
    knowledge.use_certificates(path)
    uses = tuple(_algorithms(path, moment))
    try:
        paths.require(path, purpose)
    except Stopped as stopped:
        return CertificateStanding(
            outcome=stopped.outcome,
            path=path,
            revocation=Revocation(status=RevocationStatus.NOT_ASKED),
            algorithms=uses,
            qualification=unknown(_NOT_SHOWN, moment),
        )
    statuses = [
        revocation_status.at(below, above, knowledge, moment=moment, is_proven=times.is_proven, purpose=purpose)
        for below, above in pairwise(path)
    ]
    asked_at = times.says or moment
    return CertificateStanding(
        outcome=_explained(_outcome(path, statuses, times, uses), statuses),
        path=path,
        # An anchor that signs itself was put on the list as it is: nobody above it could revoke it.
        revocation=statuses[0].revocation if statuses else Revocation(status=RevocationStatus.GOOD),
        algorithms=uses,
        qualification=knowledge.trust.qualification(path, at=asked_at, purpose=purpose),
    )


def _outcome(  # noqa: PLR0911  # the order of the standard, one return each
    path: tuple[bytes, ...], statuses: list[Standing], times: Times, uses: tuple[AlgorithmUse, ...]
) -> Outcome:
    validity = _validity(path[0], times)
    if validity is outcomes.MADE_BEFORE_VALID or validity is outcomes.NOT_YET_VALID_UNPROVEN:
        return validity
    if statuses and _is_revoked(statuses[0], times):
        revoked_at = statuses[0].revocation.revoked_at
        was_made_then = times.made_after is not None and revoked_at is not None and revoked_at <= times.made_after
        return outcomes.MADE_WHEN_REVOKED if was_made_then else outcomes.REVOKED_UNPROVEN
    if any(_is_revoked(standing, times) for standing in statuses[1:]):
        return outcomes.ISSUER_REVOKED
    if validity is not None:
        is_good = validity is outcomes.EXPIRED_UNPROVEN and all(_is_good(standing) for standing in statuses)
        return outcomes.EXPIRED_NOT_REVOKED if is_good else validity
    if any(_validity(der, times) is not None for der in path[1:-1]):
        return outcomes.BAD_PATH
    if any(standing.revocation.status is RevocationStatus.UNKNOWN for standing in statuses):
        return outcomes.REVOCATION_UNKNOWN
    if any(standing.outdated for standing in statuses):
        return outcomes.REVOCATION_OUTDATED
    return strength(uses, times)


def _explained(outcome: Outcome, statuses: list[Standing]) -> Outcome:
    """Say beside missing revocation data why those that are at hand prove nothing."""
    if outcome not in {outcomes.REVOCATION_UNKNOWN, outcomes.REVOCATION_OUTDATED}:
        return outcome
    missing = [each for each in statuses if each.outdated or each.revocation.status is RevocationStatus.UNKNOWN]
    doubts = dict.fromkeys(doubt for standing in missing for doubt in standing.doubts)
    return replace(outcome, reasons=(*outcome.reasons, *doubts))


def strength(uses: Iterable[AlgorithmUse], times: Times) -> Outcome:
    """Return whether all algorithms were secure at the proven moment."""
    broken = [use for use in uses if not use.secure]
    if not broken:
        return outcomes.PASSED
    made_after = times.made_after
    made_when_weak = made_after is not None and any(
        use.secure_until is not None and use.secure_until <= made_after for use in broken
    )
    names = ", ".join(dict.fromkeys(use.name for use in broken))
    return outcomes.weak(names, made_when_weak=made_when_weak)


def _is_revoked(standing: Standing, times: Times) -> bool:
    revoked_at = standing.revocation.revoked_at
    if standing.revocation.status not in _BAD or revoked_at is None:
        return False
    return not (standing.key_stayed_safe and times.says is not None and times.says < revoked_at)


def _is_good(standing: Standing) -> bool:
    """Tell whether the certificate was not revoked up to its end, as far as its authority told."""
    return standing.revocation.status in {RevocationStatus.GOOD, RevocationStatus.GOOD_BY_OLDER_DATA}


def _validity(certificate: bytes, times: Times) -> Outcome | None:
    found = certificates.load(certificate)
    if times.existed_at < found.not_valid_before_utc:
        return outcomes.MADE_BEFORE_VALID if times.is_proven else outcomes.NOT_YET_VALID_UNPROVEN
    if found.not_valid_after_utc < times.existed_at:
        was_made_then = times.made_after is not None and found.not_valid_after_utc < times.made_after
        return outcomes.MADE_WHEN_EXPIRED if was_made_then else outcomes.EXPIRED_UNPROVEN
    return None


def _algorithms(path: tuple[bytes, ...], moment: datetime) -> Iterable[AlgorithmUse]:
    """Judge the keys of the path, and how each certificate below the anchor was signed."""
    for der in path:
        yield algorithms.key(certificates.load(der).public_key(), moment)
    for der in path[:-1]:
        yield from of_scheme(chains.parsed(der)["signature_algorithm"], "", moment)


def of_signature(signature: CmsSignature, moment: datetime) -> Iterable[AlgorithmUse]:
    """Judge the digests, the scheme and its hash of a CMS signature."""
    for name in filter(None, (signature.digest_algorithm, signature.also_hashed_with)):
        yield algorithms.digest(name, moment)
    try:
        yield from of_scheme(signature.signer["signature_algorithm"], signature.digest_algorithm, moment)
    except ValueError:
        # asn1crypto refuses to name what it does not know.
        yield algorithms.scheme(signature.signer["signature_algorithm"]["algorithm"].dotted, moment)


def of_scheme(algorithm: Any, beside: str, moment: datetime) -> Iterable[AlgorithmUse]:
    """Judge a signature scheme and its hash."""
    yield algorithms.scheme(algorithm.signature_algo, moment)
    name = signature_values.hash_named(algorithm, beside)
    if name:
        yield algorithms.digest(name, moment)
