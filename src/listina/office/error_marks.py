"""After registration: an output made erroneously is marked by two people (označit výstup za chybný)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.afterwards.errors import RequestNotFoundError
from listina.conversions.cases import CaseState
from listina.office.afterwards_forms import CONFIRM, REJECT, WITHDRAW, DecisionForm, ErrorMarkForm
from listina.office.corrections import correcting
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, step_address


@requires(Permission.CONVERT)
@never_cache
@require_safe
def waiting(request: OfficeRequest) -> HttpResponse:
    """Show the proposals of the authority that wait for a second person."""
    found = request.services.afterwards.waiting(request.actor)
    return render(request, "office/error_marks.html", {"found": found, "current": "cases"})


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask why the output is erroneous, and propose to mark it."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is not CaseState.REGISTERED:
        return redirect("office:case", case_id)
    form = ErrorMarkForm(request.POST or None)
    if form.is_valid():
        with correcting(form):
            reason = form.cleaned_data["reason"]
            request.services.afterwards.ask_to_mark_erroneous(request.actor, case_id, reason)
            return redirect(step_address(Step.HANDOVER, case_id))
    return render(request, "office/ask_error_mark.html", {"case": case, "form": form})


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: OfficeRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Show a proposal to whoever may decide it, and enter the decision."""
    afterwards = request.services.afterwards
    decisions = {CONFIRM: afterwards.confirm, REJECT: afterwards.reject, WITHDRAW: afterwards.withdraw}
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        decisions[form.cleaned_data["decision"]](request.actor, case_id, request_id)
        return redirect(step_address(Step.HANDOVER, case_id))
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is not CaseState.REGISTERED:
        return redirect("office:case", case_id)
    later = afterwards.view(request.actor, case_id)
    if later.request is None or later.request.id != request_id:
        raise RequestNotFoundError
    return render(request, "office/decide_error_mark.html", {"case": case, "later": later, "asked": later.request})
