"""Step 3: the official looks at every page beside the paper (porovnání) and declares that they agree."""

from __future__ import annotations

from uuid import UUID

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import editing, page_of
from listina.conversions.errors import NotReadyError
from listina.conversions.readiness import missing_before_agreement
from listina.conversions.workshop import Workshop
from listina.texts import Text

AGREEMENT_TEXT = Text(
    "Porovnal(a) jsem všechny strany výstupu s předlohou. Jejich obsah se shoduje.",
    "I compared all pages of the output with the paper. Their content agrees.",
)
"""The declaration; its Czech words are those declared and kept."""


def compare_page(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, *, agrees: bool) -> None:
    """Record the official's judgement of one page; a page that does not agree takes the declaration back."""
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        if page.removed_at is not None or page.compared is agrees:
            return
        moment = workshop.now()
        page.compared = agrees
        page.compared_at = moment
        page.save()
        if not agrees:
            case.agreement_declared_at = None
        history.note(
            case,
            "page_compared",
            moment,
            actor_id=actor.user_id,
            details={"page": str(page.id), "position": page.position, "agrees": agrees},
        )


def declare_agreement(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    """Store the declaration of agreement with its text; see `ConversionService.declare_agreement`."""
    with editing(workshop, actor, case_id) as case:
        missing = missing_before_agreement(case)
        if missing:
            raise NotReadyError(missing)
        if case.agreement_declared_at is not None:
            return
        moment = workshop.now()
        case.agreement_declared_at = moment
        history.note(case, "agreement_declared", moment, actor_id=actor.user_id, details={"text": AGREEMENT_TEXT.cs})
        audit.record(
            "conversion.agreement_declared",
            actor_id=actor.user_id,
            authority_id=actor.authority_id,
            subject=str(case.id),
            details={"page_count": case.stated_page_count},
        )
