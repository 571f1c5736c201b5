"""Registering and withdrawing certificates of people and seals of authorities."""

from __future__ import annotations

from datetime import datetime

from listina.accounts import queries
from listina.accounts.actors import AuthorityMode, SigningCertificate
from listina.accounts.constraints import translated
from listina.accounts.errors import AccountNotFoundError, CertificateTakenError, DemoCertificateError
from listina.accounts.models import Authority, Certificate, User
from listina.audit import services as audit
from listina.database.scope import authority_scope
from listina.trust.certificates import facts


def register_certificate(
    *, authority_id: int, user_id: int | None, purpose: str, der: bytes, at: datetime, key_location: str = ""
) -> SigningCertificate:
    """Register a certificate for a user, or as a seal for the authority; the same one again changes nothing.

    Args:
        authority_id: whose certificate it is.
        user_id: of a user of the authority; None for a seal.
        purpose: `signing`, `sign_in` or `seal`.
        der: the certificate.
        at: now, aware UTC.
        key_location: where its key is, such as `pkcs12:novakova.p12`; empty where the server has no access to it.

    Raises:
        CertificateNotUsableError: the certificate cannot be read.
        CertificateTakenError: it is registered for somebody else.
        DemoCertificateError: it is a demo one and the authority is live.
        AccountNotFoundError: the authority has no such user.
    """
    told = facts(der)
    with translated({"certificate_registered_once": CertificateTakenError()}), authority_scope(authority_id):
        authority = Authority.objects.filter(id=authority_id).first()
        if authority is None or (user_id is not None and not User.objects.filter(id=user_id).exists()):
            raise AccountNotFoundError
        if told.is_demo and authority.mode == AuthorityMode.LIVE:
            raise DemoCertificateError
        known = Certificate.objects.filter(sha256=told.der_sha256, purpose=purpose, withdrawn_at=None)
        if (row := known.first()) is not None and row.user_id == user_id:
            return queries.certificate_snapshot(row)
        row = Certificate.objects.create(
            authority=authority,
            user_id=user_id,
            purpose=Certificate.Purpose(purpose),
            der=der,
            sha256=told.der_sha256,
            serial_number=str(told.serial_number),
            subject=told.subject,
            issuer=told.issuer,
            not_before=told.not_before,
            not_after=told.not_after,
            registered_at=at,
            key_location=key_location,
        )
        audit.record(
            "account.certificate_registered",
            actor_id=None,
            authority_id=authority_id,
            subject=f"certificate:{row.id}",
            details={"user_id": user_id, "usage": purpose, "sha256": row.sha256},
        )
    return queries.certificate_snapshot(row)


def withdraw_certificate(*, authority_id: int, certificate_id: int, at: datetime) -> None:
    """End the registration of a certificate; nothing new is signed with it.

    Raises:
        AccountNotFoundError: the authority has no such registration, or it has ended.
    """
    with authority_scope(authority_id):
        changed = Certificate.objects.filter(id=certificate_id, withdrawn_at=None).update(withdrawn_at=at)
        if not changed:
            raise AccountNotFoundError
        audit.record(
            "account.certificate_withdrawn",
            actor_id=None,
            authority_id=authority_id,
            subject=f"certificate:{certificate_id}",
            details={},
        )
