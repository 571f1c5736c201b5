"""How a step of a conversion to paper comes to its case, its paper work and its files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions.access import case_in_scope, editing, locked_own_case, require_direction
from listina.conversions.errors import WrongStateError
from listina.conversions.models import Case
from listina.conversions.states import UNFINISHED, CaseState
from listina.conversions.steps import Event
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.to_paper.received import work_of
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.database.scope import authority_scope
from listina.law.directions import Direction


def paper_case_in_scope(authority_id: int, case_id: UUID) -> Case:
    """Return a case to paper of the authority whose scope is open.

    Raises:
        CaseNotFoundError: the authority has no such case.
        WrongDirectionError: it goes in the other direction.
    """
    case = case_in_scope(authority_id, case_id)
    require_direction(case, Direction.TO_PAPER)
    return case


@contextmanager
def paper_editing(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> Iterator[tuple[Case, PaperWork]]:
    """Lend the actor's own open case to paper with its work for changes, locked; save both at the end.

    Raises:
        WrongDirectionError: the case goes in the other direction.
        WrongStateError: it is no longer open.
    """
    with editing(paper.workshop, actor, case_id) as case:
        require_direction(case, Direction.TO_PAPER)
        work = work_of(case)
        yield case, work
        work.save()


@contextmanager
def paper_deciding(paper: PaperWorkshop, actor: Actor, case_id: UUID) -> Iterator[tuple[Case, PaperWork]]:
    """Lend the actor's own unfinished case to paper with its work for a decision about the input, locked.

    A report that was renewed after the number was reserved may ask for another decision.

    Raises:
        WrongDirectionError: the case goes in the other direction.
        WrongStateError: it is finished.
    """
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        require_direction(case, Direction.TO_PAPER)
        if CaseState(case.state) not in UNFINISHED:
            raise WrongStateError(state=case.state, event=Event.EDIT.value)
        work = work_of(case)
        yield case, work
        work.save()
        case.changed_at = paper.workshop.now()
        case.save(update_fields=["changed_at"])
