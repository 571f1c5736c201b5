"""An unfinished conversion is given up, with a reason (zrušit rozpracovanou konverzi)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.office.corrections import correcting
from listina.office.forms import VoidForm
from listina.office.requests import OfficeRequest


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask for the reason and give the conversion up."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if not case.is_unfinished:
        return redirect("office:case", case_id)
    form = VoidForm(request.POST or None, direction=case.direction)
    if form.is_valid():
        with correcting(form):
            conversions.void(request.actor, case_id, form.cleaned_data["reason"])
            return redirect("office:voided", case_id)
    return render(request, "office/void.html", {"case": case, "form": form})


@requires(Permission.CONVERT)
@never_cache
@require_safe
def voided(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show that and why the conversion was given up."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is not CaseState.VOIDED:
        return redirect("office:case", case_id)
    return render(request, "office/voided.html", {"case": case})
