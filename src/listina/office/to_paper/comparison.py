"""Step 5: each page as it is shown beside how it prints (zobrazeno × vytištěno), and the whole print."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions.to_paper.showing import PaperView, PrintPageView
from listina.office.forms import YesNoForm
from listina.office.requests import OfficeRequest
from listina.office.steps import PaperStep, render_step, step_address
from listina.office.to_paper.opened import opened

LONGEST_SIDE_PX = 1400


@requires(Permission.CONVERT)
@never_cache
@require_safe
def show(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show one page twice: the one asked for by its number, otherwise the first that is still to be compared."""
    seen = opened(request, case_id)
    if not seen.is_open:
        return redirect("office:case", case_id)
    pages = seen.paper.pages
    page = _wanted(pages, request.GET.get("strana", ""))
    context = {
        "paper": seen.paper,
        "page": page,
        "look": _look(seen.paper),
        "before": page.number - 1 if page and page.number > 1 else None,
        "behind": page.number + 1 if page and page.number < len(pages) else None,
        "to_compare": [one for one in pages if one.differences and one.compared is None],
    }
    return render_step(request, seen.case, PaperStep.COMPARISON, context)


@requires(Permission.CONVERT)
@require_POST
def compare(request: OfficeRequest, case_id: UUID, position: int) -> HttpResponse:
    """Store the official's judgement of a page and show the next one to be compared, after an agreeing one."""
    form = YesNoForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    to_paper = request.services.to_paper
    to_paper.compare_page(request.actor, case_id, position, agrees=form.cleaned_data["decision"])
    left = [page for page in opened(request, case_id).paper.pages if page.differences and page.compared is None]
    stays = not left or not form.cleaned_data["decision"]  # what to do about a page that disagrees is told beside it
    shown = f"?strana={position}" if stays else ""
    return redirect(step_address(PaperStep.COMPARISON, case_id) + shown)


@requires(Permission.CONVERT)
@cache_control(private=True, max_age=3600)
@require_safe
def picture(request: OfficeRequest, case_id: UUID, position: int, *, printed: bool) -> HttpResponse:
    """Send a page's picture; its address holds the file and the choices of printing, so that a changed one is new."""
    content = request.services.to_paper.page_picture(request.actor, case_id, position, LONGEST_SIDE_PX, printed=printed)
    return HttpResponse(content, content_type="image/jpeg")


@requires(Permission.CONVERT)
@never_cache
@require_safe
def preview(request: OfficeRequest, case_id: UUID) -> HttpResponseBase:
    """Send the whole print file as it would be, without number and codes."""
    path = request.services.to_paper.preview(request.actor, case_id)
    return FileResponse(path.open("rb"), content_type="application/pdf", filename="nahled.pdf")


def _wanted(pages: tuple[PrintPageView, ...], position: str) -> PrintPageView | None:
    if position.isascii() and position.isdigit() and 1 <= int(position[:4]) <= len(pages):
        return pages[int(position[:4]) - 1]
    first = next((page for page in pages if page.differences and page.compared is None), None)
    return first or next(iter(pages), None)


def _look(paper: PaperView) -> str:
    """Return what changes whenever a picture of a page may look otherwise."""
    reduced = [page.number for page in paper.pages if page.is_reduced]
    document = paper.document.sha256 if paper.document else ""
    return sha256(f"{document} {paper.two_sided} {reduced}".encode()).hexdigest()[:16]
