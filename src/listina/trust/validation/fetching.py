"""Fetching the revocation data a validation asked for: few, small, from public addresses, in bounded time.

Addresses come from certificates whose path ends in an anchor. Nothing that is fetched is believed here; the next
validation judges it. Answers are kept as those about our own certificates are (`revocation.FetchedRevocation`).

Source: RFC 5280, § 4.2.1.13; RFC 6960; decision 9.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from listina.trust.revocation import FetchedRevocation
from listina.trust.validation.inputs import Need, NeedKind
from listina.trust.validation_data import ValidationData

MOST_NEEDS = 24
MOST_BYTES = 48 << 20
TOTAL_SECONDS = 15.0
_AT_ONCE = 6


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

    def fetch(self, needs: Sequence[Need]) -> Fetched:
        """Ask for all of it at once; what cannot be had is missing, never an error."""
        asked = tuple(dict.fromkeys(needs))[: self.most_needs]
        threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="fetching")
        try:
            running = {need: threads.submit(self._asking(need)) for need in asked}
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
