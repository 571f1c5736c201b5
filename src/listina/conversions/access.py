"""How a step comes to its case: inside the authority's scope, locked, and only for whom it is.

The database hides other authorities' rows (row-level security); the filters here say the same in words. `editing` is
the one way to change an open case: it locks the row, so that two requests of one official change it one after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from listina.accounts.actors import Actor
from listina.accounts.permissions import Permission
from listina.conversions.cases import CaseState
from listina.conversions.errors import (
    CaseNotFoundError,
    ConversionNotPermittedError,
    NotYourCaseError,
    OutputOnPaperError,
    PageNotFoundError,
    WrongDirectionError,
)
from listina.conversions.models import Case, Page
from listina.conversions.steps import Event, following
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.law.directions import Direction


def require_converter(actor: Actor) -> None:
    """Raise ConversionNotPermittedError unless the actor may perform conversions."""
    if Permission.CONVERT not in actor.permissions:
        raise ConversionNotPermittedError


def case_in_scope(authority_id: int, case_id: UUID) -> Case:
    """Return a case of the authority whose scope is open.

    Raises:
        CaseNotFoundError: the authority has no such case.
    """
    try:
        return Case.objects.get(id=case_id, authority_id=authority_id)
    except Case.DoesNotExist:
        raise CaseNotFoundError from None


def locked_case(authority_id: int, case_id: UUID) -> Case:
    """Return a case with its row locked until the end of the transaction.

    Raises:
        CaseNotFoundError: the authority has no such case.
    """
    try:
        return Case.objects.select_for_update().get(id=case_id, authority_id=authority_id)
    except Case.DoesNotExist:
        raise CaseNotFoundError from None


def locked_own_case(actor: Actor, case_id: UUID) -> Case:
    """Return the actor's own case, locked.

    Raises:
        CaseNotFoundError: the actor's authority has no such case.
        NotYourCaseError: a colleague performs it.
        ConversionNotPermittedError: the actor may not convert (any more).
    """
    case = locked_case(actor.authority_id, case_id)
    if case.official_id != actor.user_id:
        raise NotYourCaseError
    require_converter(actor)
    return case


def require_direction(case: Case, direction: Direction) -> None:
    """Raise WrongDirectionError unless the case is converted in this direction."""
    if case.direction != direction.value:
        raise WrongDirectionError


def require_output_file(case: Case) -> None:
    """Raise OutputOnPaperError if the output of a registered case is no file that could be handed out."""
    if case.direction == Direction.TO_PAPER.value:
        raise OutputOnPaperError


@contextmanager
def editing(workshop: Workshop, actor: Actor, case_id: UUID) -> Iterator[Case]:
    """Lend the actor's own open case for changes, locked; save it at the end.

    Raises:
        WrongStateError: the case is no longer open.
    """
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        following(CaseState(case.state), Event.EDIT)
        yield case
        case.changed_at = workshop.now()
        case.save()


def page_of(case: Case, page_id: UUID) -> Page:
    """Return a page of the case, removed ones included.

    Raises:
        PageNotFoundError: the case has no such page.
    """
    try:
        return Page.objects.get(id=page_id, case_id=case.id)
    except Page.DoesNotExist:
        raise PageNotFoundError from None


def kept_pages(case: Case) -> list[Page]:
    """Return the pages that are not removed, in order."""
    return list(Page.objects.filter(case_id=case.id, removed_at__isnull=True).order_by("position", "attached_at"))
