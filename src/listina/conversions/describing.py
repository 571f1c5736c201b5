"""Step 4: the facts about the input that the clause and the evidence need (údaje o vstupu)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from listina.accounts.actors import Actor
from listina.conversions import history
from listina.conversions.access import editing
from listina.conversions.bounds import bounded, not_in_the_future, refuse_number
from listina.conversions.opening import refresh_search_text
from listina.conversions.pages import MOST_PAGES
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.law.admissibility import UntransferableElement
from listina.law.dates import prague_day
from listina.law.evidence import PartialDate, birth_number_warning

DESIGNATION_LENGTH = 500
ELEMENT_LENGTH = 200
MOST_ELEMENTS = 50


def state_untransferable(
    workshop: Workshop, actor: Actor, case_id: UUID, elements: Sequence[UntransferableElement] | None
) -> None:
    """Store which visible elements cannot be carried over (§ 25(1)(e)); see `ConversionService`."""
    stated = [_as_json(element) for element in elements or ()]
    if len(stated) > MOST_ELEMENTS:
        raise refuse_number("elements", f"Prvků lze uvést nejvýše {MOST_ELEMENTS}.", f"at most {MOST_ELEMENTS}")
    with editing(workshop, actor, case_id) as case:
        case.untransferable = stated
        case.no_untransferable = not stated
        history.note(
            case,
            "untransferable_stated",
            workshop.now(),
            actor_id=actor.user_id,
            details={"elements": stated},
        )


def state_facts(
    workshop: Workshop,
    actor: Actor,
    case_id: UUID,
    *,
    elements: Sequence[UntransferableElement] | None,
    designation: str,
    drawn_up_on: PartialDate | None,
    no_date: bool,
) -> None:
    """Store what one page asks for, all of it or nothing; see `ConversionService.state_facts`."""
    with authority_scope(actor.authority_id):
        state_untransferable(workshop, actor, case_id, elements)
        describe(workshop, actor, case_id, designation=designation, drawn_up_on=drawn_up_on, no_date=no_date)


def describe(
    workshop: Workshop,
    actor: Actor,
    case_id: UUID,
    *,
    designation: str,
    drawn_up_on: PartialDate | None,
    no_date: bool,
) -> None:
    """Store designation and date of the input; see `ConversionService.describe`.

    The event says that it happened, not what the designation is: that stays out of logs (decision 20). Where the
    designation looks as if it held a birth number, it says that the official was warned and left it.
    """
    clean = bounded("designation", "Označení vstupu", designation, DESIGNATION_LENGTH)
    if (drawn_up_on is None) is not no_date:
        raise refuse_number(
            "drawn_up_on",
            "Uveďte datum sepsání, nebo že ve vstupu není uvedeno.",
            "give either a date or that there is none",
        )
    not_in_the_future(drawn_up_on, prague_day(workshop.now()))
    with editing(workshop, actor, case_id) as case:
        case.designation = clean
        case.drawn_up_on = drawn_up_on.iso() if drawn_up_on is not None else None
        case.drawn_up_on_absent = no_date
        refresh_search_text(case)
        details = {"birth_number_warning": True} if birth_number_warning(clean) else {}
        history.note(case, "described", workshop.now(), actor_id=actor.user_id, details=details)


def _as_json(element: UntransferableElement) -> dict[str, object]:
    name = bounded("untransferable", "Prvek, který nelze plně přenést", element.name, ELEMENT_LENGTH)
    pages = sorted(set(element.pages))
    if not pages or pages[0] < 1 or pages[-1] > MOST_PAGES:
        raise refuse_number(
            "untransferable", "Uveďte, na které straně prvek je.", "each element needs its page numbers, 1 or more"
        )
    return {"name": name, "pages": pages}
