"""Step 4: what the evidence and the clause say about the input (údaje o vstupu)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState, CaseView
from listina.office.corrections import correcting
from listina.office.facts_form import FactsForm, elements_of, initial_facts, stated_rows, typed_rows
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, after, render_step

_PLACES = {"law.invalid_date": "day", "drawn_up_on": "year", "law.invalid_clause": "elements_stated"}


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask for designation, date and elements that cannot be carried over, and store them."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    if request.method != "POST":
        return _facts_page(request, case, FactsForm(initial=dict(initial_facts(case))), stated_rows(case))
    form, rows = FactsForm(request.POST), typed_rows(request.POST)
    if form.is_valid() and _store(request, case_id, form, rows):
        return redirect(after(queries.case(conversions, request.actor, case_id), Step.FACTS))
    return _facts_page(request, case, form, rows)


def _store(request: OfficeRequest, case_id: UUID, form: FactsForm, rows: list[tuple[str, str]]) -> bool:
    """Store all answers of the page or none; False when the form now tells what is to be corrected."""
    with correcting(form, _PLACES):
        drawn_up_on = form.drawn_up_on()
        try:
            elements = elements_of(form, rows)
        except ValidationError as error:
            form.add_error("elements_stated", error)
            return False
        request.services.conversions.state_facts(
            request.actor,
            case_id,
            elements=elements,
            designation=form.cleaned_data["designation"],
            drawn_up_on=drawn_up_on,
            no_date=drawn_up_on is None,
        )
    return not form.errors


def _facts_page(request: OfficeRequest, case: CaseView, form: FactsForm, rows: list[tuple[str, str]]) -> HttpResponse:
    return render_step(request, case, Step.FACTS, {"form": form, "rows": rows})
