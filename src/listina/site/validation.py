"""How inputs are validated in this installation: who is believed, what is fetched, where hostile files are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from listina.documents.inspection import inspector
from listina.isolation.pool import Confined
from listina.site.environment import Environment
from listina.trust.demo_pki import DemoPki
from listina.trust.egress import Egress
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.messages import task as messages
from listina.trust.revocation import FetchedRevocation
from listina.trust.validation import task
from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.validator import Validator
from listina.trust.validation_data import ValidationData

TASKS = (*task.TASKS, *messages.TASKS, inspector.TASK)
"""Of the one pool of confined processes: what hostile files are read by."""

_GOOD_FOR = timedelta(minutes=10)


@dataclass(slots=True, kw_only=True)
class CurrentTrust:
    """Whom inputs are validated by, read anew after ten minutes and when a revocation list of the demo has changed.

    Attributes:
        pki: the demo's certificates.
        now: aware UTC.
    """

    pki: DemoPki
    now: Callable[[], datetime]
    _lock: Lock = field(default_factory=Lock, repr=False)
    _last: tuple[datetime, tuple[bytes, ...], TrustSnapshot] | None = None

    def __call__(self) -> TrustSnapshot:
        """Return it; the same object as long as it is good."""
        moment, crls = self.now(), self.pki.crls()
        with self._lock:
            if self._last is None or self._last[1] != crls or not self._last[0] <= moment < self._last[0] + _GOOD_FOR:
                self._last = (moment, crls, self._read(moment, crls))
            return self._last[2]

    def _read(self, moment: datetime, crls: tuple[bytes, ...]) -> TrustSnapshot:
        supplied = ValidationData(certificates=(self.pki.ca,), crls=crls)
        return TrustSnapshot.of_anchors(self.pki.anchors, at=moment, supplied=supplied)


def confined(environment: Environment) -> Confined:
    """Return the pool of processes that read hostile files; none is started yet."""
    return Confined(*TASKS, count=environment.confined_processes)


def validator(environment: Environment, pool: Confined, pki: DemoPki, now: Callable[[], datetime]) -> Validator:
    """Return what validates inputs."""
    return Validator(confined=pool, trust=CurrentTrust(pki=pki, now=now), fetcher=_fetcher(environment, now), now=now)


def _fetcher(environment: Environment, now: Callable[[], datetime]) -> Fetcher | None:
    if not environment.fetch_revocation:
        return None
    egress = Egress(
        hosts=None,
        private_hosts=frozenset(environment.revocation_private_hosts),
        timeout_seconds=environment.revocation_timeout_seconds,
    )
    kept = environment.storage_folder / "input-revocation"
    return Fetcher(source=FetchedRevocation(egress=egress, folder=kept, now=now))
