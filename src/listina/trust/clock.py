"""The time, passed in everywhere so that a test can say what it is."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the machine's time as an aware UTC moment."""
    return datetime.now(UTC)
