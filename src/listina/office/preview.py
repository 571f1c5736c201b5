"""Step 5: the output as it would look, without number and codes (náhled výstupu).

The output is composed once, when the page is opened. Its pictures and its file have addresses that hold its digest, so
they are read from the object store instead of being composed again for each of them.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.documents import rendering
from listina.office.corrections import correcting
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, render_step

PICTURE_DPI = 110
_SHOWN = "listina.previews"
_MOST_SHOWN = 20


@requires(Permission.CONVERT)
@never_cache
@require_safe
def preview(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Compose the output and show its pages; say what is missing if it cannot be composed yet."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    form = Form({})
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        with correcting(form):
            path = conversions.preview(request.actor, case_id)
            _remember(request, case_id, path.name)
            context |= {"digest": path.name, "positions": range(1, rendering.page_count(path) + 1)}
    return render_step(request, case, Step.PREVIEW, context)


@requires(Permission.CONVERT)
@cache_control(private=True, max_age=3600)
@require_safe
def document(request: OfficeRequest, case_id: UUID, digest: str) -> HttpResponseBase:
    """Send the composed file."""
    path = _composed(request, case_id, digest)
    return FileResponse(path.open("rb"), content_type="application/pdf", filename="nahled.pdf")


@requires(Permission.CONVERT)
@cache_control(private=True, max_age=3600)
@require_safe
def picture(request: OfficeRequest, case_id: UUID, digest: str, position: int) -> HttpResponse:
    """Send the picture of one page of the composed file; `position` is 1-based."""
    path = _composed(request, case_id, digest)
    if not 1 <= position <= rendering.page_count(path):
        raise Http404
    drawn = request.services.conversions.scans.draw(path, position - 1, dpi=PICTURE_DPI)
    return HttpResponse(drawn, content_type="image/png")


def _remember(request: OfficeRequest, case_id: UUID, digest: str) -> None:
    """Note in the session which file was shown as the preview of which conversion."""
    shown = [pair for pair in request.session.get(_SHOWN, []) if pair[0] != str(case_id)]
    request.session[_SHOWN] = [*shown, [str(case_id), digest]][-_MOST_SHOWN:]


def _composed(request: OfficeRequest, case_id: UUID, digest: str) -> Path:
    """Return the file of a preview this official was shown: a digest from elsewhere opens no other file."""
    if [str(case_id), digest] not in request.session.get(_SHOWN, []):
        raise Http404
    conversions = request.services.conversions
    queries.case(conversions, request.actor, case_id)
    return conversions.objects.path(request.actor.authority_id, digest)
