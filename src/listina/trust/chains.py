"""From a certificate to a trust anchor: paths, validity and revocation at a moment, by pyhanko-certvalidator.

Source: RFC 5280, chapter 6.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator import errors as faults

from listina.trust.errors import CertificateNotUsableError, UnusableReason

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
        crls: certificate revocation lists, DER. If there are any, each certificate of the path must stand under a
            current one; if there are none, a certificate that names a source of revocation data is refused.
    """

    anchors: tuple[bytes, ...]
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    def with_intermediates(self, more: Iterable[bytes]) -> TrustMaterial:
        """Return the same with further intermediates."""
        return TrustMaterial(anchors=self.anchors, intermediates=(*self.intermediates, *more), crls=self.crls)


def context(material: TrustMaterial, moment: datetime) -> ValidationContext:
    """Return a pyHanko validation context for a moment (aware); it never reaches the network."""
    return ValidationContext(
        trust_roots=[parsed(der) for der in material.anchors],
        other_certs=[parsed(der) for der in material.intermediates],
        crls=list(material.crls),
        moment=moment,
        allow_fetching=False,
        revocation_mode="require" if material.crls else "hard-fail",
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
        validator = CertificateValidator(parsed(certificate), validation_context=context(material, moment))
        run(validator.async_validate_usage(set(key_usage), set(extended_key_usage) or None))
    except Exception as error:  # a strange certificate may break the parser anywhere: a refusal
        for kind, reason in _REASONS:
            if isinstance(error, kind):
                raise CertificateNotUsableError(reason=reason, detail=str(error)) from error
        raise CertificateNotUsableError(
            reason=UnusableReason.UNREADABLE, detail=f"{type(error).__name__}: {error}"
        ) from error


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
