"""Step 3: the questions of § 24(4) that a person must answer, and what the machine refuses by itself."""

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
from listina.office.forms import AnswersForm
from listina.office.requests import OfficeRequest
from listina.office.steps import PaperStep, after, render_step
from listina.office.to_paper.opened import opened


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask the questions and store the answers; an answer that refuses is told at once."""
    seen, conversions = opened(request, case_id), request.services.conversions
    if not seen.is_open:
        return redirect("office:case", case_id)
    case = seen.case
    form = AnswersForm(
        request.POST if request.method == "POST" else None, questions=case.questions, initial=dict(case.answers)
    )
    if form.is_valid():
        with correcting(form):
            conversions.answer(request.actor, case_id, form.answers())
            case = queries.case(conversions, request.actor, case_id)
            left_out = AnswersForm.left_out(case)
            if left_out is None:
                return redirect(after(case, PaperStep.ADMISSIBILITY))
            form = left_out
    return render_step(request, case, PaperStep.ADMISSIBILITY, {"form": form, "paper": seen.paper})
