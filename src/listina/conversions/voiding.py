"""An unfinished conversion is given up for a reason; its number, if any, stays unused for ever (decision 18)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import locked_case, locked_own_case
from listina.conversions.bounds import bounded
from listina.conversions.cases import CaseState
from listina.conversions.models import Case
from listina.conversions.steps import Event, following, states_allowing
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope, system_scope

REASON_LENGTH = 300
SHORTEST_REASON = 3
ABANDONED_AFTER = timedelta(days=14)
ABANDONED_REASON = "Nedokončeno do 14 dnů od posledního kroku."
WITHOUT_OFFICIAL = frozenset(
    {
        CaseState.OPEN,
        CaseState.RESERVED,
        CaseState.COMPOSED,
        CaseState.AWAITING_SIGNATURE,
        CaseState.AWAITING_PRINT,
    }
)


def void(workshop: Workshop, actor: Actor, case_id: UUID, reason: str) -> None:
    """Give the actor's own case up; see `ConversionService.void`. Repeating it changes nothing."""
    clean = bounded("reason", "Důvod", reason, REASON_LENGTH, shortest=SHORTEST_REASON)
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        if case.state != CaseState.VOIDED:
            _void(workshop, case, clean, actor.user_id)


def abandoned(workshop: Workshop) -> tuple[tuple[int, UUID], ...]:
    """Return (authority id, case id) of cases nobody touched for 14 days and nobody has signed (decision 24)."""
    before = workshop.now() - ABANDONED_AFTER
    waiting = [state.value for state in states_allowing(Event.VOID) if state in WITHOUT_OFFICIAL]
    with system_scope("void abandoned conversions"):
        rows = Case.objects.filter(state__in=waiting, changed_at__lt=before).order_by("changed_at")
        return tuple(rows.values_list("authority_id", "id")[:200])


def void_abandoned(workshop: Workshop, authority_id: int, case_id: UUID) -> bool:
    """Void one abandoned case in the name of the system; False when somebody touched it meanwhile."""
    with authority_scope(authority_id):
        case = locked_case(authority_id, case_id)
        if CaseState(case.state) not in WITHOUT_OFFICIAL or not _is_old(case.changed_at, workshop.now()):
            return False
        _void(workshop, case, ABANDONED_REASON, None)
        return True


def _is_old(changed_at: datetime, moment: datetime) -> bool:
    return changed_at < moment - ABANDONED_AFTER


def _void(workshop: Workshop, case: Case, reason: str, user_id: int | None) -> None:
    target = following(CaseState(case.state), Event.VOID)
    moment = workshop.now()
    if case.number is not None:
        workshop.register.void(case.number, case.authority_id, reason, user_id)
    case.state = target.value
    case.fence += 1
    case.void_reason = reason
    case.changed_at = case.ended_at = moment
    case.last_problem = None
    case.save()
    history.note(case, "voided", moment, actor_id=user_id, details={"number": case.number, "reason": reason})
    audit.record(
        "conversion.voided",
        actor_id=user_id,
        authority_id=case.authority_id,
        subject=str(case.id),
        details={"number": case.number},
    )
