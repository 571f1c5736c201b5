"""Fronts and backs that were scanned one stack after the other are put between each other (proložení líců a rubů)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain
from typing import TypeVar
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions import history
from listina.conversions.access import editing, kept_pages
from listina.conversions.errors import UnequalSidesError
from listina.conversions.models import Case, Page
from listina.conversions.pages import renumber
from listina.conversions.workshop import Workshop

_Item = TypeVar("_Item")


class Backs(StrEnum):
    """How the stack lay when its backs were scanned.

    Attributes:
        REVERSED: turned over as a whole: the back of the last sheet came first.
        IN_ORDER: the back of the first sheet came first.
    """

    REVERSED = "reversed"
    IN_ORDER = "in_order"


def interleaved(items: Sequence[_Item], backs: Backs) -> list[_Item]:
    """Return the second half put between the first: front, back, front, back.

    Raises:
        UnequalSidesError: the number is odd or zero.
    """
    if not items or len(items) % 2:
        raise UnequalSidesError(count=len(items))
    half = len(items) // 2
    fronts, others = items[:half], items[half:]
    if backs is Backs.REVERSED:
        others = others[::-1]
    return list(chain.from_iterable(zip(fronts, others, strict=True)))


def interleave(workshop: Workshop, actor: Actor, case_id: UUID, backs: Backs) -> None:
    """Put the second half of the kept pages, the backs, between the first half, the fronts.

    Raises:
        UnequalSidesError: the number of pages is odd, or there is none.
        WrongStateError: the case is no longer open.
    """
    with editing(workshop, actor, case_id) as case:
        _arrange(workshop, actor, case, interleaved(kept_pages(case), backs), "pages_interleaved", backs=backs.value)


def order_as_attached(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    """Put the kept pages back into the order in which they came.

    Raises:
        WrongStateError: the case is no longer open.
    """
    with editing(workshop, actor, case_id) as case:
        pages = sorted(kept_pages(case), key=_arrival)
        _arrange(workshop, actor, case, pages, "pages_ordered_as_attached")


def _arrival(page: Page) -> tuple[object, ...]:
    return page.attached_at, page.original_sha256, page.original_page


def _arrange(workshop: Workshop, actor: Actor, case: Case, pages: list[Page], action: str, **details: object) -> None:
    for position, page in enumerate(pages, start=1):
        if page.position != position and page.compared is not None:
            page.compared = page.compared_at = None
            page.save(update_fields=["compared", "compared_at"])
    renumber(pages)
    case.agreement_declared_at = None
    history.note(case, action, workshop.now(), actor_id=actor.user_id, details=details)
