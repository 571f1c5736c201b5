"""A stack on step 2: split into several conversions, fronts and backs put between each other."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import CaseState, CaseView
from listina.conversions.stacks.ordering import Backs
from listina.conversions.stacks.splitting import parts_of, proposed_cuts
from listina.documents.stack import separator_sheet
from listina.office.corrections import correcting
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, render_step, step_address

_BACKS = {
    Backs.REVERSED: _("Ruby jsem skenoval(a) z otočeného stohu, od posledního listu"),
    Backs.IN_ORDER: _("Ruby jsem skenoval(a) od prvního listu"),
}


class SplitForm(forms.Form):
    """The pages where another document begins."""

    cuts = forms.TypedMultipleChoiceField(coerce=UUID, required=False)

    def __init__(self, data: object, case: CaseView) -> None:
        """Offer every page but the first."""
        super().__init__(data)  # type: ignore[arg-type]  # None or the body of the request
        self.fields["cuts"].choices = [(str(page.id), "") for page in case.pages[1:]]  # type: ignore[attr-defined]


class BacksForm(forms.Form):
    """How the backs were scanned."""

    backs = forms.ChoiceField(
        label=_("Jak jste skenovali ruby?"),
        choices=[(kind.value, label) for kind, label in _BACKS.items()],
        widget=forms.RadioSelect,
        initial=Backs.REVERSED.value,
    )


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show the stack with the proposed cuts and split it; afterwards show what it became."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    form = SplitForm(request.POST if request.method == "POST" else None, case)
    if form.is_valid():
        with correcting(form):
            conversions.split(request.actor, case_id, form.cleaned_data["cuts"])
            return redirect("office:split", case_id)
    proposed = [str(cut) for cut in proposed_cuts(case.pages)]
    context = {
        "form": form,
        "cuts": set(request.POST.getlist("cuts") if form.is_bound else proposed),
        "parts": parts_of(request.actor, case_id),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_step(request, case, Step.PAGES, context, template="office/split.html", status=status)


@requires(Permission.CONVERT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def interleave(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask how the backs were scanned and put them between the fronts."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state is not CaseState.OPEN:
        return redirect("office:case", case_id)
    form = BacksForm(request.POST or None)
    if form.is_valid():
        with correcting(form):
            conversions.interleave(request.actor, case_id, Backs(form.cleaned_data["backs"]))
            return redirect(step_address(Step.PAGES, case_id) + "#strany-nadpis")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_step(request, case, Step.PAGES, {"form": form}, template="office/interleave.html", status=status)


@requires(Permission.CONVERT)
@require_POST
def order_as_attached(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Put the pages back into the order in which they came."""
    request.services.conversions.order_as_attached(request.actor, case_id)
    return redirect(step_address(Step.PAGES, case_id) + "#strany-nadpis")


@requires(Permission.CONVERT)
@require_POST
def allow_all_one_bit(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Store the official's declaration for every black-and-white scan of the stack."""
    request.services.conversions.allow_all_one_bit(request.actor, case_id)
    return redirect(step_address(Step.PAGES, case_id) + "#strany-nadpis")


@requires(Permission.CONVERT)
@cache_control(private=True, max_age=86_400)
@require_safe
def separator(request: OfficeRequest) -> HttpResponse:
    """Send the separator sheet for printing."""
    del request
    answer = HttpResponse(separator_sheet(), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="oddelovaci-list.pdf"'
    return answer
