"""One stack becomes several conversions: the pages from a cut on go into a new case of their own.

Carried over is what is the same for a batch: agenda, purpose, č. j. and sp. zn. Never carried over are answers, counts,
comparison and what describes a document: each conversion has its own (decision 25).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count, Q

from listina.accounts.actors import Actor
from listina.audit import services as audit
from listina.conversions import history
from listina.conversions.access import editing, kept_pages
from listina.conversions.cases import PageView
from listina.conversions.errors import NoSuchCutError
from listina.conversions.models import Case, CaseEvent, Page
from listina.conversions.opening import refresh_search_text
from listina.conversions.page_views import assessment_of
from listina.conversions.pages import renumber, set_aside
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.documents.stack import SEPARATOR_SHEET


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPart:
    """A conversion that came out of a stack.

    Attributes:
        page_count: pages it has now.
    """

    id: UUID
    page_count: int


def parts_of(actor: Actor, case_id: UUID) -> tuple[SplitPart, ...]:
    """Return the conversions split off a case, in the order of the stack."""
    with authority_scope(actor.authority_id):
        rows = Case.objects.filter(split_from_id=case_id, authority_id=actor.authority_id)
        # Read before the events: a split that commits in between has its event then, never a case without one.
        counted = list(rows.annotate(kept=Count("pages", filter=Q(pages__removed_at__isnull=True))))
        order = _order_made(case_id)
        counted.sort(key=lambda row: order[str(row.id)])
        return tuple(SplitPart(id=row.id, page_count=row.kept) for row in counted)


def _order_made(case_id: UUID) -> dict[str, int]:
    events = CaseEvent.objects.filter(case_id=case_id, action="split").order_by("sequence")
    made = [new for event in events for new in event.details["conversions"]]
    return {new: place for place, new in enumerate(made)}


def proposed_cuts(pages: Sequence[PageView]) -> tuple[UUID, ...]:
    """Return the pages that seem to begin a further document: those behind a separator sheet or a blank page.

    Args:
        pages: kept ones, in order.
    """
    cuts = []
    document_began = False
    between = False
    for page in pages:
        if is_separator(page):
            between = True
        elif page.assessment.blank:
            between = between or document_began
        else:
            if between and document_began:
                cuts.append(page.id)
            document_began, between = True, False
    return tuple(cuts)


def is_separator(page: PageView) -> bool:
    """Whether the page is a printed separator sheet, which belongs to no document."""
    return any(finding.code == SEPARATOR_SHEET for finding in page.findings)


def split(workshop: Workshop, actor: Actor, case_id: UUID, cuts: Collection[UUID]) -> tuple[UUID, ...]:
    """Move the pages from each cut on into a new open case; set separator sheets aside.

    Args:
        workshop: for the clock.
        actor: who performs the conversion.
        case_id: an open case.
        cuts: ids of kept pages, each the first of a further document.

    Returns:
        The new cases in the order of the stack; the first document stays in this one.

    Raises:
        NoSuchCutError: there is no cut, or one is no kept page or leaves a document without a page.
        WrongStateError: the case is no longer open.
    """
    with editing(workshop, actor, case_id) as case:
        moment = workshop.now()
        documents = _documents(kept_pages(case), cuts)
        made = tuple(_new_case(workshop, actor, case, document, moment) for document in documents[1:])
        _settle(workshop, actor, case, documents[0])
        case.stated_page_count = None
        case.agreement_declared_at = None
        details = {"conversions": [str(new) for new in made]}
        history.note(case, "split", moment, actor_id=actor.user_id, details=details)
        audit.record(
            "conversion.split",
            actor_id=actor.user_id,
            authority_id=actor.authority_id,
            subject=str(case.id),
            details={"conversions": len(made)},
        )
    return made


def _documents(pages: Sequence[Page], cuts: Collection[UUID]) -> list[list[Page]]:
    wanted = set(cuts)
    if not wanted or not wanted <= {page.id for page in pages[1:]}:
        raise NoSuchCutError
    documents: list[list[Page]] = [[]]
    for page in pages:
        if page.id in wanted:
            documents.append([])
        documents[-1].append(page)
    if any(all(_is_separator(page) for page in document) for document in documents):
        raise NoSuchCutError
    return documents


def _new_case(workshop: Workshop, actor: Actor, case: Case, document: Sequence[Page], moment: datetime) -> UUID:
    new = Case(
        id=uuid4(),
        authority_id=case.authority_id,
        official_id=case.official_id,
        direction=case.direction,
        kind=case.kind,
        opened_at=moment,
        changed_at=moment,
        agenda_code=case.agenda_code,
        purpose=case.purpose,
        reference_number=case.reference_number,
        file_mark=case.file_mark,
        split_from_id=case.id,
    )
    refresh_search_text(new)
    new.save(force_insert=True)
    details = {"product": workshop.product_version, "split_from": str(case.id), "pages": len(document)}
    history.note(new, "opened", moment, actor_id=actor.user_id, details=details)
    for page in document:
        page.case_id = new.id
        page.save(update_fields=["case"])
    _settle(workshop, actor, new, document)
    new.save()
    return new.id


def _settle(workshop: Workshop, actor: Actor, case: Case, document: Sequence[Page]) -> None:
    """Number the pages of a document and take back what was compared; separator sheets are set aside."""
    for page in document:
        page.compared = page.compared_at = None
        page.save(update_fields=["compared", "compared_at"])
    for page in document:
        if _is_separator(page):
            set_aside(workshop, actor, case, page)
    renumber(kept_pages(case))


def _is_separator(page: Page) -> bool:
    return any(finding.code == SEPARATOR_SHEET for finding in assessment_of(page).findings)
