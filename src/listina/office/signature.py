"""Step 6: the official signs (podpis)."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from listina.accounts import queries as accounts
from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries
from listina.conversions.cases import NUMBERED_AND_UNFINISHED, CaseState, CaseView
from listina.office.corrections import correcting
from listina.office.forms import SigningForm
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, render_step, step_address

_PLACES = {"key.wrong_pin": "pin", "site.key_locked": "pin", "certificate.not_usable": "certificate"}
_TO_BE_SIGNED = (NUMBERED_AND_UNFINISHED | {CaseState.OPEN}) - {CaseState.AWAITING_TIMESTAMP, CaseState.SIGNED}


@requires(Permission.CONVERT)
@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Ask for certificate and PIN, and sign; the rest is the machine's, and step 7 shows how far it is."""
    conversions = request.services.conversions
    case = queries.case(conversions, request.actor, case_id)
    if case.state not in _TO_BE_SIGNED and not case.must_sign_anew:
        return redirect("office:case", case_id)
    certificates = accounts.signing_certificates(request.actor)
    if request.method != "POST":
        only = certificates[0].id if len(certificates) == 1 else None
        return _signature_page(request, case, SigningForm(certificates=certificates, initial={"certificate": only}))
    form = SigningForm(request.POST, certificates=certificates)
    if form.is_valid():
        with correcting(form, _PLACES):
            chosen = form.chosen()
            signer = request.services.keys.open(chosen, form.cleaned_data["pin"])
            conversions.sign(request.actor, case_id, chosen.id, signer)
            return redirect(step_address(Step.HANDOVER, case_id))
    case = queries.case(conversions, request.actor, case_id)
    return _signature_page(request, case, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _signature_page(
    request: OfficeRequest, case: CaseView, form: SigningForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render_step(request, case, Step.SIGNATURE, {"form": form}, status=status)
