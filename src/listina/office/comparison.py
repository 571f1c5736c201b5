"""Step 3: every page is looked at beside the paper, one at a time, and agreement is declared."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState, CaseView, PageView
from listina.office.corrections import correcting
from listina.office.forms import YesNoForm
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, render_step, step_address


@requires(Permission.CONVERT)
@never_cache
@require_safe
def comparison(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show one page large: the one asked for by its position, otherwise the first not yet compared."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    return _comparison_page(request, case, _wanted(case, request.GET.get("strana", "")), Form())


@requires(Permission.CONVERT)
@require_POST
def compare(request: OfficeRequest, case_id: UUID, page_id: UUID) -> HttpResponse:
    """Store the official's judgement of a page and show the next one to be compared."""
    form = YesNoForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    agrees = form.cleaned_data["decision"]
    request.services.conversions.compare_page(request.actor, case_id, page_id, agrees=agrees)
    return redirect(step_address(Step.COMPARISON, case_id))


@requires(Permission.CONVERT)
@require_POST
def declare(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Store the declaration that all pages were compared and agree."""
    conversions = request.services.conversions
    form = Form(request.POST)
    if request.POST.get("agreed") != "yes":
        return redirect(step_address(Step.COMPARISON, case_id))
    if form.is_valid():
        with correcting(form):
            conversions.declare_agreement(request.actor, case_id)
            return redirect(step_address(Step.FACTS, case_id))
    case = queries.case(conversions, request.actor, case_id)
    return _comparison_page(request, case, _wanted(case, ""), form)


def _wanted(case: CaseView, position: str) -> PageView | None:
    if position.isascii() and position.isdigit() and 1 <= int(position[:4]) <= len(case.pages):
        return case.pages[int(position[:4]) - 1]
    return next((page for page in case.pages if page.compared is None), None)


def _comparison_page(request: OfficeRequest, case: CaseView, page: PageView | None, form: Form) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "before": page.position - 1 if page and page.position > 1 else None,
        "behind": page.position + 1 if page and page.position < len(case.pages) else None,
        "disagreeing": [one for one in case.pages if one.compared is False],
        "all_agree": bool(case.pages) and all(one.compared for one in case.pages),
    }
    return render_step(request, case, Step.COMPARISON, context)
