"""People, office, certificate and grant as they were when the number was reserved (decision 6).

Clauses are never made from live rows again: whoever marries, moves or leaves does not change what was printed.
"""

from __future__ import annotations

from collections.abc import Sequence

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor, AuthoritySnapshot, OfficialSnapshot, SigningCertificate
from listina.accounts.permissions import Permission
from listina.conversions.errors import CertificateNotYoursError
from listina.conversions.models import Case
from listina.conversions.stored import certificate_of
from listina.conversions.workshop import Workshop


def authority_as_json(authority: AuthoritySnapshot) -> dict[str, object]:
    """Return the authority's snapshot as JSON values."""
    return {
        "authority_id": authority.authority_id,
        "name": authority.name,
        "ico": authority.ico,
        "standing": str(authority.standing),
    }


def official_as_json(official: OfficialSnapshot) -> dict[str, object]:
    """Return the official's snapshot as JSON values."""
    return {
        "user_id": official.user_id,
        "public_number": official.public_number,
        "full_name": official.full_name,
        "given_names": official.given_names,
        "family_name": official.family_name,
        "title_before": official.title_before,
        "title_after": official.title_after,
    }


def certificate_as_json(certificate: SigningCertificate) -> dict[str, object]:
    """Return the certificate's facts as JSON values; moments in ISO 8601."""
    return {
        "id": certificate.id,
        "sha256": certificate.sha256,
        "serial_number": certificate.serial_number,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "not_before": certificate.not_before.isoformat(),
        "not_after": certificate.not_after.isoformat(),
    }


def signing_certificate(actor: Actor, certificate_id: int) -> SigningCertificate:
    """Return one of the actor's registered signing certificates.

    Raises:
        CertificateNotYoursError: it is not among them, or was withdrawn.
    """
    for certificate in accounts.signing_certificates(actor):
        if certificate.id == certificate_id:
            return certificate
    raise CertificateNotYoursError


def take_snapshots(case: Case, actor: Actor, certificate: SigningCertificate, chain: Sequence[bytes]) -> None:
    """Store who signs, where, with what and by which grant on the case; the caller saves it."""
    case.authority_snapshot = authority_as_json(accounts.authority(actor))
    case.official_snapshot = official_as_json(accounts.official(actor))
    case.grant_snapshot = dict(accounts.grant_snapshot(actor, Permission.CONVERT))
    case.certificate_snapshot = certificate_as_json(certificate)
    case.certificate = certificate.der
    case.certificate_chain = [der.hex() for der in chain]


def chain_of(case: Case) -> tuple[bytes, ...]:
    """Return the certificates above the case's one, DER."""
    return tuple(bytes.fromhex(der) for der in case.certificate_chain)


def require_permitted_certificate(workshop: Workshop, case: Case) -> None:
    """Return if the policy lets the case's certificate sign an output of its standing now.

    Raises:
        CertificateNotUsableError: it does not, and why.
        LiveNotPossibleError: a live authority, until the trusted lists are in.
    """
    workshop.policy.permit_signing_certificate(
        certificate_of(case), standing=case.authority_snapshot["standing"], chain=chain_of(case)
    )
