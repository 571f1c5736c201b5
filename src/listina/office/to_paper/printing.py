"""Step 6: the number is reserved, the output printed, signed by hand and stamped, and then affirmed."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions.cases import CaseState
from listina.conversions.to_paper.errors import ReportChangedError
from listina.conversions.to_paper.printing import Printed
from listina.law.dates import prague_day
from listina.law.paper.declarations import AFFIRMATIONS, EARLIER_PRINT_SPOILED, affirmations_on, wording_on
from listina.office.corrections import correcting
from listina.office.requests import OfficeRequest
from listina.office.steps import PaperStep, render_step, step_address
from listina.office.to_paper.examination import CHANGED
from listina.office.to_paper.forms import AffirmationsForm, PrintForm
from listina.office.to_paper.opened import opened

BEFORE_REGISTRATION = frozenset({CaseState.OPEN, CaseState.RESERVED, CaseState.COMPOSED, CaseState.AWAITING_PRINT})
_ABOVE = {
    "paper.printed_on_another_day": "",
    "paper.not_printed": "",
    "paper.report_changed": "",
    "documents.print_not_possible": "",
}


@requires(Permission.CONVERT)
@never_cache
@require_safe
def show(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show what is to be done next with the print."""
    return _page(request, case_id, Form({}))


@requires(Permission.CONVERT)
@require_POST
def prepare(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Reserve the number and compose the print file of today; a report that changed is looked at first."""
    form = Form(request.POST)
    if form.is_valid():
        with correcting(form, _ABOVE):
            try:
                request.services.to_paper.prepare_print(request.actor, case_id)
            except ReportChangedError:
                return redirect(f"{step_address(PaperStep.VALIDATION, case_id)}?{CHANGED}=ano")
            return redirect(step_address(PaperStep.PRINT, case_id))
    return _page(request, case_id, form)


@requires(Permission.CONVERT)
@never_cache
@require_POST
def hand_out(request: OfficeRequest, case_id: UUID) -> HttpResponseBase:
    """Record a print attempt and send the file to be printed, for the browser to show."""
    form = PrintForm(request.POST)
    if form.is_valid():
        with correcting(form, _ABOVE):
            wanted = form.cleaned_data
            path = request.services.to_paper.hand_out(
                request.actor, case_id, wanted["what"], earlier_spoiled=wanted["earlier_spoiled"]
            )
            name = _filename(request, case_id, wanted["what"])
            return FileResponse(path.open("rb"), content_type="application/pdf", filename=name)
    return _page(request, case_id, form)


@requires(Permission.CONVERT)
@require_POST
def affirm(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Affirm what became of the print, and register the conversion."""
    form = AffirmationsForm(request.POST, [item.id for item in AFFIRMATIONS])
    if form.is_valid():
        with correcting(form, _ABOVE):
            request.services.to_paper.affirm(request.actor, case_id, form.cleaned_data["affirmed"])
            return redirect(step_address(PaperStep.DONE, case_id))
    return _page(request, case_id, form)


def _filename(request: OfficeRequest, case_id: UUID, what: Printed) -> str:
    printed = opened(request, case_id).paper.printed
    name = printed.filename if printed else "konverze.pdf"
    return name if what is Printed.WHOLE else f"dolozka-{name}"


def _page(request: OfficeRequest, case_id: UUID, form: Form) -> HttpResponse:
    seen = opened(request, case_id)
    if seen.case.state not in BEFORE_REGISTRATION:
        return redirect("office:case", case_id)
    today = prague_day(request.services.to_paper.workshop.now())
    context = {
        "paper": seen.paper,
        "printed": seen.paper.printed,
        "form": form,
        "affirmations": affirmations_on(today),
        "ticked": request.POST.getlist("affirmed"),
        "spoiled": wording_on(EARLIER_PRINT_SPOILED, today),
        "whole": Printed.WHOLE.value,
        "clause_only": Printed.CLAUSE_ONLY.value,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_step(request, seen.case, PaperStep.PRINT, context, status=status)
