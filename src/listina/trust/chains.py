"""From a certificate to a trust anchor: paths, validity and revocation at a moment, by pyhanko-certvalidator.

Source: RFC 5280, chapter 6.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import x509
from cryptography import x509 as readable
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import ocsp
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator import errors as faults

from listina.trust import certificates
from listina.trust.errors import CertificateNotUsableError, RevocationUnknownError, UnusableReason

_Result = TypeVar("_Result")

# The first class that fits, so the narrower ones stand first.
_REASONS: tuple[tuple[type[Exception], UnusableReason], ...] = (
    (faults.ExpiredError, UnusableReason.EXPIRED),
    (faults.NotYetValidError, UnusableReason.NOT_YET_VALID),
    (faults.RevokedError, UnusableReason.REVOKED),
    (faults.InsufficientRevinfoError, UnusableReason.REVOCATION_UNKNOWN),
    (faults.DisallowedAlgorithmError, UnusableReason.WEAK_KEY),
    (faults.InvalidCertificateError, UnusableReason.WRONG_USAGE),
    (faults.PathError, UnusableReason.FOREIGN),
    (faults.ValidationError, UnusableReason.FOREIGN),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustMaterial:
    """What a path is built of.

    Attributes:
        anchors: certificates believed without a reason, DER.
        intermediates: certificates that help to reach an anchor, DER; believed only through it.
        crls: certificate revocation lists, DER.
        ocsp_responses: DER.
        revocation_required: each certificate of the path must stand under current revocation data, also if there are
            none at all. Where it is false and there are none, a certificate that names a source of them is refused.
    """

    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsp_responses: tuple[bytes, ...] = ()
    revocation_required: bool = False

    def with_intermediates(self, more: Iterable[bytes]) -> TrustMaterial:
        """Return the same with further intermediates."""
        return replace(self, intermediates=(*self.intermediates, *more))

    def telling_about(self, certificate: bytes) -> TrustMaterial:
        """Return the same without lists and answers that came after the certificate had expired.

        An authority takes expired certificates off its lists: a later list that does not name one proves nothing.
        """
        found = certificates.load(certificate)
        issuer, until = found.issuer.public_bytes(), found.not_valid_after_utc
        kept = tuple(crl for crl in self.crls if not _is_later_list(crl, issuer, until))
        answers = tuple(
            answer for answer in self.ocsp_responses if not _is_later_answer(answer, found.serial_number, until)
        )
        return replace(self, crls=kept, ocsp_responses=answers)


def context(material: TrustMaterial, moment: datetime) -> ValidationContext:
    """Return a pyHanko validation context for a moment (aware); it never reaches the network."""
    required = material.revocation_required or material.crls or material.ocsp_responses
    return ValidationContext(
        trust_roots=[parsed(der) for der in material.anchors],
        other_certs=[parsed(der) for der in material.intermediates],
        crls=list(material.crls),
        ocsps=list(material.ocsp_responses),
        moment=moment,
        allow_fetching=False,
        revocation_mode="require" if required else "hard-fail",
        # Revocation lists of today tell about a moment in the past.
        retroactive_revinfo=True,
    )


def require_path(
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
        CertificateNotUsableError: with the reason. Whatever the library raises is a reason, never a yes.
    """
    try:
        validator = CertificateValidator(
            parsed(certificate), validation_context=context(material.telling_about(certificate), moment)
        )
        run(validator.async_validate_usage(set(key_usage), set(extended_key_usage) or None))
    except Exception as error:  # a strange certificate may break the parser anywhere: a refusal
        for kind, reason in _REASONS:
            if isinstance(error, kind):
                if reason is UnusableReason.REVOCATION_UNKNOWN:
                    raise RevocationUnknownError(detail=str(error)) from error
                raise CertificateNotUsableError(reason=reason, detail=str(error)) from error
        raise CertificateNotUsableError(
            reason=UnusableReason.UNREADABLE, detail=f"{type(error).__name__}: {error}"
        ) from error


def path_to_anchor(certificate: bytes, material: TrustMaterial) -> tuple[bytes, ...]:
    """Return the certificates from this one up to an anchor, both included; empty if no path leads there.

    Names and signatures are looked at, nothing else: `require_path` judges.
    """
    path = [certificate]
    candidates = dict.fromkeys((*material.anchors, *material.intermediates))
    while path[-1] not in material.anchors:
        above = next((der for der in candidates if der not in path and _is_issuer(der, path[-1])), None)
        if above is None:
            return ()
        path.append(above)
    return tuple(path)


@lru_cache(maxsize=1024)
def _is_issuer(issuer: bytes, issued: bytes) -> bool:
    try:
        certificates.load(issued).verify_directly_issued_by(certificates.load(issuer))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


@lru_cache(maxsize=1024)
def _is_later_list(crl: bytes, issuer: bytes, moment: datetime) -> bool:
    """Tell whether a list is this issuer's and younger than the moment; what cannot be read fails elsewhere."""
    try:
        found = readable.load_der_x509_crl(crl)
    except ValueError:
        return False
    return found.issuer.public_bytes() == issuer and found.last_update_utc > moment


@lru_cache(maxsize=1024)
def _is_later_answer(response: bytes, serial_number: int, moment: datetime) -> bool:
    """Tell whether an OCSP response about a certificate is younger than the moment."""
    try:
        answers = list(ocsp.load_der_ocsp_response(response).responses)
    except ValueError:
        return False
    return any(item.serial_number == serial_number and item.this_update_utc > moment for item in answers)


@lru_cache(maxsize=256)
def parsed(der: bytes) -> x509.Certificate:
    """Parse a certificate for pyHanko; the last ones stay parsed. Raises ValueError."""
    return x509.Certificate.load(der, strict=True)


def run(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Wait for pyHanko's asynchronous call: nothing in it really waits, since fetching is off.

    In a thread that runs an event loop already, another thread does it.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()
