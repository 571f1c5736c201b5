"""How often one visitor may fail to sign in; an account's own lock-out does not see who tries many accounts.

The first failure begins a window. Who reaches the limit within it is not let in until it ends, whatever name and
password it tries: neither is looked at, so nothing is learnt about accounts. A success forgets nothing, or who has an
account could go on guessing others. The counts stand in the database, so all processes of all machines share them. The
address is personal data: a keyed digest is kept instead, for the window only, and what has ended goes at each count.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from listina.accounts.models import FailedAddress
from listina.accounts.visitors import WINDOW_MINUTES, one_visitor

_FORGOTTEN_AT_ONCE = 100
_COUNT = """
    INSERT INTO accounts_failed_address AS kept (digest, failures, ends_at) VALUES (%(digest)s, 1, %(end)s)
    ON CONFLICT (digest) DO UPDATE SET
        failures = CASE WHEN kept.ends_at > %(at)s THEN kept.failures + 1 ELSE 1 END,
        ends_at = CASE WHEN kept.ends_at > %(at)s THEN kept.ends_at ELSE excluded.ends_at END
    RETURNING failures, ends_at
"""


def closed_until(address: str, most: int, *, at: datetime) -> datetime | None:
    """Return until when nobody is let in from an address; None if it has not failed too often.

    Args:
        address: where the request comes from.
        most: failures in one window, 1 or more.
        at: now, aware UTC.
    """
    rows = FailedAddress.objects.filter(digest=_digest(address), failures__gte=most, ends_at__gt=at)
    return rows.values_list("ends_at", flat=True).first()


def count_failure(address: str, most: int, *, at: datetime) -> datetime | None:
    """Count one failure; return until when the address is closed if just this failure closed it.

    Args: see `closed_until`.
    """
    forget_ended(at)
    with connection.cursor() as cursor:
        end = at + timedelta(minutes=WINDOW_MINUTES)
        cursor.execute(_COUNT, {"digest": _digest(address), "at": at, "end": end})
        failures, end = cursor.fetchone()
    return end if failures == most else None


def forget_ended(at: datetime) -> None:
    """Delete counts whose window has ended, a hundred at a time: more than one failure can add."""
    ended = FailedAddress.objects.select_for_update(skip_locked=True).filter(ends_at__lte=at)
    FailedAddress.objects.filter(digest__in=list(ended.values_list("digest", flat=True)[:_FORGOTTEN_AT_ONCE])).delete()


def _digest(address: str) -> str:
    return salted_hmac("listina.accounts.failed_addresses", one_visitor(address), algorithm="sha256").hexdigest()
