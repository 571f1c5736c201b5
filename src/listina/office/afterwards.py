"""After registration: an entry of the evidence is corrected, an output is replaced."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.afterwards.evidence import Change
from listina.conversions.cases import CaseState
from listina.office.afterwards_forms import EvidenceForm, ReplacementForm, initial_evidence
from listina.office.corrections import correcting
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, step_address

_EVIDENCE_PLACES = {"law.invalid_date": "day", "law.invalid_evidence": "fee_stated"}


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct_evidence(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask what the evidence shall say, show it beside what it says now, then enter it."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is not CaseState.REGISTERED:
        return redirect("office:case", case_id)
    if request.method != "POST":
        current = request.services.afterwards.evidence(request.actor, case_id)
        form = EvidenceForm(initial=dict(initial_evidence(current)))
        return render(request, "office/evidence.html", {"case": case, "form": form})
    form, changes = EvidenceForm(request.POST), tuple[Change, ...]()
    if form.is_valid():
        with correcting(form, _EVIDENCE_PLACES):
            if "entered" in request.POST:
                _enter(request, case_id, form)
                return redirect(step_address(Step.HANDOVER, case_id))
            if "edit" not in request.POST:
                changes = request.services.afterwards.changes(request.actor, case_id, form.wanted())
    return render(request, "office/evidence.html", {"case": case, "form": form, "changes": changes})


def _enter(request: OfficeRequest, case_id: UUID, form: EvidenceForm) -> None:
    reason = form.cleaned_data["reason"]
    request.services.afterwards.correct_evidence(request.actor, case_id, form.wanted(), reason)


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask for the number of the conversion whose output replaces this one."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is not CaseState.REGISTERED:
        return redirect("office:case", case_id)
    form = ReplacementForm(request.POST or None)
    if form.is_valid():
        with correcting(form, {"register.already_replaced": "number"}):
            typed = form.cleaned_data
            request.services.afterwards.replace(request.actor, case_id, typed["number"], typed["reason"])
            return redirect(step_address(Step.HANDOVER, case_id))
    return render(request, "office/replace.html", {"case": case, "form": form})
