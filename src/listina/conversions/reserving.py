"""Reserving the number late, and making the output anew under the same number (rezervace čísla, decision 5)."""

from __future__ import annotations

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.cases import CaseState
from listina.conversions.models import Case
from listina.conversions.opening import refresh_search_text
from listina.conversions.steps import Event, following
from listina.conversions.sweeping import REPORT
from listina.conversions.workshop import Workshop
from listina.law.clause import Standing
from listina.law.directions import Direction
from listina.register.records import ReservationRequest


def reserve(workshop: Workshop, actor: Actor, case: Case) -> None:
    """Reserve the number of an open case and store it on the locked row; the caller holds the transaction."""
    moment = workshop.now()
    target = following(CaseState(case.state), Event.RESERVE)
    reservation = workshop.register.reserve(
        ReservationRequest(
            case_id=case.id,
            authority_id=case.authority_id,
            official_id=actor.user_id,
            public_number=case.official_snapshot["public_number"],
            direction=Direction(case.direction),
            test=Standing(case.authority_snapshot["standing"]) is not Standing.LIVE,
        )
    )
    case.number = reservation.number
    case.guid = reservation.guid
    case.check_code = reservation.check_code
    case.reserved_at = reservation.issued_at
    case.state = target.value
    case.fence += 1
    case.changed_at = moment
    case.last_problem = None
    refresh_search_text(case)
    case.save()
    history.note(case, "reserved", moment, actor_id=actor.user_id, details={"number": case.number})
    audit.record(
        "conversion.reserved",
        actor_id=actor.user_id,
        authority_id=case.authority_id,
        subject=str(case.id),
        details={"number": case.number},
    )


def start_over(workshop: Workshop, actor: Actor, case: Case) -> None:
    """Forget what was made under the number, which stays; the caller holds the row's lock and its transaction."""
    moment = workshop.now()
    target = following(CaseState(case.state), Event.START_OVER)
    case.state = target.value
    case.fence += 1
    case.changed_at = moment
    case.clause_date = None
    case.composed = case.prepared = case.signed = None
    case.signature_value = case.timestamp_token = None
    case.signed_at = case.timestamp_obtained_at = case.timestamp_time = None
    case.last_problem = None
    case.artifacts.exclude(kind=REPORT).delete()
    case.save()
    history.note(case, "started_over", moment, actor_id=actor.user_id, details={"number": case.number})
