"""Step 4: what the evidence says about the input, and how the output is printed (údaje o vstupu)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.office.corrections import correcting
from listina.office.facts_form import initial_facts
from listina.office.requests import OfficeRequest
from listina.office.steps import PaperStep, after, render_step
from listina.office.to_paper.forms import PaperFactsForm, initial_printing
from listina.office.to_paper.opened import Opened, opened

_PLACES = {"law.invalid_date": "day", "drawn_up_on": "year"}


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask for designation, date and the way of printing, and store them."""
    seen = opened(request, case_id)
    if not seen.is_open:
        return redirect("office:case", case_id)
    initial = {**initial_facts(seen.case), **initial_printing(seen.paper)}
    form = PaperFactsForm(request.POST or None, paper=seen.paper, initial=initial)
    if form.is_valid():
        with correcting(form, _PLACES):
            _store(request, seen, form)
            case = queries.case(request.services.conversions, request.actor, case_id)
            return redirect(after(case, PaperStep.FACTS))
    return render_step(request, seen.case, PaperStep.FACTS, {"form": form, "paper": seen.paper})


def _store(request: OfficeRequest, seen: Opened, form: PaperFactsForm) -> None:
    drawn_up_on = form.drawn_up_on()
    request.services.conversions.describe(
        request.actor,
        seen.case.id,
        designation=form.cleaned_data["designation"],
        drawn_up_on=drawn_up_on,
        no_date=drawn_up_on is None,
    )
    if seen.paper.pages:
        request.services.to_paper.choose_print(
            request.actor, seen.case.id, two_sided=form.is_two_sided(), reduced_pages=form.reduced_pages()
        )
