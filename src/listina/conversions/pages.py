"""Step 2: the scans (strany): attached, assessed, ordered, turned, set aside.

Every change of pages takes back the declaration of agreement, and the comparison of the page that changed: what the
official compared must be what is signed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Sum

from listina.accounts.actors import Actor
from listina.conversions import history
from listina.conversions.access import editing, kept_pages, locked_own_case, page_of
from listina.conversions.bounds import refuse_number
from listina.conversions.cases import CaseState, PageView
from listina.conversions.errors import TooManyPagesError
from listina.conversions.killpoints import KillPoint, passing
from listina.conversions.models import Case, Page
from listina.conversions.page_views import page_views
from listina.conversions.steps import Event, following
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.documents.assessment import PageAssessment, assess
from listina.law.dates import prague_day
from listina.objects.store import StoredObject

MOST_PAGES = 500
MOST_BYTES = 500 * 1024 * 1024
FILENAME_LENGTH = 200
LEAST_DPI = 100
MOST_DPI = 1200
QUARTER_TURNS = frozenset({-270, -180, -90, 0, 90, 180, 270})
ONE_BIT_DECLARATION = "Předloha je jen černobílá, bez odstínů. Černobílým skenem se žádná informace neztratila."
SOURCES = frozenset({"upload", "agent", "api", "cli"})


def attach(
    workshop: Workshop,
    actor: Actor,
    case_id: UUID,
    *,
    content: bytes,
    filename: str,
    source: str,
    declared_dpi: int | None,
    client_page_id: UUID | None,
) -> PageView:
    """Store and assess a scan; see `ConversionService.attach_page`."""
    _require_source(source)
    if declared_dpi is not None:
        _require_dpi(declared_dpi)
    key = client_page_id or uuid4()
    with authority_scope(actor.authority_id):
        case = locked_own_case(actor, case_id)
        following(CaseState(case.state), Event.EDIT)
        already = Page.objects.filter(case_id=case_id, client_page_id=key).first()
        if already is not None:
            return _view(case, already)
        _require_room(case, len(content))
    moment = workshop.now()
    assessment = assess(content, day=prague_day(moment), declared_dpi=declared_dpi)
    stored = workshop.objects.put(actor.authority_id, content)
    passing(KillPoint.PAGE_STORED)
    with editing(workshop, actor, case_id) as case:
        already = Page.objects.filter(case_id=case_id, client_page_id=key).first()
        if already is not None:
            return _view(case, already)
        _require_room(case, len(content))
        page = Page(
            id=uuid4(),
            authority_id=case.authority_id,
            case_id=case.id,
            position=_kept_count(case) + 1,
            client_page_id=key,
            filename=_tidy_filename(filename),
            source=source,
            declared_dpi=declared_dpi,
            dpi_declared_by=actor.user_id if declared_dpi is not None else None,
            attached_at=moment,
            attached_by=actor.user_id,
        )
        _describe_bytes(page, stored, assessment)
        page.original_sha256, page.original_sha512, page.original_length = stored.sha256, stored.sha512, stored.length
        page.save(force_insert=True)
        _changed(case, page, "page_attached", moment, by=actor, sha256=page.sha256, source=source)
        return _view(case, page)


def declare_dpi(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, dpi: int) -> None:
    """Assess a page anew with the resolution the official states; see `ConversionService.declare_dpi`."""
    _require_dpi(dpi)
    with authority_scope(actor.authority_id):
        page = page_of(locked_own_case(actor, case_id), page_id)
    content = workshop.objects.path(actor.authority_id, page.sha256).read_bytes()
    moment = workshop.now()
    assessment = assess(content, day=prague_day(moment), declared_dpi=dpi)
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        page.declared_dpi = dpi
        page.dpi_declared_by = actor.user_id
        page.assessment = assessment.to_json()
        page.compared = page.compared_at = None
        page.save()
        _changed(case, page, "page_dpi_declared", moment, by=actor, dpi=dpi)


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
        _number(others)
        _changed(case, page, "page_moved", workshop.now(), by=actor, position=place)


def rotate(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, clockwise_degrees: int) -> None:
    """Turn a page; the bytes stay as they are, the output shows them turned."""
    if clockwise_degrees not in QUARTER_TURNS:
        raise refuse_number("clockwise_degrees", "Stranu lze otočit jen o čtvrt otáčky.", "quarter turns only")
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        page.rotation = (page.rotation + clockwise_degrees) % 360
        page.compared = page.compared_at = None
        page.save()
        _changed(case, page, "page_rotated", workshop.now(), by=actor, rotation=page.rotation)


def remove(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID) -> None:
    """Set a page aside."""
    with editing(workshop, actor, case_id) as case:
        _set_aside(workshop, actor, case, page_of(case, page_id))


def restore(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID) -> None:
    """Take a removed page back, behind the last one."""
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        if page.removed_at is None:
            return
        _require_room(case, page.length)
        page.removed_at = None
        page.blank_kept = None
        page.compared = page.compared_at = None
        page.position = _kept_count(case) + 1
        page.save()
        _changed(case, page, "page_restored", workshop.now(), by=actor)


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
            _set_aside(workshop, actor, case, page)


def allow_one_bit(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID) -> None:
    """Store the official's declaration that a black-and-white scan of this page loses nothing (decision 12)."""
    with editing(workshop, actor, case_id) as case:
        page = page_of(case, page_id)
        if page.one_bit_allowed_at is not None:
            return
        moment = workshop.now()
        page.one_bit_allowed_at = moment
        page.save()
        history.note(
            case,
            "one_bit_allowed",
            moment,
            actor_id=actor.user_id,
            details={"page": str(page.id), "text": ONE_BIT_DECLARATION},
        )


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


def _set_aside(workshop: Workshop, actor: Actor, case: Case, page: Page) -> None:
    if page.removed_at is not None:
        return
    moment = workshop.now()
    page.removed_at = moment
    page.position = 0
    page.compared = page.compared_at = None
    page.save()
    _number(kept_pages(case))
    _changed(case, page, "page_removed", moment, by=actor)


def _number(order: list[Page]) -> None:
    for position, page in enumerate(order, start=1):
        if page.position != position:
            page.position = position
            page.save(update_fields=["position"])


def _changed(case: Case, page: Page, action: str, moment: datetime, *, by: Actor, **details: object) -> None:
    case.agreement_declared_at = None
    history.note(case, action, moment, actor_id=by.user_id, details={"page": str(page.id), **details})


def _describe_bytes(page: Page, stored: StoredObject, assessment: PageAssessment) -> None:
    page.sha256 = stored.sha256
    page.sha512 = stored.sha512
    page.length = stored.length
    page.assessment = assessment.to_json()


def _view(case: Case, page: Page) -> PageView:
    return next(view for view in page_views(case) if view.id == page.id)


def _kept_count(case: Case) -> int:
    return Page.objects.filter(case_id=case.id, removed_at__isnull=True).count()


def _require_room(case: Case, length: int) -> None:
    kept = Page.objects.filter(case_id=case.id, removed_at__isnull=True)
    held = kept.aggregate(total=Sum("length"))["total"] or 0
    if kept.count() >= MOST_PAGES or held + length > MOST_BYTES:
        raise TooManyPagesError(pages=MOST_PAGES, megabytes=MOST_BYTES // (1024 * 1024))


def _require_dpi(dpi: int) -> None:
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise refuse_number(
            "dpi", f"Rozlišení je číslo od {LEAST_DPI} do {MOST_DPI} dpi.", f"{LEAST_DPI} to {MOST_DPI} dpi"
        )


def _require_source(source: str) -> None:
    if source not in SOURCES:
        raise refuse_number("source", "Neznámý zdroj strany.", "one of " + ", ".join(sorted(SOURCES)))


def _tidy_filename(filename: str) -> str:
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if character.isprintable())
    return printable[-FILENAME_LENGTH:] or "strana"
