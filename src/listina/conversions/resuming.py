"""Cases that wait for the machine and for which perhaps no job is left: found again and finished (ADR 0006)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from listina.conversions.cases import CaseState
from listina.conversions.models import Case
from listina.conversions.workshop import Workshop
from listina.database.errors import DatabaseUnavailableError
from listina.database.scope import system_scope
from listina.objects.errors import StorageUnavailableError
from listina.trust.errors import RevocationUnknownError, TimestampUnavailableError

QUIET_FOR = timedelta(minutes=2)
REFUSED_AGAIN_AFTER = timedelta(hours=1)
_SOON = frozenset(
    error.code
    for error in (DatabaseUnavailableError, RevocationUnknownError, StorageUnavailableError, TimestampUnavailableError)
)
_MOST = 500


def waiting_for_the_machine(workshop: Workshop, *, quiet_for: timedelta = QUIET_FOR) -> tuple[tuple[int, UUID], ...]:
    """Return (authority id, case id) of cases to be finished, longest waiting first.

    Args:
        workshop: for the clock.
        quiet_for: how long nothing may have happened to a case before its job counts as lost. A case whose output was
            refused is asked for again after an hour only.
    """
    moment = workshop.now()
    waiting = Q(state__in=[CaseState.AWAITING_TIMESTAMP.value, CaseState.SIGNED.value]) | Q(
        state=CaseState.REGISTERED.value, receipt_issued_at__isnull=True
    )
    with system_scope("finish conversions that wait for the machine"):
        rows = list(
            Case.objects.filter(waiting, changed_at__lte=moment - quiet_for)
            .order_by("changed_at")
            .values_list("authority_id", "id", "last_problem")[:_MOST]
        )
    return tuple((authority_id, case_id) for authority_id, case_id, problem in rows if _is_due(problem, moment))


def _is_due(problem: dict[str, Any] | None, moment: datetime) -> bool:
    if problem is None or problem["code"] in _SOON:
        return True
    return datetime.fromisoformat(problem["at"]) <= moment - REFUSED_AGAIN_AFTER
