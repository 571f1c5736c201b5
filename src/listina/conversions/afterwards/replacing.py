"""An output is replaced by that of a later conversion of the same authority (výstup nahrazen)."""

from __future__ import annotations

from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.afterwards.errors import ReplacementNotPossibleError
from listina.conversions.afterwards.registered import clean_reason, registered_case, touch
from listina.conversions.afterwards.requests import Decision
from listina.conversions.cases import CaseState
from listina.conversions.models import Case, CorrectionRequest
from listina.conversions.steps import Event
from listina.conversions.stored import moment_of, number_of
from listina.conversions.workshop import Workshop
from listina.register import queries as register
from listina.register.kinds import CorrectionKind
from listina.register.wording import PUBLIC_WORDINGS


def replace_output(workshop: Workshop, actor: Actor, case_id: UUID, by_number: str, reason: str) -> None:
    """Enter which output replaces this one; see `AfterwardsService.replace`."""
    reason, by_number = clean_reason(reason), by_number.strip()
    with registered_case(actor, case_id, Event.CORRECT) as case:
        number = number_of(case)
        if _is_replaced_by(number, by_number):
            return
        newer = _replacement(case, by_number)
        workshop.register.replace(number, by_number, by_user_id=actor.user_id)
        moment = workshop.now()
        CorrectionRequest.objects.create(
            authority_id=case.authority_id,
            case_id=case.id,
            kind=CorrectionKind.REPLACED,
            public_wording=PUBLIC_WORDINGS[CorrectionKind.REPLACED].cs,
            reason=reason,
            replaced_by=by_number,
            asked_by_id=actor.user_id,
            asked_at=moment,
            decision=Decision.CONFIRMED,
            decided_by_id=actor.user_id,
            decided_at=moment,
        )
        for told, action, other in ((case, "replaced", by_number), (newer, "replaces", number)):
            details = {"number": other, "reason": reason}
            history.note(told, action, moment, actor_id=actor.user_id, details=details)
            touch(told, moment)
        audit.record(
            "conversion.replaced",
            actor_id=actor.user_id,
            authority_id=case.authority_id,
            subject=str(case.id),
            details={"number": number, "replaced_by": by_number},
        )


def _is_replaced_by(number: str, by_number: str) -> bool:
    return any(entry.replaced_by == by_number for entry in register.later_entries([number]).get(number, ()))


def _replacement(case: Case, number: str) -> Case:
    """Return the case of the replacing output, locked; later than the replaced one, so that no circle can close."""
    registered = Case.objects.filter(authority_id=case.authority_id, number=number, state=CaseState.REGISTERED.value)
    # Only a later row is ever locked after an earlier one: two replacements at once never wait for each other.
    newer = registered.filter(registered_at__gt=moment_of(case, "registered_at")).select_for_update().first()
    if newer is None and registered.exists():
        raise ReplacementNotPossibleError(
            field="number",
            reason_cs="Výstup lze nahradit jen výstupem, který byl zapsán do evidence později.",
            reason_en="An output is replaced only by one that was registered later.",
        )
    if newer is None:
        raise ReplacementNotPossibleError(
            field="number",
            reason_cs="Konverzi s tímto číslem váš úřad nemá, nebo ještě není zapsaná v evidenci.",
            reason_en="Your authority has no registered conversion of this number.",
        )
    entries = register.later_entries([number]).get(number, ())
    if any(entry.kind == CorrectionKind.MARKED_ERRONEOUS for entry in entries):
        raise ReplacementNotPossibleError(
            field="number",
            reason_cs="Výstup s tímto číslem je sám označený za chybný.",
            reason_en="The output of this number is itself marked erroneous.",
        )
    return newer
