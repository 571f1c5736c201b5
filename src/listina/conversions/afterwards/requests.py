"""What officials want to have entered, and what became of it; it counts once it is decided (decision 19)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions.access import require_converter
from listina.conversions.afterwards.errors import RequestNotFoundError
from listina.conversions.models import CorrectionRequest
from listina.conversions.standings import standing_of
from listina.conversions.stored import number_of
from listina.database.scope import authority_scope
from listina.register.kinds import CorrectionKind


class Decision(StrEnum):
    """What became of a request.

    Attributes:
        CONFIRMED: it was entered in the register.
        REJECTED: the second person did not confirm it.
        WITHDRAWN: whoever asked took it back.
    """

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A proposal to mark an output erroneous that waits for a second person.

    Attributes:
        designation: of the input as it stands in the evidence now.
        is_mine: the asking official made it, and so cannot confirm it.
        asked_at: aware UTC.
    """

    id: UUID
    case_id: UUID
    number: str
    designation: str
    reason: str
    asked_by: str
    asked_at: datetime
    is_mine: bool


def waiting(actor: Actor) -> tuple[RequestView, ...]:
    """Return the proposals of the actor's authority that wait for a second person, oldest first."""
    require_converter(actor)
    with authority_scope(actor.authority_id):
        rows = _undecided(actor).order_by("asked_at")
        return tuple(_view(actor, rows))


def waiting_for(actor: Actor) -> int:
    """Return how many proposals of others the actor may decide."""
    with authority_scope(actor.authority_id):
        return _undecided(actor).exclude(asked_by_id=actor.user_id).count()


def waiting_about(actor: Actor, case_id: UUID) -> RequestView | None:
    """Return the proposal about a case that waits for a second person; None if there is none."""
    with authority_scope(actor.authority_id):
        return next(iter(_view(actor, _undecided(actor).filter(case_id=case_id))), None)


def locked_request(case_id: UUID, request_id: UUID) -> CorrectionRequest:
    """Return a proposal about a case, locked; call with the case locked, in the scope of its authority.

    Raises:
        RequestNotFoundError: there is no such proposal about this case.
    """
    try:
        return CorrectionRequest.objects.select_for_update().get(
            id=request_id, case_id=case_id, kind=CorrectionKind.MARKED_ERRONEOUS
        )
    except CorrectionRequest.DoesNotExist:
        raise RequestNotFoundError from None


def _undecided(actor: Actor) -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(
        authority_id=actor.authority_id, kind=CorrectionKind.MARKED_ERRONEOUS, decision=None
    )


def _view(actor: Actor, rows: QuerySet[CorrectionRequest]) -> Iterable[RequestView]:
    for row in rows.select_related("case"):
        yield RequestView(
            id=row.id,
            case_id=row.case_id,
            number=number_of(row.case),
            designation=standing_of(row.case).designation or row.case.designation,
            reason=row.reason,
            asked_by=accounts.official_by_id(actor, row.asked_by_id).full_name,
            asked_at=row.asked_at,
            is_mine=row.asked_by_id == actor.user_id,
        )
