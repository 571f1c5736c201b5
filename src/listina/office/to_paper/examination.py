"""Step 2: how far the examination of the input is, then what it found and what the official decides about it."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.documents.inspection.codes import Weight
from listina.law.dates import prague_day
from listina.law.paper.declarations import GO_ON_UNCHECKED, GO_ON_WITH_UNDECIDED_INTEGRITY, wording_on
from listina.office.corrections import correcting
from listina.office.requests import OfficeRequest
from listina.office.steps import PaperStep, render_step, step_address
from listina.office.to_paper.forms import ReasonForm
from listina.office.to_paper.opened import Opened, opened
from listina.texts import Text

SINCE = "od"
CHANGED = "zmena"
_EXAMINING = Text("Vstup se ověřuje.", "The input is being examined.")


@requires(Permission.CONVERT)
@never_cache
@require_safe
def show(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show how far the examination is, or its report with what is to be decided."""
    return _page(request, opened(request, case_id), ReasonForm())


@requires(Permission.CONVERT)
@never_cache
@require_safe
def progress(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Tell the page that waits whether the examination is done; the keys are those of `handover.progress`."""
    seen = opened(request, case_id)
    sentence = _EXAMINING.in_language(get_language())
    return JsonResponse(
        {"mark": _mark(seen), "label": sentence, "sentence": "", "ended": not _is_waiting(request, seen)}
    )


@requires(Permission.CONVERT)
@require_POST
def examine_again(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Have the input examined again now."""
    before = _mark(opened(request, case_id))
    request.services.to_paper.examine_again(request.actor, case_id)
    return redirect(f"{step_address(PaperStep.VALIDATION, case_id)}?{urlencode({SINCE: before})}")


@requires(Permission.CONVERT)
@require_POST
def postpone(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Put the case off until newer revocation data are due."""
    request.services.to_paper.postpone(request.actor, case_id)
    return redirect(step_address(PaperStep.VALIDATION, case_id))


@requires(Permission.CONVERT)
@require_POST
def consent_unchecked(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Store that the official goes on with a file nobody checked for malicious code."""
    if request.POST.get("agreed") == "yes":
        request.services.to_paper.consent_unchecked(request.actor, case_id)
    return redirect(step_address(PaperStep.VALIDATION, case_id))


@requires(Permission.CONVERT)
@require_POST
def decide_integrity(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Store why the official goes on though the integrity could not be found out."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        with correcting(form):
            request.services.to_paper.decide_integrity(request.actor, case_id, form.cleaned_data["reason"])
            return redirect(step_address(PaperStep.VALIDATION, case_id))
    return _page(request, opened(request, case_id), form)


def _page(request: OfficeRequest, seen: Opened, form: ReasonForm) -> HttpResponse:
    paper = seen.paper
    if paper.document is None:
        return redirect(step_address(PaperStep.INPUT, seen.case.id))
    found = {weight.value: [item for item in paper.findings if item.weight is weight] for weight in Weight}
    today = prague_day(request.services.to_paper.workshop.now())
    context = {
        "paper": paper,
        "may_change": seen.may_change,
        "may_decide": seen.may_decide,
        "waiting": _is_waiting(request, seen),
        "mark": _mark(seen),
        "since": request.GET.get(SINCE, ""),
        "changed": CHANGED in request.GET,
        "found": found,
        "asks_consent": paper.needs_consent and seen.may_decide and not seen.case.refusals,
        "form": form,
        "unchecked": wording_on(GO_ON_UNCHECKED, today),
        "undecided": wording_on(GO_ON_WITH_UNDECIDED_INTEGRITY, today),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_step(request, seen.case, PaperStep.VALIDATION, context, status=status)


def _is_waiting(request: OfficeRequest, seen: Opened) -> bool:
    """Tell whether there is nothing to show yet, or nothing newer than what was there before."""
    if not seen.is_open:
        return False
    return seen.paper.is_examining or request.GET.get(SINCE) == _mark(seen)


def _mark(seen: Opened) -> str:
    return seen.paper.examined_at.isoformat() if seen.paper.examined_at else "none"
