"""Steps 6 and 7: the official affirms what became of the print, and the clause exists (potvrzení a zápis).

Registration follows the four facts of decision 17: printed and legible, content agrees, signed by hand, stamped. All in
one transaction with the case, so that nothing is half registered; the receipt is sealed afterwards by the job.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import attempts, history
from listina.conversions.access import locked_own_case, require_direction
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError, WrongStateError
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.models import Case
from listina.conversions.steps import Event
from listina.conversions.stored import clause_date_of, composed_facts
from listina.conversions.to_paper.composing import require_made_from_last_report, require_same_day
from listina.conversions.to_paper.errors import NotAffirmedError
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.to_paper.received import files_of, work_of
from listina.conversions.to_paper.registering import paper_record
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope
from listina.law.dates import prague_day
from listina.law.directions import Direction
from listina.law.paper.declarations import affirmations_on


def affirm(paper: PaperWorkshop, actor: Actor, case_id: UUID, affirmed: Collection[str]) -> None:
    """Register the conversion on the official's four facts; see `ToPaperService.affirm`."""
    if _is_registered(actor, case_id):
        return
    try:
        _affirm(paper, actor, case_id, affirmed)
    except (AttemptLostError, WrongStateError):
        # The button was pressed in two windows: the second finds it done.
        if not _is_registered(actor, case_id):
            raise


def _is_registered(actor: Actor, case_id: UUID) -> bool:
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_PAPER)
        return case.state == CaseState.REGISTERED


def _affirm(paper: PaperWorkshop, actor: Actor, case_id: UUID, affirmed: Collection[str]) -> None:
    attempt = attempts.take(actor.authority_id, case_id, Event.AFFIRM)
    moment = paper.workshop.now()
    require_same_day(clause_date_of(attempt.case), prague_day(moment))
    binding = affirmations_on(prague_day(moment))
    if set(affirmed) != {item.id for item in binding}:
        raise NotAffirmedError
    with attempts.accepting(paper.workshop, attempt) as row:
        work = work_of(row)
        require_made_from_last_report(composed_facts(row), work)
        work.affirmed = [
            {"id": item.id, "version": item.version, "text": item.text.cs, "by": actor.user_id} for item in binding
        ]
        work.affirmed_at = moment
        work.save()
        _register(paper, actor, row, work)
        passing(KillPoint.CONFIRMED_BEFORE_COMMIT)
    passing(KillPoint.CONFIRMED)


def _register(paper: PaperWorkshop, actor: Actor, case: Case, work: PaperWork) -> None:
    workshop = paper.workshop
    confirmation = workshop.register.confirm(paper_record(case, work, files_of(case)))
    case.registered_at = case.ended_at = confirmation.confirmed_at
    affirmed = [item["id"] for item in work.affirmed or ()]
    moment = workshop.now()
    history.note(case, "print_affirmed", moment, actor_id=actor.user_id, details={"affirmed": affirmed})
    history.note(
        case,
        "registered",
        moment,
        details={"number": case.number, "sequence": confirmation.sequence, "commitment": confirmation.commitment},
    )
    audit.record(
        "conversion.registered",
        actor_id=actor.user_id,
        authority_id=case.authority_id,
        subject=str(case.id),
        details={"number": case.number, "commitment": confirmation.commitment},
    )
    workshop.defer(case.authority_id, case.id)
