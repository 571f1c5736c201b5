"""Step 7: the registered conversion with its number and digests, and what the official may go on with (hotovo)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions.cases import CaseState
from listina.office.requests import OfficeRequest
from listina.office.steps import PaperStep, render_step, step_address
from listina.office.to_paper.opened import opened


@requires(Permission.CONVERT)
@never_cache
@require_safe
def show(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show the registered conversion."""
    seen = opened(request, case_id)
    if seen.case.state is not CaseState.REGISTERED:
        return redirect("office:case", case_id)
    context = {
        "paper": seen.paper,
        "later": request.services.afterwards.view(request.actor, case_id),
        "others": [item for item in seen.paper.attachments if not item.is_chosen and _may_be_document(item.name)],
    }
    return render_step(request, seen.case, PaperStep.DONE, context)


@requires(Permission.CONVERT)
@require_POST
def next_attachment(request: OfficeRequest, case_id: UUID, position: int) -> HttpResponse:
    """Open a conversion of another attachment of the same message."""
    new_id = request.services.to_paper.next_attachment(request.actor, case_id, position)
    return redirect(step_address(PaperStep.VALIDATION, new_id))


@requires(Permission.CONVERT)
@require_POST
def another_original(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Open another conversion of the same document."""
    new_id = request.services.to_paper.another_original(request.actor, case_id)
    return redirect(step_address(PaperStep.VALIDATION, new_id))


def _may_be_document(name: str) -> bool:
    return name.lower().endswith(".pdf")
