"""How an entry after registration comes to its conversion."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions.access import locked_case, require_converter
from listina.conversions.bounds import bounded
from listina.conversions.cases import CaseState
from listina.conversions.models import Case
from listina.conversions.steps import Event, following
from listina.database.scope import authority_scope

REASON_LENGTH = 500
SHORTEST_REASON = 3


@contextmanager
def registered_case(actor: Actor, case_id: UUID, event: Event) -> Iterator[Case]:
    """Lend a registered case of the actor's authority, its row locked until the end.

    Raises:
        ConversionNotPermittedError: the actor may not convert.
        CaseNotFoundError: the actor's authority has no such case.
        WrongStateError: the case is not registered.
    """
    require_converter(actor)
    with authority_scope(actor.authority_id):
        case = locked_case(actor.authority_id, case_id)
        following(CaseState(case.state), event)
        yield case


def clean_reason(reason: str) -> str:
    """Return the reason, bounded.

    Raises:
        InvalidCaseDataError: it has fewer than 3 or more than 500 characters, or characters that are not allowed.
    """
    return bounded("reason", "Důvod", reason, REASON_LENGTH, shortest=SHORTEST_REASON)


def touch(case: Case, moment: datetime) -> None:
    """Let the case come to the top of the list; its other fields stay as they are."""
    case.changed_at = moment
    case.save(update_fields=["changed_at"])
