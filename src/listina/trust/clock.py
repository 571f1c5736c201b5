"""The time, passed in everywhere so that a test can say what it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

CLOCK_TOLERANCE = timedelta(minutes=2)
"""By how much the clock of a timestamp authority and another one may differ."""


def utc_now() -> datetime:
    """Return the machine's time as an aware UTC moment."""
    return datetime.now(UTC)
