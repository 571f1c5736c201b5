"""Step 2: the scans are attached, ordered, turned and counted."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState, CaseView, ImageSize
from listina.documents.multipage import MOST_FILE_BYTES
from listina.office.corrections import correcting
from listina.office.forms import AttachForm, DpiForm, PageCountForm, PositionForm, TurnForm, YesNoForm
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, render_step, step_address

MEDIA_TYPES = {ImageSize.THUMBNAIL: "image/jpeg", ImageSize.SCREEN: "image/jpeg"}


@requires(Permission.CONVERT)
@never_cache
@require_safe
def pages(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show the attached pages with what was found on them, and the form for more."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    return _pages_page(request, case, AttachForm(), _count_form(case))


@requires(Permission.CONVERT)
@require_POST
def attach(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Attach the uploaded scans in the order they came; answer the upload script with JSON, a browser with the page."""
    form = AttachForm(request.POST)
    if form.is_valid():
        with correcting(form):
            for file in request.FILES.getlist("pages"):
                _attach_one(request, case_id, form, file)
    if "application/json" in request.headers.get("Accept", ""):
        return _attach_answer(form)
    if form.is_valid():
        return redirect(step_address(Step.PAGES, case_id))
    case = queries.case(request.services.conversions, request.actor, case_id)
    return _pages_page(request, case, form, _count_form(case), status=HTTPStatus.UNPROCESSABLE_ENTITY)


@requires(Permission.CONVERT)
@require_POST
def state_count(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Store how many pages the paper has, and go on to the comparison when nothing of this step is missing."""
    conversions = request.services.conversions
    form = PageCountForm(request.POST)
    if form.is_valid():
        with correcting(form):
            conversions.state_page_count(request.actor, case_id, form.cleaned_data["count"])
            return redirect(step_address(Step.PAGES, case_id) + "#pokracovat")
    case = queries.case(conversions, request.actor, case_id)
    return _pages_page(request, case, AttachForm(), form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@requires(Permission.CONVERT)
@cache_control(private=True, max_age=3600)
@require_safe
def image(request: OfficeRequest, case_id: UUID, page_id: UUID, size: str) -> HttpResponse:
    """Send a page's picture; its address holds the turn, so that a turned page is fetched anew."""
    if size not in {known.value for known in MEDIA_TYPES}:
        raise Http404
    wanted = ImageSize(size)
    picture = queries.page_image(request.services.conversions, request.actor, case_id, page_id, wanted)
    return HttpResponse(picture, content_type=MEDIA_TYPES[wanted])


@requires(Permission.CONVERT)
@require_POST
def move(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Put a page to another position."""
    position = _valid(PositionForm(request.POST)).cleaned_data["position"]
    request.services.conversions.move_page(request.actor, case_id, page_id, position)
    return _back(case_id, page_id)


@requires(Permission.CONVERT)
@require_POST
def rotate(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Turn a page."""
    degrees = _valid(TurnForm(request.POST)).cleaned_data["degrees"]
    request.services.conversions.rotate_page(request.actor, case_id, page_id, degrees)
    return _back(case_id, page_id)


@requires(Permission.CONVERT)
@require_POST
def remove(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Set a page aside."""
    request.services.conversions.remove_page(request.actor, case_id, page_id)
    return redirect(step_address(Step.PAGES, case_id))


@requires(Permission.CONVERT)
@require_POST
def restore(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Put a removed page back."""
    request.services.conversions.restore_page(request.actor, case_id, page_id)
    return _back(case_id, page_id)


@requires(Permission.CONVERT)
@require_POST
def declare_dpi(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Store the resolution the official states for a page whose file does not say."""
    dpi = _valid(DpiForm(request.POST)).cleaned_data["dpi"]
    request.services.conversions.declare_dpi(request.actor, case_id, page_id, dpi)
    return _back(case_id, page_id)


@requires(Permission.CONVERT)
@require_POST
def decide_blank(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Store whether a blank page is blank in the paper too, or is left out."""
    keep = _valid(YesNoForm(request.POST)).cleaned_data["decision"]
    request.services.conversions.decide_blank(request.actor, case_id, page_id, keep=keep)
    return _back(case_id, page_id)


@requires(Permission.CONVERT)
@require_POST
def allow_one_bit(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Store the official's declaration that a black-and-white scan loses nothing of this page."""
    request.services.conversions.allow_one_bit(request.actor, case_id, page_id)
    return _back(case_id, page_id)


def _attach_one(request: OfficeRequest, case_id: UUID, form: AttachForm, file: UploadedFile[Any]) -> None:
    request.services.conversions.attach_file(
        request.actor,
        case_id,
        # One byte more than a file may have is enough to be refused; the rest need not fill the memory.
        content=file.read(MOST_FILE_BYTES + 1),
        filename=file.name or "",
        declared_dpi=form.cleaned_data["declared_dpi"],
        client_page_id=form.client_id(),
    )


def _attach_answer(form: AttachForm) -> JsonResponse:
    if form.is_valid():
        return JsonResponse({"attached": True}, status=HTTPStatus.CREATED)
    sentences = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
    return JsonResponse({"problem": " ".join(sentences)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _count_form(case: CaseView) -> PageCountForm:
    # Never what the machine counted: only what the official has stated already (decision 4).
    return PageCountForm(initial={"count": case.stated_page_count})


def _pages_page(
    request: OfficeRequest, case: CaseView, form: AttachForm, count_form: PageCountForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "form": form,
        "count_form": count_form,
        "last_position": len(case.pages),
        "attached_ids": " ".join(str(page.client_page_id) for page in case.pages),
        "one_bit_count": sum(page.one_bit_declaration is not None for page in case.pages),
    }
    return render_step(request, case, Step.PAGES, context, status=status)


def _valid(form: Form) -> Form:
    """Return the form of a button; only a forged request makes it invalid."""
    if not form.is_valid():
        raise BadRequest
    return form


def _back(case_id: UUID, page_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('office:pages', args=[case_id])}#strana-{page_id}")
