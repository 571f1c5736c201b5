"""The trusted lists of this installation: where they are, who renews them, and who is believed by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from listina.site.environment import Environment, Mode
from listina.trust.certificates import certificates_of_pem
from listina.trust.clock import utc_now
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.renewing import ListRenewal, Outcome
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.lists.store import ListStore
from listina.trust.lists.verifying import Anchors

_GOOD_FOR = timedelta(minutes=10)
# A periodic job comes a little earlier or later each time.
_EARLY = timedelta(minutes=10)


def lists_folder(environment: Environment) -> Path:
    """Return where the lists are."""
    return environment.trusted_lists_folder or environment.storage_folder / "trusted-lists"


def list_store(environment: Environment) -> ListStore:
    """Return the folder of lists, and who is believed about the list of lists.

    Raises:
        OSError, ValueError: the file of its signers cannot be read.
    """
    anchors = Anchors.official()
    if environment.lotl_signers_file is not None:
        signers = certificates_of_pem(environment.lotl_signers_file.read_bytes())
        anchors = Anchors(certificates=signers, published_at=environment.lotl_published_at)
    return ListStore(folder=lists_folder(environment), anchors=anchors)


def list_renewal(environment: Environment, *, now: Callable[[], datetime] = utc_now) -> ListRenewal:
    """Return what brings newer lists; raises as `list_store`."""
    return ListRenewal(store=list_store(environment), location=environment.lotl_url, now=now)


def refresh_if_due(environment: Environment, *, now: Callable[[], datetime] = utc_now) -> tuple[Outcome, ...]:
    """Fetch the lists if the last time is long enough ago; nothing in a test installation that has never had any."""
    renewal = list_renewal(environment, now=now)
    hours = environment.trusted_lists_refresh_hours
    (above, *_) = renewal.store.statuses(at=now())
    if not hours or (above.used is None and environment.mode is Mode.TEST):
        return ()
    if above.used is not None and now() - above.used.fetched_at < timedelta(hours=hours) - _EARLY:
        return ()
    return renewal.refresh()


@dataclass(slots=True, kw_only=True)
class CurrentTrust:
    """Whom inputs are validated by: read anew after ten minutes and when lists or a demo's revocation lists changed.

    Attributes:
        pki: the demo's certificates; None in live.
        lists: the trusted lists; None to leave them out.
        now: aware UTC.
    """

    pki: DemoPki | None
    lists: ListStore | None = None
    now: Callable[[], datetime]
    _lock: Lock = field(default_factory=Lock, repr=False)
    _last: tuple[datetime, object, TrustSnapshot] | None = None

    def __call__(self) -> TrustSnapshot:
        """Return it; the same object as long as it is good."""
        moment, state = self.now(), self._state()
        with self._lock:
            if self._last is None or self._last[1] != state or not self._is_good(self._last, moment):
                self._last = (moment, state, self._read(moment))
            return self._last[2]

    def _is_good(self, last: tuple[datetime, object, TrustSnapshot], moment: datetime) -> bool:
        ends = last[2].next_update
        return last[0] <= moment < last[0] + _GOOD_FOR and (ends is None or moment < ends)

    def _state(self) -> object:
        """Return what differs after a change."""
        crls = self.pki.crls() if self.pki is not None else ()
        return crls, None if self.lists is None else _changed_at(self.lists.folder / "snapshot")

    def _read(self, moment: datetime) -> TrustSnapshot:
        listed = self.lists.snapshot(at=moment) if self.lists is not None else None
        if self.pki is None:
            return listed or TrustSnapshot.of((), at=moment)
        demo = self.pki.trust(moment)
        return listed | demo if listed is not None and listed.lists else demo


def _changed_at(path: Path) -> int | None:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None
