"""What the doors may read of conversions. Everything is the actor's authority's; a foreign case does not exist."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from listina.accounts.actors import Actor
from listina.conversions import renewing
from listina.conversions.access import case_in_scope, page_of, require_output_file
from listina.conversions.case_views import case_view
from listina.conversions.cases import (
    UNFINISHED,
    CasePage,
    CaseRow,
    CaseState,
    CaseView,
    ImageSize,
)
from listina.conversions.errors import CaseNotFoundError, OutputDeletedError, OutputNotFoundError, ScansDeletedError
from listina.conversions.labels import idle_warning, state_text
from listina.conversions.models import Case
from listina.conversions.readiness import missing
from listina.conversions.standings import AS_PERFORMED, LaterStanding, standings
from listina.conversions.states import ENDED_WITHOUT_OUTPUT
from listina.conversions.to_paper.models import PaperWork
from listina.conversions.to_paper.received import document_names
from listina.conversions.workshop import Workshop
from listina.database.scope import authority_scope
from listina.database.text import search_text
from listina.law.dates import czech_date, prague_day
from listina.law.directions import Direction
from listina.register import queries as register
from listina.register.errors import EvidenceNotKeptError
from listina.register.receipts import ReceiptView

ROWS_PER_PAGE = 20
_LONGEST_SIDE_PX = {ImageSize.THUMBNAIL: 320, ImageSize.SCREEN: 1600}


def case(workshop: Workshop, actor: Actor, case_id: UUID) -> CaseView:
    """Return one conversion.

    Raises:
        CaseNotFoundError: the actor's authority has no such case.
    """
    with authority_scope(actor.authority_id):
        row = case_in_scope(actor.authority_id, case_id)
        return case_view(workshop, actor, row)


def case_id_of(actor: Actor, number: str) -> UUID:
    """Return the id of the conversion with this number.

    Raises:
        CaseNotFoundError: the actor's authority has no such case.
    """
    with authority_scope(actor.authority_id):
        found = Case.objects.filter(authority_id=actor.authority_id, number=number).values_list("id", flat=True).first()
    if found is None:
        raise CaseNotFoundError
    return found


def cases(
    workshop: Workshop,
    actor: Actor,
    *,
    search: str = "",
    state: CaseState | None = None,
    postponed: bool = False,
    page: int = 1,
) -> CasePage:
    """Return one page of the actor's own conversions, those changed last first.

    Args:
        workshop: for the clock.
        actor: whose conversions.
        search: words that all must occur in designation, č. j., sp. zn., agenda, purpose or number; case and
            diacritics do not matter.
        state: only this state.
        postponed: only conversions put off until newer revocation data are due.
        page: 1-based; beyond the end means the last.
    """
    with authority_scope(actor.authority_id):
        found, moment = _matching(actor, search, state), workshop.now()
        if postponed:
            put_off = PaperWork.objects.filter(postponed_until__gt=moment).values("case_id")
            found = found.filter(state=CaseState.OPEN.value, id__in=put_off)
        total = found.count()
        page_count = max(1, -(-total // ROWS_PER_PAGE))
        current = max(1, min(page, page_count))
        start = (current - 1) * ROWS_PER_PAGE
        shown = list(found.order_by("-changed_at", "id")[start : start + ROWS_PER_PAGE])
        later = standings(shown)
        names = document_names([row.id for row in shown if not row.designation])
        rows = tuple(
            _row(row, moment, later.get(row.number or "", AS_PERFORMED), names.get(row.id, "")) for row in shown
        )
    return CasePage(rows=rows, total=total, page=current, page_count=page_count)


def unfinished_count(actor: Actor) -> int:
    """Return how many of the actor's conversions are unfinished."""
    with authority_scope(actor.authority_id):
        return Case.objects.filter(
            authority_id=actor.authority_id,
            official_id=actor.user_id,
            state__in=[state.value for state in UNFINISHED],
        ).count()


def output_path(workshop: Workshop, actor: Actor, case_id: UUID) -> Path:
    """Return the path of the registered output, the renewed one if there is one; its digest was checked just now.

    Raises:
        OutputNotFoundError: the conversion is not registered.
        OutputOnPaperError: it is registered and went to paper.
        OutputDeletedError: its period of keeping is over.
        ObjectMissingError: the file is not in the store or is damaged.
    """
    with authority_scope(actor.authority_id):
        row = case_in_scope(actor.authority_id, case_id)
        if row.state != CaseState.REGISTERED:
            raise OutputNotFoundError
        require_output_file(row)
        if row.output_deleted_at is not None:
            raise OutputDeletedError(deleted_on=czech_date(prague_day(row.output_deleted_at)))
        digest = renewing.newest_digest(row)
    return workshop.objects.verified_path(actor.authority_id, digest)


def page_image(workshop: Workshop, actor: Actor, case_id: UUID, page_id: UUID, size: ImageSize) -> bytes:
    """Return a page's picture, turned as the output will show it: JPEG, or the original bytes for `original`.

    Raises:
        ScansDeletedError: their period of keeping is over, or the case ended without an output.
        PageNotFoundError: the case has no such page.
    """
    with authority_scope(actor.authority_id):
        row = case_in_scope(actor.authority_id, case_id)
        page = page_of(row, page_id)
    given_up_at = row.scans_deleted_at or (row.ended_at if row.state in ENDED_WITHOUT_OUTPUT else None)
    if given_up_at is not None:
        raise ScansDeletedError(deleted_on=czech_date(prague_day(given_up_at)))
    path = workshop.objects.path(actor.authority_id, page.sha256)
    if size is ImageSize.ORIGINAL:
        return path.read_bytes()
    return workshop.scans.thumbnail(path, rotation=page.rotation, longest_side_px=_LONGEST_SIDE_PX[size])


def receipt(workshop: Workshop, actor: Actor, case_id: UUID) -> ReceiptView:
    """Return the sealed receipt of a registered conversion (decision 22).

    Raises:
        OutputNotFoundError: the conversion is not registered.
        ReceiptNotFoundError: it is registered and its receipt is not sealed yet.
        EvidenceNotKeptError: the receipt was deleted with the evidence.
    """
    del workshop
    with authority_scope(actor.authority_id):
        row = case_in_scope(actor.authority_id, case_id)
        if row.state != CaseState.REGISTERED or row.number is None:
            raise OutputNotFoundError
        if row.forgotten_at is not None:
            raise EvidenceNotKeptError(number=row.number)
        return register.receipt(row.number)


def _matching(actor: Actor, search: str, state: CaseState | None) -> QuerySet[Case]:
    found = Case.objects.filter(authority_id=actor.authority_id, official_id=actor.user_id)
    if state is not None:
        found = found.filter(state=state.value)
    # What cannot be seen is nowhere stored, and some of it PostgreSQL would not even take.
    typed = "".join(character for character in search[:200] if character.isprintable())
    for word in search_text(typed).split():
        found = found.filter(search_text__contains=word)
    return found.annotate(kept_count=Count("pages", filter=Q(pages__removed_at__isnull=True)))


def _row(row: Case, moment: datetime, standing: LaterStanding, filename: str) -> CaseRow:
    state = CaseState(row.state)
    text = state_text(row, missing(row, moment) if state is CaseState.OPEN else (), standing, moment)
    kept_count: int = row.kept_count  # type: ignore[attr-defined]  # annotated by _matching
    return CaseRow(
        id=row.id,
        direction=Direction(row.direction),
        state=state,
        state_tag=standing.tag or text.tag or row.state,
        state_label=text.label,
        state_sentence=text.sentence,
        designation=standing.designation or row.designation,
        filename=filename,
        reference_number=row.reference_number,
        file_mark=row.file_mark,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        page_count=kept_count,
        number=row.number,
        is_unfinished=state in UNFINISHED,
        warning=idle_warning(row, moment),
    )
