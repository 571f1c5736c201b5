"""Step 7: how far the machine is, then the output with its number, digests and receipt (předání)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from listina.accounts.access import requires
from listina.accounts.permissions import Permission
from listina.conversions import queries, waiting
from listina.conversions.cases import CaseState, CaseView
from listina.office.requests import OfficeRequest
from listina.office.steps import Step, render_step, step_address


@requires(Permission.CONVERT)
@never_cache
@require_safe
def handover(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Show the registered output, or how far the machine is with a signed conversion."""
    case = queries.case(request.services.conversions, request.actor, case_id)
    if case.state is CaseState.REGISTERED:
        later = request.services.afterwards.view(request.actor, case_id)
        return render_step(request, case, Step.HANDOVER, {"later": later})
    if case.state in waiting.WITH_THE_MACHINE:
        next_attempt_at = _next_attempt_at(case)
        shown = {"waiting": True, "mark": _mark(case, next_attempt_at), "next_attempt_at": next_attempt_at}
        return render_step(request, case, Step.HANDOVER, shown)
    return redirect("office:case", case_id)


@requires(Permission.CONVERT)
@never_cache
@require_safe
def progress(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Tell the page that waits how far the machine is.

    Keys: `mark` changes whenever something is to be shown, `label` and `sentence` for people, `ended`.
    """
    case = queries.case(request.services.conversions, request.actor, case_id)
    language = get_language()
    return JsonResponse(
        {
            "mark": _mark(case, _next_attempt_at(case)),
            "label": case.state_label.in_language(language),
            "sentence": case.state_sentence.in_language(language),
            "ended": case.state not in waiting.WITH_THE_MACHINE,
        }
    )


@requires(Permission.CONVERT)
@require_POST
def try_now(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Let the machine go on at once instead of at its next attempt."""
    waiting.try_now(request.services.conversions, request.actor, case_id)
    return redirect(step_address(Step.HANDOVER, case_id))


@requires(Permission.CONVERT)
@never_cache
@require_safe
def output(request: OfficeRequest, case_id: UUID) -> HttpResponseBase:
    """Send the registered output, and record that; its name holds the number, never the designation."""
    conversions = request.services.conversions
    path = queries.output_path(conversions, request.actor, case_id)
    case = queries.case(conversions, request.actor, case_id)
    if request.method == "GET":
        request.services.afterwards.note_download(request.actor, case_id)
    name = case.output.filename if case.output else "konverze.pdf"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


@requires(Permission.CONVERT)
@require_POST
def handed_over(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Record that the output was handed over."""
    request.services.afterwards.acknowledge_hand_over(request.actor, case_id)
    return redirect(step_address(Step.HANDOVER, case_id))


@requires(Permission.CONVERT)
@never_cache
@require_safe
def events(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Send the event list for the records system's transaction log, as JSON."""
    listed = request.services.afterwards.events_as_json(request.actor, case_id)
    answer = JsonResponse(listed, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="udalosti-{case_id}.json"'
    return answer


@requires(Permission.CONVERT)
@never_cache
@require_safe
def events_as_xml(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Send the event list for the records system's transaction log, as XML."""
    content = request.services.afterwards.events_as_xml(request.actor, case_id)
    return _download(content, "application/xml", f"udalosti-{case_id}.xml")


@requires(Permission.CONVERT)
@never_cache
@require_safe
def protocol(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Send the protocol of the conversion for the office's file."""
    content = request.services.afterwards.protocol(request.actor, case_id)
    return _download(content, "application/pdf", f"protokol-{case_id}.pdf")


@requires(Permission.CONVERT)
@never_cache
@require_safe
def receipt(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Send the receipt, exactly the bytes that are sealed."""
    found = queries.receipt(request.services.conversions, request.actor, case_id)
    return _download(found.document, "application/json", f"potvrzeni-{found.number}.json")


@requires(Permission.CONVERT)
@never_cache
@require_safe
def receipt_seal(request: OfficeRequest, case_id: UUID) -> HttpResponse:
    """Send the seal of the receipt, a detached CMS signature in DER."""
    found = queries.receipt(request.services.conversions, request.actor, case_id)
    return _download(found.seal, "application/pkcs7-signature", f"potvrzeni-{found.number}.json.p7s")


def _download(content: bytes, media_type: str, filename: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _next_attempt_at(case: CaseView) -> datetime | None:
    """Return when the machine tries again what it tried in vain, aware UTC."""
    return waiting.next_attempt_at(case.id) if case.last_problem else None


def _mark(case: CaseView, next_attempt_at: datetime | None) -> str:
    problem = case.last_problem.code if case.last_problem else ""
    return f"{case.state.value}:{problem}:{next_attempt_at.isoformat() if next_attempt_at else ''}"
