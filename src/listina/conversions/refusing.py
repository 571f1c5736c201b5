"""A conversion the law forbids is not performed, but kept, with a record to print (decision 10)."""

from __future__ import annotations

from uuid import UUID

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import case_in_scope, locked_own_case
from listina.conversions.cases import CaseState
from listina.conversions.errors import NothingToRefuseError, WrongStateError
from listina.conversions.judging import verdict_of
from listina.conversions.models import Case
from listina.conversions.snapshots import authority_as_json, official_as_json
from listina.conversions.steps import Event, following
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.law.dates import czech_date, prague_day

_DELETED = "po uplynutí doby uchování smazáno"


def refuse(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    """Keep the case as refused, with the grounds and with who refused; see `ConversionService.refuse`."""
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        if case.state == CaseState.REFUSED:
            return
        target = following(CaseState(case.state), Event.REFUSE)
        moment = workshop.now()
        refusals = verdict_of(case, moment).refusals
        if not refusals:
            raise NothingToRefuseError
        case.state = target.value
        case.fence += 1
        case.changed_at = case.ended_at = moment
        case.official_snapshot = official_as_json(accounts.official(actor))
        case.authority_snapshot = authority_as_json(accounts.authority(actor))
        case.refusals = [
            {
                "letter": refusal.letter,
                "provision_cs": refusal.provision_cs,
                "reason_cs": refusal.reason_cs,
                "reason_en": refusal.reason_en,
            }
            for refusal in refusals
        ]
        case.save()
        letters = [refusal.letter for refusal in refusals]
        history.note(case, "refused", moment, actor_id=actor.user_id, details={"letters": letters})
        audit.record(
            "conversion.refused",
            actor_id=actor.user_id,
            authority_id=actor.authority_id,
            subject=str(case.id),
            details={"letters": ", ".join(letters)},
        )


def refusal_record(workshop: Workshop, actor: Actor, case_id: UUID) -> dict[str, object]:
    """Return the values of the printed record; see `ConversionService.refusal_record`."""
    del workshop
    with authority_scope(actor.authority_id):
        case = case_in_scope(actor.authority_id, case_id)
    if case.state != CaseState.REFUSED or case.ended_at is None:
        raise WrongStateError(state=case.state, event="refusal_record")
    return {
        "title": "Záznam o neprovedení konverze",
        "document": _document(case),
        "reference_number": case.reference_number,
        "file_mark": case.file_mark,
        "authority_name": case.authority_snapshot["name"],
        "official_name": case.official_snapshot.get("full_name", _DELETED),
        "refused_on": czech_date(prague_day(case.ended_at)),
        "reasons": _reasons(case),
    }


def _document(case: Case) -> str:
    if case.forgotten_at is not None:
        return _DELETED
    return str(case.designation or f"{case.purpose} (dokument nebyl označen)")


def _reasons(case: Case) -> list[dict[str, str]]:
    return [{"provision": kept["provision_cs"], "reason": kept["reason_cs"]} for kept in case.refusals]
