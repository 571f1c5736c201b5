"""Whether our clock may date a signature: it is compared with the timestamp authorities' before anything is signed.

A wrong clock would be found by the timestamp too, but then the signature and its clause exist already and bear it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from listina.trust.errors import ClockWrongError, TimestampUnavailableError
from listina.trust.timestamps import TimestampClient

MOST_SKEW = timedelta(minutes=1)
"""Half of what a token's time may be away, so that what is signed in time is also stamped in time."""

_RIGHT_FOR_SECONDS = 600.0
_UNKNOWN_FOR_SECONDS = 60.0


@dataclass(slots=True, kw_only=True)
class ClockWatch:
    """Remembers for ten minutes that the clock was right, for one that nobody could tell; a wrong one is asked anew.

    Attributes:
        seconds: a steady count of seconds, which no setting of the clock moves.
    """

    seconds: Callable[[], float] = time.monotonic
    _not_asked_before: float = field(default=0.0, init=False)

    def require_right(self, timestamps: TimestampClient) -> None:
        """Return unless every authority that answers says that our clock is more than a minute wrong.

        Where nobody answers, the comparison is made when the timestamp comes: signing goes on (decision 9).

        Raises:
            ClockWrongError: it is; nothing may be signed until it is set.
        """
        if self.seconds() < self._not_asked_before:
            return
        wrong: list[timedelta] = []
        for skew in _skews(timestamps):
            if abs(skew) <= MOST_SKEW:
                self._not_asked_before = self.seconds() + _RIGHT_FOR_SECONDS
                return
            wrong.append(skew)
        if wrong:
            raise ClockWrongError(seconds=f"{wrong[0].total_seconds():+.0f}")
        self._not_asked_before = self.seconds() + _UNKNOWN_FOR_SECONDS


def _skews(timestamps: TimestampClient) -> Iterator[timedelta]:
    for source in timestamps.sources:
        try:
            yield replace(timestamps, sources=(source,)).clock_skew()
        except TimestampUnavailableError:
            continue
