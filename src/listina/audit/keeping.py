"""The part of the audit trail whose period is over; deleted by the retention role alone (decision 24)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db.models import Max, Min, Q, QuerySet

from listina.audit.models import Entry

SIGN_INS = "sign_ins"
EVERYTHING_ELSE = "everything_else"
_SIGN_IN_ACTIONS = ("account.signed_in", "account.sign_in_refused", "account.address_closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Entries that went.

    Attributes:
        first, last: the lowest and the highest id; None if there were none.
        sha256: `digest` of all of them in the order of their ids, by which a copy in a backup is recognised.
    """

    count: int
    first: int | None
    last: int | None
    sha256: str | None


def expired(before: Mapping[str, datetime]) -> dict[str, int]:
    """Count the entries of each kind made before a moment.

    Args:
        before: aware moments, by `sign_ins` and `everything_else`. Call in a system scope.
    """
    return {kind: Entry.objects.filter(_made(kind, moment)).count() for kind, moment in before.items()}


def drop(before: Mapping[str, datetime]) -> dict[str, Dropped]:
    """Delete these entries; return what went of each kind."""
    return {kind: _dropped(Entry.objects.filter(_made(kind, moment))) for kind, moment in before.items()}


def digest(entries: Iterable[Mapping[str, object]]) -> str:
    """Return the SHA-256 of entries: of one line of JSON each, keys sorted, moments in ISO 8601, in the order given."""
    found = sha256()
    for entry in entries:
        found.update(json.dumps(entry, sort_keys=True, ensure_ascii=False, default=_iso).encode() + b"\n")
    return found.hexdigest()


def _dropped(entries: QuerySet[Entry]) -> Dropped:
    closing = digest(entries.order_by("id").values().iterator())
    ends = entries.aggregate(first=Min("id"), last=Max("id"))
    count, _ = entries.delete()
    return Dropped(count=count, first=ends["first"], last=ends["last"], sha256=closing if count else None)


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    message = f"no such value belongs in an audit entry: {type(value).__name__}"
    raise TypeError(message)


def _made(kind: str, before: datetime) -> Q:
    about_sign_ins = Q(action__in=_SIGN_IN_ACTIONS)
    return Q(at__lt=before) & (about_sign_ins if kind == SIGN_INS else ~about_sign_ins)
