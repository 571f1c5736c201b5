"""Step 1: what is converted and for which agenda, the questions of admissibility, and the refusal they may lead to."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.law.directions import Direction
from listina.office.corrections import correcting
from listina.office.forms import AnswersForm, OpeningForm, PurposeForm
from listina.office.requests import OfficeRequest
from listina.office.steps import WAYS, Step, after, render_step, step_address


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest) -> HttpResponse:
    """Ask for direction, agenda and purpose, and open a case."""
    form = OpeningForm(request.POST or None, initial={"direction": request.GET.get("smer", "")})
    if form.is_valid():
        direction = form.cleaned_data["direction"]
        opening = request.services.to_paper if direction is Direction.TO_PAPER else request.services.conversions
        with correcting(form):
            case_id = opening.open(request.actor, **form.stated())
            return redirect(step_address(WAYS[direction].steps(1), case_id))
    return render(request, "office/new.html", {"form": form, "current": "new"})


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restate(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Change agenda, purpose, č. j. or sp. zn. of an open case."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    stated = {name: getattr(case, name) for name in ("agenda_code", "purpose", "reference_number", "file_mark")}
    asked_at = step_address(WAYS[case.direction].asking, case_id)
    form = PurposeForm(request.POST or None, initial=stated)
    if form.is_valid():
        with correcting(form):
            conversions.restate(request.actor, case_id, **form.stated())
            return redirect(asked_at)
    return render(request, "office/new.html", {"form": form, "case": case, "asked_at": asked_at})


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def what(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask the questions of § 24(4) and store the answers; an answer that refuses is told at once."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    form = AnswersForm(
        request.POST if request.method == "POST" else None, questions=case.questions, initial=dict(case.answers)
    )
    if form.is_valid():
        with correcting(form):
            conversions.answer(request.actor, case_id, form.answers())
            case = queries.case(conversions, request.actor, case_id)
            left_out = AnswersForm.left_out(case)
            if left_out is None:
                return redirect(after(case, Step.WHAT))
            form = left_out
    return render_step(request, case, Step.WHAT, {"form": form})


@requires(Permission.CONVERT)
@require_POST
def refuse(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Do not perform the conversion, on the grounds its answers lead to."""
    request.services.conversions.refuse(request.actor, case_id)
    return redirect("office:refused", case_id)


@requires(Permission.CONVERT)
@never_cache
@require_safe
def refused(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show the record of a refused conversion, ready for printing."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state is not CaseState.REFUSED:
        return redirect("office:case", case_id)
    record = conversions.refusal_record(request.actor, case_id)
    return render(request, "office/refused.html", {"case": case, "record": record})
