"""The health page: whose installation it is, by what right it is operated, and whether its parts answer."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from listina.accounts.access import public
from listina.site.composition import services
from listina.site.doctor.diagnosis import Diagnosis
from listina.site.doctor.pulse import Pulse

_SUBJECTS = {"database": _("Databáze"), "storage": _("Úložiště souborů"), "timestamps": _("Časová razítka")}


@public
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 if all parts answer, 503 otherwise; a page for browsers, JSON for programs.

    What exactly is wrong stays in the log and in `listina doctor`: the page is public.
    """
    parts = _pulse().feel()
    well = all(part.well for part in parts)
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    environment = services().environment
    if "text/html" in request.headers.get("Accept", ""):
        context = {
            "environment": environment,
            "version": services().product_version,
            "parts": [(_SUBJECTS[part.subject], part.well) for part in parts],
        }
        return render(request, "site/health.html", context, status=status)
    return JsonResponse(
        {
            "well": well,
            "mode": environment.mode.value,
            "operator": environment.operator_name,
            "legal_title": environment.legal_title,
            "version": services().product_version,
            "parts": {part.subject.replace(" ", "_"): _word(part) for part in parts},
        },
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )


@cache
def _pulse() -> Pulse:
    return Pulse(services())


def _word(part: Diagnosis) -> str:
    return "well" if part.well else "out of order"
