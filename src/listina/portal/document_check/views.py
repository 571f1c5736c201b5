"""The pages of the public check: hand a document over, read the report, download it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic
from typing import Any, BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from listina.accounts.access import public
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.errors import ListinaError, Remedy
from listina.portal.document_check.checking import MOST_DOCUMENTS, DocumentCheck, Upload
from listina.portal.document_check.forms import MOST_MEGABYTES, DocumentForm, too_large_text
from listina.portal.document_check.keeping import KEPT_FOR, KeptOutcomes, OutcomeGoneError
from listina.portal.document_check.outcome import CheckedDocument, Outcome
from listina.portal.limits import checks_limited
from listina.portal.templatetags.languages import spoken
from listina.trust.validation.etsi.writing import to_xml
from listina.trust.validation.report_json import to_json

RETRY_AFTER_SECONDS = 60
_PATIENCE_SECONDS = 10
# Officials' inputs are read by the same processes: the public keeps one of them busy, in each process of the server.
_SLOT = BoundedSemaphore(1)
_MINUTES = int(KEPT_FOR.total_seconds() // 60)
_ReportView = Callable[..., HttpResponse]
_FORMS_FAULT = frozenset({Remedy.CORRECT_THE_REQUEST, Remedy.REFUSE_THE_CONVERSION})


class CheckServices(Protocol):
    """The services these pages ask; the composition of the site builds them."""

    @property
    def to_paper(self) -> PaperWorkshop:
        """The tools of conversions to paper."""


class CheckRequest(HttpRequest):
    """A request as the middleware of the site hands it over."""

    services: CheckServices


@public
@never_cache
@checks_limited
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: CheckRequest) -> HttpResponse:
    """Show the form; check what was handed over and lead to its report."""
    if request.method != "POST":
        return _form_page(request, DocumentForm(), HTTPStatus.OK)
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not _SLOT.acquire(timeout=_PATIENCE_SECONDS):
        form.add_error(None, _("Právě ověřujeme jiné dokumenty. Zkuste to prosím za minutu znovu."))
        answer = _form_page(request, form, HTTPStatus.SERVICE_UNAVAILABLE)
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer
    try:
        outcome = _checked(request, form)
    except ListinaError as error:
        if error.remedy not in _FORMS_FAULT:
            raise
        form.add_error(None, error.text(spoken()))
        return _form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    finally:
        _SLOT.release()
    return redirect("portal:check-report", kept_outcomes().keep(outcome), 1)


def _told_if_gone(view: _ReportView) -> _ReportView:
    """Say what to do where a report is kept no more, or its address is wrong: which of the two is not told."""

    @wraps(view)
    def answer(request: HttpRequest, /, key: str, number: int) -> HttpResponse:
        try:
            return view(request, key=key, number=number)
        except OutcomeGoneError:
            context = {"current": "check", "minutes": _MINUTES}
            return render(request, "portal/document_check/gone.html", context, status=HTTPStatus.NOT_FOUND)

    return answer


@public
@never_cache
@require_safe
@_told_if_gone
def report(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what was found out about one document."""
    outcome = kept_outcomes().find(key)
    context = {
        "current": "check",
        "key": key,
        "number": number,
        "outcome": outcome,
        "document": _document(outcome, number),
        "minutes": _MINUTES,
    }
    return render(request, "portal/document_check/report.html", context)


@public
@never_cache
@require_safe
@_told_if_gone
def report_json(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Return the report for programs, without the bytes of certificates and revocation data."""
    del request
    found = _document(kept_outcomes().find(key), number)
    content = json.dumps(to_json(found.report, material=False), ensure_ascii=False, indent=2)
    return _download(content.encode(), "application/json", "overeni.json")


@public
@never_cache
@require_safe
@_told_if_gone
def report_etsi(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Return the report as XML of ETSI TS 119 102-2, with its material."""
    del request
    return _download(to_xml(_document(kept_outcomes().find(key), number).report), "application/xml", "overeni.xml")


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the form with what is wrong with a body nobody reads, because it is larger than two files may be."""
    form = DocumentForm()
    form.cleaned_data = {}
    form.add_error(None, too_large_text())
    return _form_page(request, form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def kept_outcomes() -> KeptOutcomes:
    """Return where this installation keeps outcomes."""
    return KeptOutcomes(folder=Path(settings.CHECKS_FOLDER))


def _checked(request: CheckRequest, form: DocumentForm) -> Outcome:
    files = [form.cleaned_data["document"], form.cleaned_data.get("detached")]
    uploads = [None if file is None else _upload(file) for file in files]
    document, detached = uploads
    assert document is not None  # noqa: S101  # the form requires it
    return DocumentCheck(paper=request.services.to_paper, seconds=monotonic).check(document, detached)


def _upload(file: UploadedFile[Any]) -> Upload:
    return Upload(content=cast("BinaryIO", file), name=file.name or "")


def _document(outcome: Outcome, number: int) -> CheckedDocument:
    if not 1 <= number <= len(outcome.documents):
        raise OutcomeGoneError
    return outcome.documents[number - 1]


def _download(content: bytes, media_type: str, filename: str) -> HttpResponse:
    disposition = f'attachment; filename="{filename}"'
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": disposition})


def _form_page(request: HttpRequest, form: DocumentForm, status: HTTPStatus) -> HttpResponse:
    context = {
        "current": "check",
        "form": form,
        "most_megabytes": MOST_MEGABYTES,
        "most_documents": MOST_DOCUMENTS,
        "minutes": _MINUTES,
    }
    return render(request, "portal/document_check/form.html", context, status=status)
