"""Fetching the revocation data a validation asked for: few, small, from public addresses, in bounded time.

Who asks is a process that a hostile file may have taken over, and an address is a way to send something out. So a need
only selects: it is asked for if a certificate says so whose path we saw end in an anchor, and requests to responders
are built here. Nothing that is fetched is believed; the next validation judges it. Answers are kept as those about our
own certificates are (`revocation.FetchedRevocation`).

Source: RFC 5280, § 4.2.1.13; RFC 6960; decision 9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

from cryptography.x509 import ocsp

from listina.trust import certificates
from listina.trust.chains import TrustMaterial, path_to_anchor
from listina.trust.errors import CertificateNotUsableError
from listina.trust.revocation import FetchedRevocation
from listina.trust.revocation_addresses import crl_urls, ocsp_request, ocsp_urls
from listina.trust.validation.inputs import InputTrust, Need, NeedKind
from listina.trust.validation_data import ValidationData

MOST_NEEDS = 24
MOST_BYTES = 48 << 20
TOTAL_SECONDS = 15.0
_AT_ONCE = 6
_MOST_CERTIFICATES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of asking.

    Attributes:
        data: what was answered, not checked yet.
        missing: what was not had.
    """

    data: ValidationData
    missing: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Gets what validations miss; safe to use from many threads.

    Attributes:
        source: asks and keeps; its egress says whom.
        most_needs: how many things are asked for at most, the rest is missing.
        most_bytes: of all answers together.
        seconds: until what has not come is missing.
    """

    source: FetchedRevocation
    most_needs: int = MOST_NEEDS
    most_bytes: int = MOST_BYTES
    seconds: float = TOTAL_SECONDS

    def fetch(self, needs: Sequence[Need], named_by: Iterable[bytes], trust: InputTrust) -> Fetched:
        """Ask for all of it at once; what cannot be had is missing, never an error.

        Args:
            needs: what a validation misses.
            named_by: the certificates that may say where it is, DER; strangers' claims as well.
            trust: at whose anchors their paths must end.
        """
        known = _sources(tuple(dict.fromkeys(named_by))[:_MOST_CERTIFICATES], trust)
        selected = {need: known[key] for need in needs if (key := _key(need)) in known}
        asked = dict(tuple(selected.items())[: self.most_needs])
        threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetching")
        try:
            running = {need: threads.submit(self._asking(source)) for need, source in asked.items()}
            wait(running.values(), timeout=self.seconds)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
        had = self._within_bytes(running)
        return Fetched(
            data=ValidationData(
                crls=tuple(content for need, content in had.items() if need.kind is NeedKind.CRL),
                ocsp_responses=tuple(content for need, content in had.items() if need.kind is NeedKind.OCSP),
            ),
            missing=tuple(need for need in dict.fromkeys(needs) if need not in had),
        )

    def _asking(self, need: Need) -> Callable[[], bytes | None]:
        match need.kind:
            case NeedKind.CRL:
                return lambda: self.source.crl(need.url)
            case NeedKind.OCSP:
                return lambda: self.source.ocsp(need.url, need.request)

    def _within_bytes(self, running: dict[Need, Future[bytes | None]]) -> dict[Need, bytes]:
        had: dict[Need, bytes] = {}
        left = self.most_bytes
        for need, future in running.items():
            content = future.result() if future.done() and not future.cancelled() else None
            if content is not None and len(content) <= left:
                had[need] = content
                left -= len(content)
        return had


_Key = tuple[NeedKind, str, int]
"""Kind, address and, for a responder, the serial number asked about."""


def _sources(ders: Sequence[bytes], trust: InputTrust) -> dict[_Key, Need]:
    """Return what the certificates on paths to anchors name, as needs of our own making."""
    material = TrustMaterial(anchors=trust.anchors_for(ders), intermediates=(*ders, *trust.supplied.certificates))
    found: dict[_Key, Need] = {}
    for der in ders:
        with suppress(CertificateNotUsableError, ValueError):
            for below, above in pairwise(path_to_anchor(der, material)):
                found.update({_key(need): need for need in _named(below, above)})
    return found


def _named(der: bytes, issuer_der: bytes) -> Iterator[Need]:
    certificate, issuer = certificates.load(der), certificates.load(issuer_der)
    for url in crl_urls(certificate):
        yield Need(kind=NeedKind.CRL, url=url)
    for url in ocsp_urls(certificate):
        yield Need(kind=NeedKind.OCSP, url=url, request=ocsp_request(certificate, issuer))


def _key(need: Need) -> _Key:
    if need.kind is NeedKind.CRL:
        return need.kind, need.url, 0
    try:
        return need.kind, need.url, ocsp.load_der_ocsp_request(need.request).serial_number
    except (ValueError, TypeError):
        return need.kind, need.url, 0
