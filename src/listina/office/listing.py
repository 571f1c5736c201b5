"""My conversions: searched, narrowed to a state, those in progress first."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.office.forms import POSTPONED, SearchForm
from listina.office.requests import OfficeRequest
from listina.office.steps import current_address


@requires(Permission.CONVERT)
@never_cache
@require_safe
def cases(request: OfficeRequest) -> HttpResponse:
    """Show the official's conversions; on the first page those in progress stand apart, on top."""
    form = SearchForm(request.GET)
    narrowed = form.cleaned_data if form.is_valid() else {}
    search, state = narrowed.get("search") or "", narrowed.get("state") or ""
    found = queries.cases(
        request.services.conversions,
        request.actor,
        search=search,
        state=CaseState(state) if state and state != POSTPONED else None,
        postponed=state == POSTPONED,
        page=narrowed.get("page") or 1,
    )
    context = {
        "current": "cases",
        "to_decide": request.services.afterwards.waiting_for(request.actor),
        "form": form,
        "found": found,
        "unfinished": [row for row in found.rows if row.is_unfinished],
        "ended": [row for row in found.rows if not row.is_unfinished],
        "is_narrowed": bool(search or state),
        "narrowing": urlencode({"search": search, "state": state}),
    }
    return render(request, "office/cases.html", context)


@requires(Permission.CONVERT)
@require_safe
def resume(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Lead to where the official goes on with a conversion."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is CaseState.REFUSED:
        return redirect("office:refused", case_id)
    if case.state is CaseState.VOIDED:
        return redirect("office:voided", case_id)
    return redirect(current_address(case))
