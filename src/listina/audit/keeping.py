"""The part of the audit trail whose period is over; deleted by the retention role alone (decision 24)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from listina.audit.models import Entry

SIGN_INS = "sign_ins"
EVERYTHING_ELSE = "everything_else"
_SIGN_IN_ACTIONS = ("account.signed_in", "account.sign_in_refused")


def expired(before: Mapping[str, datetime]) -> dict[str, int]:
    """Count the entries of each kind made before a moment.

    Args:
        before: aware moments, by `sign_ins` and `everything_else`. Call in a system scope.
    """
    return {kind: Entry.objects.filter(_made(kind, moment)).count() for kind, moment in before.items()}


def drop(before: Mapping[str, datetime]) -> dict[str, int]:
    """Delete these entries; return how many of each kind."""
    return {kind: Entry.objects.filter(_made(kind, moment)).delete()[0] for kind, moment in before.items()}


def _made(kind: str, before: datetime) -> Q:
    about_sign_ins = Q(action__in=_SIGN_IN_ACTIONS)
    return Q(at__lt=before) & (about_sign_ins if kind == SIGN_INS else ~about_sign_ins)
