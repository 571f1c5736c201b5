"""From a certificate to a trust anchor: what paths are built of, and how pyhanko-certvalidator is asked about them.

Source: RFC 5280, chapter 6.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator import ValidationContext

from listina.trust import certificates

_Result = TypeVar("_Result")


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


def context(material: TrustMaterial, moment: datetime) -> ValidationContext:
    """Return a pyHanko validation context for a moment (aware); it never reaches the network.

    It knows no revocation data: `usability` judges them.
    """
    return ValidationContext(
        trust_roots=[parsed(der) for der in material.anchors],
        other_certs=[parsed(der) for der in material.intermediates],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def path_to_anchor(certificate: bytes, material: TrustMaterial) -> tuple[bytes, ...]:
    """Return the certificates from this one up to an anchor, both included; empty if no path leads there.

    Names and signatures are looked at, nothing else: `usability` judges.
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
