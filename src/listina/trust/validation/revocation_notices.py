"""What one list or answer says about a certificate, and why some say nothing.

Source: RFC 5280, chapter 5; RFC 6960, chapter 4; ITU-T X.509, § 9.5.2.8 (expiredCertsOnCRL).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import core
from cryptography import x509

from listina.trust.validation import algorithms, signature_values
from listina.trust.validation.signature_report import Reason
from listina.trust.validation.values import MaterialKind, Source

_ON_HOLD = x509.ReasonFlags.certificate_hold
NO_REASON = x509.ReasonFlags.unspecified


@dataclass(frozen=True, slots=True, kw_only=True)
class Responder:
    """Who answered in the issuer's name.

    Attributes:
        certificate: issued to it by the issuer for this, DER.
        answered_at: producedAt; its certificate was valid then.
        needs_no_check: its issuer says that its revocation is not asked for (`id-pkix-ocsp-nocheck`).
    """

    certificate: bytes
    answered_at: datetime
    needs_no_check: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one list or answer says about a certificate; one that says nothing about it is none.

    Attributes:
        der: the list or answer.
        kind, source: of it.
        issued_at: thisUpdate.
        next_update: None if it names none.
        current_until: until when it may be relied on.
        revoked_at: None unless the certificate is revoked.
        why: the reason of the revocation.
        tells_good: that it names no revocation means that there was none: it is complete, and it was made while the
            certificate was valid or says that it keeps expired ones. If neither this holds nor it names a revocation,
            it takes a suspension back.
        responder: None if the issuer itself made it.
    """

    der: bytes
    kind: MaterialKind
    source: Source
    issued_at: datetime
    next_update: datetime | None
    current_until: datetime
    revoked_at: datetime | None
    why: x509.ReasonFlags
    tells_good: bool
    responder: Responder | None = None

    @property
    def is_final(self) -> bool:
        """Tell whether the revocation can never be taken back."""
        return self.revoked_at is not None and self.why is not _ON_HOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """What is known about a certificate's revocation.

    Attributes:
        told: in no order.
        doubts: why lists and answers of its issuer that are at hand prove nothing.
    """

    told: tuple[Notice, ...]
    doubts: tuple[Reason, ...]


def tells_about(certificate: x509.Certificate, issued: datetime, kept_since: datetime | None) -> bool:
    """Tell whether silence means good: authorities take expired certificates off their lists."""
    until = certificate.not_valid_after_utc
    return issued <= until or (kept_since is not None and kept_since <= until)


def may(certificate: x509.Certificate, usage: str) -> bool:
    """Tell whether the key usage allows something; a certificate that names none allows all."""
    try:
        return bool(getattr(certificate.extensions.get_extension_for_class(x509.KeyUsage).value, usage))
    except x509.ExtensionNotFound:
        return True


def is_strong(algorithm: Any, made: datetime) -> bool:
    """Tell whether the hash of a signature scheme was secure when something was made."""
    name = signature_values.hash_named(algorithm, "")
    return not name or algorithms.digest(name, made).secure


def time(encoded: bytes) -> datetime:
    """Read a GeneralizedTime."""
    moment: datetime = core.GeneralizedTime.load(encoded).native
    return moment
