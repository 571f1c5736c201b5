"""Step 2: the scans (strany) once they are attached: ordered, turned, set aside, decided about.

Every change of pages takes back the declaration of agreement, and the comparison of the page that changed: what the
official compared must be what is signed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from listina.accounts.actors import Actor
from listina.conversions import history
from listina.conversions.access import editing, kept_pages, locked_own_case, page_of
from listina.conversions.bounds import refuse_number
from listina.conversions.errors import TooManyPagesError
from listina.conversions.models import Case, Page
from listina.conversions.page_views import ONE_BIT_DECLARATION, one_bit_declaration
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.documents.resolution import DpiSource
from listina.law.dates import prague_day

MOST_PAGES = 500
MOST_BYTES = 500 * 1024 * 1024
LEAST_DPI = 100
MOST_DPI = 1200
QUARTER_TURNS = frozenset({-270, -180, -90, 0, 90, 180, 270})


def declare_dpi(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, dpi: int) -> None:
    """Assess a page anew with the resolution the official states; see `ConversionService.declare_dpi`."""
    require_dpi(dpi)
    with authority_scope(actor.authority_id):
        page = page_of(locked_own_case(actor, case_id), page_id)
    content = workshop.objects.path(actor.authority_id, page.sha256).read_bytes()
    moment = workshop.now()
    assessment = workshop.scans.assess(content, day=prague_day(moment), declared_dpi=dpi, page_dpi=_dpi_of_page(page))
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        page.declared_dpi = dpi
        page.dpi_declared_by = actor.user_id
        page.assessment = assessment.to_json()
        page.compared = page.compared_at = None
        page.save()
        changed(case, page, "page_dpi_declared", moment, by=actor, dpi=dpi)


def move(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, position: int) -> None:
    """Put a page to another place; positions beyond the ends mean the ends."""
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        order = kept_pages(case)
        if page.removed_at is not None:
            return
        others = [other for other in order if other.id != page.id]
        place = max(1, min(position, len(order)))
        if order.index(page) + 1 == place:
            return
        others.insert(place - 1, page)
        page.compared = page.compared_at = None
        page.save()
        renumber(others)
        changed(case, page, "page_moved", workshop.now(), by=actor, position=place)


def rotate(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, clockwise_degrees: int) -> None:
    """Turn a page; the bytes stay as they are, the output shows them turned."""
    if clockwise_degrees not in QUARTER_TURNS:
        raise refuse_number("clockwise_degrees", "Stranu lze otočit jen o čtvrt otáčky.", "quarter turns only")
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        page.rotation = (page.rotation + clockwise_degrees) % 360
        page.compared = page.compared_at = None
        page.save()
        changed(case, page, "page_rotated", workshop.now(), by=actor, rotation=page.rotation)


def remove(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID) -> None:
    """Set a page aside."""
    with editing(workshop, actor, case_id) as case:
        set_aside(workshop, actor, case, page_of(case, page_id))


def restore(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID) -> None:
    """Take a removed page back, behind the last one."""
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        if page.removed_at is None:
            return
        require_room(case, page.length)
        page.removed_at = None
        page.blank_kept = None
        page.compared = page.compared_at = None
        page.position = kept_count(case) + 1
        page.save()
        changed(case, page, "page_restored", workshop.now(), by=actor)


def decide_blank(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, *, keep: bool) -> None:
    """Store the official's decision about a blank page (decision 4); leaving it out sets it aside."""
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        page.blank_kept = keep
        page.save()
        history.note(
            case,
            "blank_decided",
            workshop.now(),
            actor_id=actor.user_id,
            details={"page": str(page.id), "keep": keep},
        )
        if not keep:
            set_aside(workshop, actor, case, page)


def allow_one_bit(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID) -> None:
    """Store the official's declaration that a black-and-white scan of this page loses nothing (decision 12)."""
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        if page.one_bit_allowed_at is None:
            _declare_one_bit(workshop, actor, case, page)


def allow_all_one_bit(workshop: Workshop, actor: Actor, case_id: UUID) -> None:
    """Store the same declaration for every kept one-bit scan that has none yet."""
    with editing(workshop, actor, case_id) as case:
        for page in kept_pages(case):
            if one_bit_declaration(page) is not None:
                _declare_one_bit(workshop, actor, case, page)


def state_count(workshop: Workshop, actor: Actor, case_id: UUID, count: int) -> None:
    """Store how many pages the official counted on the paper (§ 25(1)(d))."""
    if not 1 <= count <= MOST_PAGES:
        raise refuse_number("count", f"Počet stran je číslo od 1 do {MOST_PAGES}.", f"1 to {MOST_PAGES}")
    with editing(workshop, actor, case_id) as case:
        if case.stated_page_count == count:
            return
        case.stated_page_count = count
        case.agreement_declared_at = None
        history.note(case, "page_count_stated", workshop.now(), actor_id=actor.user_id, details={"count": count})


def _declare_one_bit(workshop: Workshop, actor: Actor, case: Case, page: Page) -> None:
    moment = workshop.now()
    page.one_bit_allowed_at = moment
    page.save()
    details = {"page": str(page.id), "text": ONE_BIT_DECLARATION.cs}
    history.note(case, "one_bit_allowed", moment, actor_id=actor.user_id, details=details)


def _dpi_of_page(page: Page) -> tuple[float, float] | None:
    """Return what the page of a PDF said when the picture was taken out of it; it is asked before any declaration."""
    stored = page.assessment
    if stored["dpi_source"] != DpiSource.PAGE:
        return None
    return stored["dpi_x"], stored["dpi_y"]


def set_aside(workshop: Workshop, actor: Actor, case: Case, page: Page) -> None:
    """Take a page out of the output; it can be taken back."""
    if page.removed_at is not None:
        return
    moment = workshop.now()
    page.removed_at = moment
    page.position = 0
    page.compared = page.compared_at = None
    page.save()
    renumber(kept_pages(case))
    changed(case, page, "page_removed", moment, by=actor)


def renumber(order: list[Page]) -> None:
    """Give the pages positions from 1."""
    for position, page in enumerate(order, start=1):
        if page.position != position:
            page.position = position
            page.save(update_fields=["position"])


def changed(case: Case, page: Page, action: str, moment: datetime, *, by: Actor, **details: object) -> None:
    """Take the declaration of agreement back and note what happened to the page."""
    case.agreement_declared_at = None
    history.note(case, action, moment, actor_id=by.user_id, details={"page": str(page.id), **details})


def kept_count(case: Case) -> int:
    """Return how many pages are not set aside."""
    return Page.objects.filter(case_id=case.id, removed_at__isnull=True).count()


def require_room(case: Case, length: int, *, pages: int = 1) -> None:
    """Raise TooManyPagesError unless so many more pages of so many bytes fit into the conversion."""
    kept = Page.objects.filter(case_id=case.id, removed_at__isnull=True)
    held = kept.aggregate(total=Sum("length"))["total"] or 0
    if kept.count() + pages > MOST_PAGES or held + length > MOST_BYTES:
        raise TooManyPagesError(pages=MOST_PAGES, megabytes=MOST_BYTES // (1024 * 1024))


def require_dpi(dpi: int) -> None:
    """Raise InvalidCaseDataError unless a person may state this resolution."""
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise refuse_number(
            "dpi", f"Rozlišení je číslo od {LEAST_DPI} do {MOST_DPI} dpi.", f"{LEAST_DPI} to {MOST_DPI} dpi"
        )
