"""How inputs are validated in this installation: who is believed, what is fetched, where hostile files are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from listina.documents.inspection import inspector
from listina.isolation.pool import Confined
from listina.site.environment import Environment
from listina.site.trusted_lists import CurrentTrust
from listina.trust.egress import Egress
from listina.trust.messages import task as messages
from listina.trust.revocation import FetchedRevocation
from listina.trust.validation import task
from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.validator import Validator

TASKS = (*task.TASKS, *messages.TASKS, inspector.TASK)
"""Of the one pool of confined processes: what hostile files are read by."""


def confined(environment: Environment) -> Confined:
    """Return the pool of processes that read hostile files; none is started yet."""
    return Confined(*TASKS, count=environment.confined_processes)


def validator(environment: Environment, pool: Confined, trust: CurrentTrust, now: Callable[[], datetime]) -> Validator:
    """Return what validates inputs."""
    return Validator(confined=pool, trust=trust, fetcher=_fetcher(environment, now), now=now)


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
