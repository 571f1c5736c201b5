"""How a step survives a crash and a rival: fencing number, effect, compare-and-set (ADR 0006).

1. `take`: in a short transaction the case's fence is raised; the attempt remembers state and fence.
2. The effect (typeset, sign, stamp, store) runs outside any transaction.
3. `accepting`: in a second short transaction the row is locked and compared with the attempt; if state or fence moved,
   the attempt is lost, nothing is stored and its objects stay unreachable until the sweep.

A process that dies anywhere leaves the case in its old or its new state, never between.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F

from listina.conversions.access import locked_case
from listina.conversions.artifacts import make_current
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError, InsideTransactionError
from listina.conversions.models import Case
from listina.conversions.steps import Event, following
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.errors import ListinaError
from listina.objects.store import StoredObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try at one step.

    Attributes:
        case: the row as it stood when the attempt was taken; read it, don't save it.
        state: the state the step starts from.
        fence: the number only this attempt has.
    """

    case: Case
    authority_id: int
    case_id: UUID
    event: Event
    state: CaseState
    fence: int


def take(authority_id: int, case_id: UUID, event: Event, *, seen: CaseState | None = None) -> Attempt:
    """Start an attempt at a step; every earlier attempt at this case is lost from now on.

    Args:
        authority_id: whose case it is.
        case_id: the case.
        event: the step.
        seen: the state that made the caller choose this step; when a rival moved the case meanwhile, he came first.

    Raises:
        AttemptLostError: the case is no longer in the state seen.
        CaseNotFoundError: there is no such case in the authority.
        WrongStateError: the step may not happen in the case's state.
        InsideTransactionError: the caller holds a transaction open, the effect would run inside it.
    """
    require_no_transaction()
    with authority_scope(authority_id):
        case = locked_case(authority_id, case_id)
        if seen is not None and case.state != seen:
            raise AttemptLostError
        following(CaseState(case.state), event)
        Case.objects.filter(id=case_id).update(fence=F("fence") + 1)
        case.fence += 1
    return Attempt(
        case=case,
        authority_id=authority_id,
        case_id=case_id,
        event=event,
        state=CaseState(case.state),
        fence=case.fence,
    )


def require_no_transaction() -> None:
    """Raise InsideTransactionError when a transaction is open: an effect would run inside it."""
    if connection.in_atomic_block:
        raise InsideTransactionError


@contextmanager
def accepting(workshop: Workshop, attempt: Attempt) -> Iterator[Case]:
    """Lend the locked row to store an attempt's result; moves the case on and saves it at the end.

    Raises:
        AttemptLostError: another attempt or a change came first; nothing is stored.
    """
    with authority_scope(attempt.authority_id):
        case = locked_case(attempt.authority_id, attempt.case_id)
        if case.state != attempt.state or case.fence != attempt.fence:
            raise AttemptLostError
        case.last_problem = None
        case.changed_at = workshop.now()
        yield case
        case.state = following(attempt.state, attempt.event).value
        case.save()


def keep_problem(workshop: Workshop, attempt: Attempt, error: ListinaError) -> None:
    """Show on the case why this attempt failed, unless it was lost meanwhile."""
    problem = {
        "code": error.code,
        "cs": error.text("cs"),
        "en": error.text("en"),
        "at": workshop.now().isoformat(),
    }
    with authority_scope(attempt.authority_id):
        Case.objects.filter(id=attempt.case_id, state=attempt.state.value, fence=attempt.fence).update(
            last_problem=problem
        )


def name_artifact(workshop: Workshop, attempt: Attempt, kind: str, stored: StoredObject) -> None:
    """Make a stored file the one of its kind that counts for the case; call inside `accepting`."""
    make_current(attempt.case, kind, stored, workshop.now())
