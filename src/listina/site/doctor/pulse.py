"""The few examinations of the health page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock

from listina.site.composition import Services
from listina.site.doctor import ground, outputs
from listina.site.doctor.diagnosis import Diagnosis, made

# Authorities charge for tokens: one that answered well is not asked for a while, one that did not may be back soon.
_TIMESTAMP_ANSWER_IS_GOOD_FOR = timedelta(minutes=15)
_TIMESTAMP_COMPLAINT_IS_GOOD_FOR = timedelta(minutes=1)


class Pulse:
    """The few examinations a health page can afford: it may be asked every second, and a token may cost money."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = Lock()
        self._timestamps: Diagnosis | None = None
        self._asked_at: datetime | None = None

    def feel(self) -> Sequence[Diagnosis]:
        """Examine database and storage now, the timestamp authorities four times an hour, each minute in trouble."""
        return (
            made("database", ground.database),
            made("storage", lambda: ground.storage(self._services)),
            self._recent_timestamps(),
        )

    def _recent_timestamps(self) -> Diagnosis:
        now = self._services.conversions.now()
        with self._lock:
            if self._timestamps is None or self._asked_at is None or now - self._asked_at > self._good_for():
                self._timestamps = made("timestamps", lambda: outputs.timestamps(self._services))
                self._asked_at = now
            return self._timestamps

    def _good_for(self) -> timedelta:
        well = self._timestamps is not None and self._timestamps.well
        return _TIMESTAMP_ANSWER_IS_GOOD_FOR if well else _TIMESTAMP_COMPLAINT_IS_GOOD_FOR
