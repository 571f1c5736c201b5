"""An output is marked erroneous by two people: one asks, another of the same authority decides (decision 19).

Asked, decided and taken back are all told in the case's event list; the register learns only of what was confirmed.
The case's row is locked first everywhere, so that of two at once one finds it done.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.afterwards.errors import NotYourRequestError, RequestDecidedError, RequestPendingError
from listina.conversions.afterwards.registered import clean_reason, registered_case, touch
from listina.conversions.afterwards.requests import Decision, locked_request
from listina.conversions.models import Case, CorrectionRequest
from listina.conversions.steps import Event
from listina.conversions.stored import number_of
from listina.conversions.workshop import Workshop
from listina.register import queries as register
from listina.register.errors import AlreadyErroneousError, SecondPersonRequiredError
from listina.register.kinds import CorrectionKind
from listina.register.wording import PUBLIC_WORDINGS

_TOLD_AS = {
    Decision.CONFIRMED: "marked_erroneous",
    Decision.REJECTED: "error_mark_rejected",
    Decision.WITHDRAWN: "error_mark_withdrawn",
}


def ask(workshop: Workshop, actor: Actor, case_id: UUID, reason: str) -> UUID:
    """Propose to mark the output erroneous; see `AfterwardsService.ask_to_mark_erroneous`."""
    reason = clean_reason(reason)
    with registered_case(actor, case_id, Event.CORRECT) as case:
        _require_not_marked(case)
        waiting = CorrectionRequest.objects.filter(
            case_id=case.id, kind=CorrectionKind.MARKED_ERRONEOUS, decision=None
        ).first()
        if waiting is not None:
            if waiting.asked_by_id == actor.user_id and waiting.reason == reason:
                return waiting.id
            raise RequestPendingError
        moment = workshop.now()
        request = CorrectionRequest.objects.create(
            id=uuid4(),
            authority_id=case.authority_id,
            case_id=case.id,
            kind=CorrectionKind.MARKED_ERRONEOUS,
            public_wording=PUBLIC_WORDINGS[CorrectionKind.MARKED_ERRONEOUS].cs,
            reason=reason,
            asked_by_id=actor.user_id,
            asked_at=moment,
        )
        _tell(workshop, actor, case, "error_mark_asked", {"reason": reason})
        return request.id


def decide(workshop: Workshop, actor: Actor, case_id: UUID, request_id: UUID, decision: Decision) -> None:
    """Confirm, reject or take back a proposal; see `AfterwardsService`. Repeating it changes nothing."""
    with registered_case(actor, case_id, Event.CORRECT) as case:
        request = locked_request(case.id, request_id)
        if request.decision is not None:
            if (request.decision, request.decided_by_id) == (decision, actor.user_id):
                return
            raise RequestDecidedError
        _require_right_person(actor, request, decision)
        if decision is Decision.CONFIRMED:
            workshop.register.mark_erroneous(
                number_of(case), by_user_id=request.asked_by_id, second_user_id=actor.user_id
            )
        request.decision = decision
        request.decided_by_id = actor.user_id
        request.decided_at = workshop.now()
        request.save(update_fields=["decision", "decided_by", "decided_at"])
        _tell(workshop, actor, case, _TOLD_AS[decision], {"asked_by": request.asked_by_id})


def _require_not_marked(case: Case) -> None:
    number = number_of(case)
    entries = register.later_entries([number]).get(number, ())
    if any(entry.kind == CorrectionKind.MARKED_ERRONEOUS for entry in entries):
        raise AlreadyErroneousError(number=number)


def _require_right_person(actor: Actor, request: CorrectionRequest, decision: Decision) -> None:
    is_own = request.asked_by_id == actor.user_id
    if decision is Decision.WITHDRAWN and not is_own:
        raise NotYourRequestError
    if decision is not Decision.WITHDRAWN and is_own:
        raise SecondPersonRequiredError


def _tell(workshop: Workshop, actor: Actor, case: Case, action: str, details: dict[str, object]) -> None:
    moment = workshop.now()
    history.note(case, action, moment, actor_id=actor.user_id, details=details)
    audit.record(
        f"conversion.{action}",
        actor_id=actor.user_id,
        authority_id=case.authority_id,
        subject=str(case.id),
        details={"number": case.number},
    )
    touch(case, moment)
